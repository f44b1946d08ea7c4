"""Candidates in a list or in lines of text: "SURNAME, Forename (Party) – votes: 1,234, elected: Yes"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spiders.results.declarations import words as say
from spiders.results.declarations.candidate_rows import party_of
from spiders.results.declarations.candidates import PARTY, Group, Line
from spiders.results.declarations.keys import these
from spiders.results.declarations.names import divided, name_of

ITEM = re.compile(
    rf"^(?P<name>[^()\d:]{{3,80}}?)\s*(?:\((?P<party>[^()]*(?:\([^()]*\)[^()]*)*)\)|[,–—-]\s+(?P<party2>[^\d()–—:]{{2,80}}?))?\s*[-–—:,;]*\s*"
    rf"(?:votes?\s*:?\s*)?(?P<votes>{say.NUMBER})\s*(?:votes?)?\s*(?P<rest>.*)$",
    re.IGNORECASE,
)  # fmt: skip


PARTY_ALONE = re.compile(
    r"(?:.*\b(?:party|democrats|conservatives|independents?|unionists?|alliance|coalition)|labour|reform uk|greens?)",
    re.IGNORECASE,
)
LONGEST_NAME = 9  # words, with "commonly known as"
PARTICLES = these(
    "de da das del della der den di do dos du van von la le el al bin ibn ap ab y e of the and zu known as "
    "commonly ní nic mac"
)
SAYS_VOTES = re.compile(r"votes?\b|pleidlais|pleidleisiau|elected|ethol|%|\(E\)|\bE$", re.IGNORECASE)


def is_like_a_name(words: str) -> bool:
    """Whether words may be a person's name: each with a capital, and not the beginning of a sentence."""
    said = [word for word in re.split(r"[\s,/-]+", words.strip(" *•–—-.,")) if word]
    return 0 < len(said) <= LONGEST_NAME and all(
        word[0].isupper() or word[0] in "\"'“‘(" or word.casefold() in PARTICLES for word in said
    )


def group_of_items(items: Sequence[tuple[str, bool]]) -> Group | None:
    """Candidates in a list, "SURNAME, Forename (Party) – votes: 1,234, elected: Yes"; None when it lists other things.

    `items` are lines, each with whether it has words in bold type.
    """
    group = Group()
    for words, is_bold in items:
        match = ITEM.match(words)
        if match is None or say.label_role(match["name"]) or say.DAY.search(words) or not is_like_a_name(match["name"]):
            continue
        if re.match("0[0-9]", match["votes"]):
            continue  # a telephone
        if not (match["party"] or match["party2"]) and PARTY_ALONE.fullmatch(match["name"].strip(" ,")):
            return None  # a name is missing before its party, or all of them are parties with their seats
        name, is_named_elected = name_of((match["name"],))
        party = match["party"] or match["party2"]
        if match["party2"] and "," in words[: match.end("name") + 1] and " " not in match["name"]:
            name, party = divided(f"{match['name']}, {party}"), None  # the comma parts a surname from the rest
        rest = match["rest"].strip(" ,;.-–()[]")
        said = re.search(r"elected\s*[:=]?\s*(?P<yes>\w+)?", rest, re.IGNORECASE)
        marked: bool | None = None
        if said:
            marked = not re.search(
                r"not (?:duly )?elected|unelected|elected\s*[:=]?\s*(?:no|false)\b", rest, re.IGNORECASE
            )
        elif re.search(r"\(E\)|(?:^|\W)E$", match["rest"].strip()):
            marked = True
        share = say.percent_in(rest)
        votes, _ = say.votes_in(match["votes"])
        group.lines.append(
            Line(
                name, party_of(party)[0] if party else None, votes, share, marked or is_named_elected or marked, is_bold
            )
        )
    listed = [words for words, _ in items if ITEM.match(words)]
    is_of_parties = sum(PARTY.search(line.party or "") is not None for line in group.lines) * 2 >= len(group.lines)
    if not (is_of_parties or any(SAYS_VOTES.search(words) for words in listed)) or all(
        re.search(r"\b(?:19|20)[0-9]{2}\b", words) for words in listed
    ):
        return None  # "Planning (Local plan) 2023" is of a menu
    known = sum(line.party is not None for line in group.lines)
    return group if len(group.lines) >= 2 and known * 2 >= len(group.lines) else None
