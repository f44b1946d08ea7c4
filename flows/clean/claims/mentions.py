"""A text with its mentions put in brackets: candidates, parties, figures and places become one capital letter each.

Rules can then be read: "C beat P candidate C by N votes".  Everything else is in lower case, so a capital is a mention.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flows.clean.claims.names import (
    CANDIDATE,
    CAUTIOUS,
    COUNT,
    DECADE,
    ELSEWHERE,
    OUTGOING,
    PARTY,
    PRESS,
    RATIO,
    SHARE,
    SHORT,
    STRANGER,
    TITLE,
    YEAR,
    Names,
    lowered,
    names_of,
    near_first,
    plain,
    surname,
)
from flows.clean.facts import ContestFacts
from flows.clean.names import plain_key
from flows.clean.parties import party_named
from flows.clean.printed_figures import Figure, figures

LETTER = {"count": COUNT, "share": SHARE, "year": YEAR, "decade": DECADE, "ratio": RATIO}
CAPITALISED = r"[A-ZÀ-Ý][\w'-]*[a-z][\w'-]*"
JOIN = r"(?:,? (?:and|of|upon|under|on|the|le|with) | |, )"
PLACE = rf"{CAPITALISED}(?:{JOIN}{CAPITALISED}){{0,4}}"
PLACES = re.compile(rf"(?<![\w'-]){PLACE}")
BEFORE_PLACE = re.compile(
    r"(?P<after>(?:[Ss]eat of|[Cc]onstituency of|[Nn]eighbouring|[Nn]earby|[Nn]ext-door|[Bb]y-?elections? in|[Cc]ontest in) $)"
    r"|\b(?P<object>(?:[Hh]eld|[Ww]on|[Ll]ost|[Tt]ook|[Gg]ained|[Hh]old|[Ww]in|[Ll]ose|[Tt]aken?|[Gg]ain|[Hh]olding|[Ww]inning|[Ll]osing|"
    r"[Tt]aking|[Rr]etained|[Rr]egained|[Rr]ecaptured|[Cc]aptured|[Rr]epresents|[Kk]ept|[Ss]natched|[Ss]eized|[Ff]ought|[Cc]ontested|[Ss]tood (?:for|in|at)|[Ss]at for|[Rr]epresented|[Rr]epresenting|MPs? for|[Mm]embers? for|[Cc]andidate (?:for|in)) $)"
    r"|\b(?P<where>(?:[Ii]n|[Aa]t) $)"
)
AFTER_PLACE = re.compile(
    r"(?:,? (?:fell )?by (?=\d)|, polled (?:on )?the same\b)|(?:'s)? (?:was|were|had been|has been|is) (?:won|held|lost|taken|gained|captured)\b|(?:, [^.,;]{1,30})?, where\b|(?:'s)? (?:was|is|had been) (?:the|a|an|one of the) (?:[\w-]+ ){0,4}(?:seat|constituency|stronghold|gain|hold)\b|, (?:held|won|lost|taken|gained|captured) by\b|"
    r"(?:'s)?,? (?:parliamentary )?(?:by-?elections?|constituency\b|council by|result\b|seat\b|ward\b|contest\b|race\b|vote\b|poll\b)"
)
OPENING = re.compile(
    r"(?:The|This|That|In|At|After|A|And|But|When|For|As|With|Last|Sir|Both|Yesterday|Today|Parliamentary|Its?|Their|His|Her|"
    r"So|Then|Here|There|How|Why|Who|Now|Yet|If|Since|Nor|Or|Not|While|Although|Because|Once|Only|Just|Even|Still|Perhaps|Our|No|Every|Each|Any|Such|What|Which)(?:[ ,]+|$)"
)
OTHER_CONTEST = re.compile(
    r"\b(?:elsewhere|neighbouring|next-door|(?:the |an)other (?:parliamentary )?(?:by-?election|contest|seat|constituency)|"
    r"a second by-?election|(?:two|three|both|several|series of|string of|these|other) (?:\w+ )?by-?elections)\b"
)
WIDE = re.compile(
    r"(?:The |Great |New |North(?:ern)? |South(?:ern)? |East |West |Mid )?(?:England|Scotland|Wales|Ireland|Britain|Kingdom|United|UK|Westminster|"
    r"Parliament|Commons|House|Downing|Brussels|Europe|Whitehall|Government|January|February|March|April|May|June|July|August|"
    r"September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Super|Parliamentary|"
    r"Holyrood|Senedd|Stormont|Twitter|Facebook|Brexit|Leave|Remain|Covid|Prime|Sir|Mr|Mrs|Ms|Dr|Miss|Votes?|Seats?|Red|Blue|By|It|He|She|They|We)\b"
)
# "the Devon seat" says where this one lies
COUNTY = re.compile(
    r"(?:[A-Z][a-z]+shire|Devon|Cornwall|Kent|Essex|Sussex|Surrey|Norfolk|Suffolk|Somerset|Dorset|Cumbria|"
    r"Northumberland|Durham|London|Rutland|Merseyside|Tyneside|Teesside|Midlands|Fife|Gwent|Gwynedd|Powys|Dyfed|Antrim|Armagh|Down|Fermanagh|Tyrone)"
)
COUNTY_SEAT = re.compile(r" (?:seat|constituency)\b")
PERSON = re.compile(
    rf"(?<![\w'-]){TITLE}?(?P<name>[A-ZÀ-Ý][a-zà-ÿ'-]+(?: [A-Z]\.)?(?: (?:de|van|von|al|ap|ab)\b)?(?: [A-ZÀ-Ý][\w'-]*[a-z][\w'-]*){{1,2}})(?!\w)"
)
NOT_A_PERSON = re.compile(
    r"\b(?:The|Party|Council|News|Street|Minister|House|Commons|Government|Parliament|University|County|City|Town|Hall|Centre|Wall|Thursday|"
    r"Friday|Election|General|Prime|Secretary|Leader|Board|Office|Association|Union|Trust|Centre|School|Road|Sky|Times|Guardian|Mail|Press|"
    r"North|South|East|West|Lib|Dem|Former|New|After|In|At|For|But|And|Mid|Great|Labour|Tory|Conservative|Liberal|Green|Reform|"
    r"By|With|On|When|While|Following|Despite|Meanwhile|Last|Super|Chancellor|President|Mayor|Shadow|Newly|Research|Exchange|Club|Leisure|Hotel|Church|Castle|Park|Arena|Stadium|Station|"
    r"College|Army|Police|Show|Committee|Chronicle|Gazette|Herald|Post|Echo|Star|Sun|Express|Record|Argus|Observer|Square|Lane|Valley|"
    r"Hills|Yorkshire|Bank|Company|Group|Institute|Commission|Radio|Morning|Night|Good|Results?|Votes|Officer|Returning|Deputy|Acting|"
    r"Chiltern|Hundreds|Brexit)\b"
)


CLOCK = re.compile(r"(?m)^(?:[01]?\d|2[0-3])[.:][0-5]\d(?:[ap]m)?(?=[ :–-])")  # of a live blog's entries


@dataclass(frozen=True, slots=True)
class Mention:
    """What one capital letter of the abstract stands for: a name as the facts have it, or a figure."""

    letter: str
    start: int  # in the text as printed
    end: int
    value: str = ""
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Abstract:
    """One paragraph with its mentions as letters; `places` are the positions of the letters, one for each mention."""

    text: str
    mentions: tuple[Mention, ...]
    places: tuple[int, ...]
    shifts: tuple[int, ...] = field(default=())  # offset in the print of each place's end, less the one in the abstract
    begin: int = 0

    def offset(self, position: int) -> int:
        """The offset in the whole text of a position in the abstract."""
        after = bisect_left(self.places, position)
        return self.begin + position if after == 0 else position + self.shifts[after - 1]

    def at(self, position: int) -> Mention | None:
        """The mention whose letter stands at this position."""
        place = bisect_left(self.places, position)
        return self.mentions[place] if place < len(self.places) and self.places[place] == position else None

    def within(self, start: int, end: int) -> tuple[Mention, ...]:
        return self.mentions[bisect_left(self.places, start) : bisect_right(self.places, end - 1)]


IN_BRACKETS = re.compile(r"\(([A-Z][A-Za-z ]{0,20})\)")
ROLES = frozenset(
    [
        "MP",
        "Candidate",
        "Rival",
        "Opponent",
        "Independent",
        "Green",
        "Winner",
        "When",
        "But",
        "And",
        "While",
        "After",
        "As",
        "If",
        "For",
        "Gutted",
        "Then",
        "RESULT",
        "Result",
    ]
)
OWN_BRACKETS = {"Grn": "Green", "RUK": "Reform UK", "Ref": "Reform UK", "C": "Conservative"}


@dataclass(frozen=True, slots=True)
class Told:
    """What the whole article with its headline says: its words in small letters, and whose whole names stand in it."""

    words: frozenset[str]
    names: frozenset[str]


def told_in(whole: str, names: Names) -> Told:
    bearers = {names.meaning[first][1] for first in names.familiar}
    return Told(frozenset(SMALL_WORD.findall(whole)), frozenset(one for one in bearers if plain(one) in whole))


def named(text: str, names: Names, told: Told) -> Iterator[Mention]:
    """The mentions of people, parties and the seat, in order."""
    for match in names.pattern.finditer(text):
        letter, value = names.meaning[match["form"]]
        form = match["form"]
        start = match.start()
        if form in names.familiar and not is_familiar(text, match, value, told):
            continue
        if letter in (CANDIDATE, OUTGOING) and is_common_word(text, match, told):
            continue
        if letter in (CANDIDATE, OUTGOING) and " " not in form and form not in names.familiar:
            before = re.search(r"([\w'.-]+) $", text[max(0, match.start("form") - 30) : match.start("form")])
            word = before[1] if before else ""
            if match["title"] is None and word[:1].isupper() and word not in PRESS and not word.isupper():
                firsts = names.first_names.get(form, frozenset())
                if not any(near_first(word, first) for first in firsts):
                    # another person's surname, unless the word only opens the sentence or is a role
                    if word not in ROLES and not re.search(
                        r"(?:^|[.!?:\"'] ?|\n)$", text[: match.start("form") - len(word) - 1][-2:]
                    ):
                        continue
                else:
                    start = match.start("form") - len(word) - 1
            if match["title"] is None and (form in PRESS or form.rstrip("s") + "s" in PRESS or form in CAUTIOUS):
                continue
        if letter == PARTY and match["title"]:
            continue
        yield Mention(letter, start, match.end(), value)


def is_common_word(text: str, match: re.Match[str], told: Told) -> bool:
    """Whether a name that opens a sentence may be the word it looks like, "Hope", "Count": one that is used as such."""
    if match["title"] is not None or " " in match["form"] or not OPENS.search(text[: match.start()][-2:]):
        return False
    return match["form"].lower() in told.words


SMALL_WORD = re.compile(r"\b[a-z]{3,}\b")
OPENS = re.compile(r"(?:^|[.!?:\"'] ?|\n)$")


def is_familiar(text: str, match: re.Match[str], name: str, told: Told) -> bool:
    """Whether a first name alone is its bearer: the whole name stands in the article, and no other name beside it."""
    around = re.match(r"(?:'s)? (?!MP\b)[A-Z]", text[match.end() : match.end() + 4])
    before = re.search(r"[A-Z][\w'-]* $", text[max(0, match.start() - 20) : match.start()])
    opens = before is not None and re.search(r"(?:^|[.!?:\"'] ?|\n)$", text[: match.start() - len(before[0])][-2:])
    return match["title"] is None and around is None and (before is None or opens is not None) and name in told.names


def cautious(text: str, contest: ContestFacts, names: Names) -> Iterator[Mention]:
    """Party words that mean something else too: "Green" before "candidate", "Ind" in brackets."""
    for match in names.cautious.finditer(text):
        before = text[max(0, match.start() - 1) : match.start()]
        group = "as" if match["as"] else "word"
        word = match[group].capitalize()
        if not (before.isalnum() or before in ("-", "'")) and (
            match["as"] or match["named"] is not None or match["word"][0].isupper()
        ):
            yield Mention(PARTY, match.start(), match.end(group), word)
    abbreviations = {one.party_abbreviation: one.party for one in contest.result.candidates if one.party_abbreviation}
    for match in IN_BRACKETS.finditer(text):
        party = abbreviations.get(match[1]) or party_in_brackets(match[1], contest)
        if party:
            yield Mention(PARTY, match.start(1), match.end(1), party)


def party_in_brackets(short: str, contest: ContestFacts) -> str | None:
    """ "C", "Reform", "Yorkshire": a usual short form, or the words of one party's name."""
    if short in SHORT or short in CAUTIOUS or short in OWN_BRACKETS:
        known = party_named(OWN_BRACKETS.get(short, short))
        return known.party if known else None
    fitting = [
        one.party
        for one in contest.result.candidates
        if one.party and len(short) > 3 and f" {short.lower()} " in f" {one.party.lower()} "
    ]
    return fitting[0] if len(set(fitting)) == 1 else None


def strangers(text: str, surnames: frozenset[str] = frozenset()) -> Iterator[Mention]:
    """People nobody told us of: two or three capitalised words that name no office, paper or party.

    "Ms Hanna" is no stranger where two candidates are called so: then nobody knows which.
    """
    for match in PERSON.finditer(text):
        name = match["name"].removesuffix("'s").rstrip("'")
        title, _, rest = name.partition(" ")
        if rest in surnames and re.fullmatch(TITLE.rstrip(" )") + ")", title):
            continue
        if not NOT_A_PERSON.search(name):
            yield Mention(STRANGER, match.start(), match.start("name") + len(name), name)


def blanked(text: str, found: Sequence[Mention]) -> str:
    """The text with what is known already struck out, letter for letter: "Lib Dem Annabel Trewin" is a stranger's name."""
    parts, done = [], 0
    for one in sorted(found, key=lambda one: one.start):
        if one.start >= done:
            parts += [text[done : one.start], "," * (one.end - one.start)]
            done = one.end
    return "".join([*parts, text[done:]])


def elsewhere(text: str, names: Names) -> Iterator[Mention]:
    """Places that are not this seat, where the words around them say that an election was there; and "elsewhere"."""
    for match in PLACES.finditer(text):
        before = BEFORE_PLACE.search(text[max(0, match.start() - 20) : match.start()])
        start, end, place = match.start(), match.end(), match[0].removesuffix("'s")
        after = AFTER_PLACE.match(text, end - 2 if match[0].endswith("'s") else end)
        if before is None and after is None and (inner := re.match(r"(?:In|At) ", place)):
            before = BEFORE_PLACE.search(inner[0])
        if before is None and after is None:
            continue
        end = start + len(place)
        while opening := OPENING.match(place):
            start, place = start + opening.end(), place[opening.end() :]
        inside = names.pattern.search(place)
        if inside:  # "Middlemarch, the Greens": what stands before the name
            place = re.sub(r"[ ,]+(?:(?:and|the|with|on)[ ,]*)*$", "", place[: inside.start()])
            end = start + len(place)
        if (
            not place
            or WIDE.match(place)
            or COUNTY.fullmatch(place)
            and COUNTY_SEAT.match(text, end)
            or plain_key(place) in names.places
            or place in ("and", "the")
        ):
            continue
        sure = after is not None or before is not None and before["where"] is None
        yield Mention(ELSEWHERE, start, end, place if sure else "where")


def of_others(text: str, contest: ContestFacts, others: Sequence[ContestFacts]) -> Iterator[Mention]:
    """The seats and candidates of other contests that the same article is about: what is said near them is theirs."""
    own = {surname(one.candidate) for one in contest.result.candidates}
    for other in others:
        people = [one.candidate for one in other.result.candidates]
        known = {other.constituency, *other.other_names, *people, *(surname(one) for one in people)} - own - {""}
        for one in re.finditer(rf"\b(?:{'|'.join(map(re.escape, sorted(known, key=len, reverse=True)))})\b", text):
            yield Mention(ELSEWHERE, one.start(), one.end(), other.constituency)


def mentions(text: str, contest: ContestFacts, whole: str = "", others: Sequence[ContestFacts] = ()) -> list[Mention]:
    """All mentions of a text (with plain marks), without overlaps: the sure ones first, then strangers and places.

    `whole` is the article with its headline, where the text is a part of it.
    """
    names = names_of(contest)
    low = CLOCK.sub(lambda match: " " * len(match[0]), lowered(text))
    found = list(named(text, names, told_in(whole or text, names)))
    groups: tuple[Iterator[Mention], ...] = (
        cautious(text, contest, names),
        of_others(text, contest, others),
        (Mention(ELSEWHERE, one.start(), one.start(), "other contest") for one in OTHER_CONTEST.finditer(low)),
        (Mention(LETTER[one.kind], one.start, one.end, "", one) for one in figures(low)),
        elsewhere(text, names),
        strangers(blanked(text, found), names.surnames),
    )
    for group in groups:
        taken = sorted((one.start, one.end) for one in found)
        starts = [start for start, _ in taken]
        for one in group:
            place = bisect_right(starts, max(one.start, one.end - 1))
            if place == 0 or taken[place - 1][1] <= one.start:
                found.append(one)
    return sorted(found, key=lambda one: (one.start, one.end))


def abstract(text: str, start: int, found: list[Mention]) -> Abstract:
    """One paragraph of the whole text, beginning at `start`, with the mentions inside it as letters."""
    parts, places, shifts, kept = [], [], [], []
    done, length = 0, 0
    for one in found:
        begin, end = one.start - start, one.end - start
        if begin < done:
            continue
        before = lowered(text[done:begin])
        length += len(before)
        parts += [before, one.letter]
        places.append(length)
        length += 1
        shifts.append(start + end - length)
        kept.append(one)
        done = end
    parts.append(lowered(text[done:]))
    return Abstract("".join(parts), tuple(kept), tuple(places), tuple(shifts), start)
