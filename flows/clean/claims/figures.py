"""Majorities, swings and turnouts, as a sentence of an article claims them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.clean.claims.mentions import Mention
from flows.clean.claims.patterns import (
    COMPARED,
    FROM_NUMBER,
    GONE,
    GOVERNMENT,
    HAD_MAJORITY,
    ITS,
    LEAD,
    MAJORITY,
    MAJORITY_OVER,
    P_MAJORITY,
    PREVIOUS,
    SHRUNK,
    SMALL_MAJORITY,
    SWING,
    THEN,
    TURNOUT,
)
from flows.clean.claims.rules import EARLIER, THIS, UNCLEAR, Found, Sentence, dated, is_real, time_of
from flows.clean.printed_figures import Figure

TRAILED = re.compile(r"\bhad (?:finished|come|been|trailed)\b|\bY (?:[a-z]+ ){0,3}(?:finished|came|was|were)\b")
SAFE_WITH = re.compile(r"\b(?:safe|safest|marginal) P seats?,? with a (?:[a-z-]+ )?$")
ELSEWHERE = re.compile(
    r"(?<!S, )\bwhere (?:the )?turn-?out\b|\bin S (?:town|city|village|itself|ward|north|south|east|west|cent)"
)
OWNER = re.compile(r"\b(?P<who>P)(?:'s?)? (?:(?:had|held|enjoyed) (?:a|an|its|their) )?(?:[a-z-]+ )?$")


def majorities(sentence: Sentence) -> Iterator[Found]:
    """The margin of this contest, and the one that was overturned or defended: the commonest trap."""
    text = sentence.text
    for match in MAJORITY.finditer(text):
        for group in "abcdefghijklmno":
            if match[group] is None or GOVERNMENT.search(text, max(0, match.start() - 20), match.end() + 25):
                continue
            place = match.start(group)
            if not is_real(sentence, match.start(), match.end()) and not PREVIOUS.search(text, 0, match.end()):
                continue
            figure = sentence.mention(match, group).figure
            election, year = whose_majority(sentence, match, place)
            if group == "f" and TRAILED.search(text[max(0, match.start() - 50) : match.start()]):
                election = EARLIER
            if (
                group in "hno"
                or group == "m"
                and re.search(r" had (?:lost|won|held)", text[match.end() : match.end() + 10])
            ):
                election = EARLIER
            elif group in "il":
                election = THIS
            if figure is None or election is None or is_governments(figure, election, sentence, match):
                continue
            claim = "majority" if election != EARLIER else "previous_majority"
            begin = match.start("by") if group == "e" else match.start()
            pair = lead(sentence, match.end()) if group == "f" and election == THIS else None
            yield Found(
                claim,
                begin,
                match.end(),
                figure=figure,
                candidate=pair[0] if pair else None,
                party=owner_party(sentence, match) if election == UNCLEAR else None,
                other_party=pair[1] if pair else None,
                election=election,
                year=year,
            )
            from_number = (
                FROM_NUMBER.search(text, match.end() - 1, match.end() + 60)
                if group not in "hi" and election == THIS
                else None
            )
            if from_number:
                name = next(one for one in "nmk" if from_number[one])
                before = sentence.mention(from_number, name).figure
                yield Found(
                    "previous_majority",
                    from_number.start(),
                    from_number.end(),
                    figure=before,
                    election=EARLIER,
                    year=time_of(sentence, *from_number.span())[1],
                )


def owner_party(sentence: Sentence, match: re.Match[str]) -> str | None:
    """The party whose majority it is said to be: "Labour had a majority of N", "the Labour majority of N"."""
    owned = OWNER.search(sentence.text, max(0, match.start() - 40), match.start())
    party = sentence.abstract.at(sentence.start + owned.start("who")) if owned else None
    return party.value if party else None


def lead(sentence: Sentence, end: int) -> tuple[str, str] | None:
    """Who was ahead of whom in "C finished N votes ahead of C", where the figure ends at `end`."""
    for match in LEAD.finditer(sentence.text):
        if match.start() < end <= match.end():
            pair = (sentence.mention(match, "who").value, sentence.mention(match, "whom").value)
            return pair if match["ahead"] else (pair[1], pair[0])
    return None


def is_governments(figure: Figure, election: str, sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether a majority may be one of seats in Parliament."""
    national = re.search(r"parliament\b(?! seat)|commons|\bmps\b|nation|country", sentence.text) is not None
    small = (election != THIS or national) and figure.value <= SMALL_MAJORITY
    return small and "vote" not in match[0] and not re.search("[MS]", sentence.text)


def owners(sentence: Sentence) -> Iterator[Found]:
    """Whose a majority is: "C had a majority of N over C", "M's N majority", "a P majority of N"."""
    text = sentence.text
    for match in MAJORITY_OVER.finditer(text):
        if is_real(sentence, *match.span()) and time_of(sentence, *match.span())[0] == THIS:
            who = sentence.mention(match, "whom")
            yield Found("runner_up", match.start("whom"), match.end(), who.value, candidate=who.value)
    for match in HAD_MAJORITY.finditer(text):
        who = sentence.mention(match, "who" if match["who"] else "who2")
        if time_of(sentence, *match.span())[0] != THIS or not is_real(sentence, *match.span()):
            continue
        if who.letter == "C" and (" had " not in match[0] or text.startswith(" over", match.end())):
            yield Found("winner", *match.span(), who.value, candidate=who.value)
        elif who.letter == "P" and not re.search(" had | have ", match[0]):
            yield Found("winning_party", *match.span(), who.value, party=who.value)
    for match in P_MAJORITY.finditer(text):
        who = sentence.mention(match, "who")
        yield Found("held_before", *match.span(), who.value, party=who.value, election=EARLIER)
    for match in re.finditer(
        r"(?P<o>N)(?:-vote| vote)? majority (?:won|secured|held|enjoyed|achieved) by (?P<by>K)", text
    ):
        yield from won_before(sentence, match, sentence.mention(match, "by"), sentence.mention(match, "o").figure)
    for match in re.finditer(
        r"\b(?P<who>K)(?:'s (?:[a-z-]+ )?(?P<n>N)(?:-vote)? majority|"
        r",? (?:who )?(?:had|won|held)(?: [a-z]+){0,4} (?:with )?a (?:[a-z-]+ )?majority of (?P<m>N)"
        r"| (?:won|held|took) (?:it |the seat |S )?(?:for (?:the )?P )?in Y by (?P<x>N))",
        text,
    ):
        figure = sentence.mention(match, next(name for name in "nmx" if match[name])).figure
        yield from won_before(sentence, match, sentence.mention(match, "who"), figure)


def won_before(sentence: Sentence, match: re.Match[str], who: Mention, figure: Figure | None) -> Iterator[Found]:
    """A stranger is said to have won by a majority that is one of votes: here, at an election before."""
    if figure and figure.value > SMALL_MAJORITY:
        _, year = time_of(sentence, *match.span())
        yield Found("winner", *match.span(), who.value, figure, candidate=who.value, election=EARLIER, year=year)


def whose_majority(sentence: Sentence, match: re.Match[str], place: int) -> tuple[str | None, int | None]:
    """ "this", "earlier" or "unclear", with the year where one is said; None when nobody can tell."""
    text = sentence.text
    begin, stop = sentence.clause(match.start(), match.end())
    if said := re.compile("Y").match(text, match.start()):  # "in Y by N votes"
        return dated(sentence, said)
    election, year = time_of(sentence, match.start(), match.end())
    if election == EARLIER:
        return EARLIER, year
    if election == UNCLEAR:
        return None, None
    begins = match.start("by") if match["by"] else match.start()
    just_before = list(THEN.finditer(text, begin, begins))
    if (
        just_before
        and begins - just_before[-1].end() < 25
        and not just_before[-1][0].startswith(("since", "than", "from"))
    ):
        return dated(sentence, just_before[-1])
    if any(not then[0].startswith(("since", "than", "from", "on")) for then in just_before):
        return None, None  # "won in Y with Q and a majority of N", or of now
    after = text[match.end() : stop]
    if re.match(
        r" (?:won|secured|achieved|enjoyed|held|built up|amassed|gained|inherited|left)\b",
        after,
    ) and not re.match(r" (?:won|secured) by C", after):
        return EARLIER, None
    if GONE.match(after):
        return EARLIER, None
    before = text[
        max(0, begin if text[begin - 1 : begin] != "," else begin) : match.start("b") if match["b"] else match.end()
    ]
    long_before = text[max(0, match.start() - 60) : match.start()]
    if (
        PREVIOUS.search(before)
        or SAFE_WITH.search(long_before)
        or re.search(
            r"(?:overturn|wip(?:ed|ing)|eras|defend|overcom|overcame|demolish)\w*(?: out)?(?: [a-zP-]+){0,4} $",
            long_before,
        )
    ):
        return EARLIER, year
    if re.search("K", text[begin : match.start()]) and not re.search("[MS]|the seat|constituency", text):
        return None, None
    owner = ITS.search(text[max(0, begins - 50) : begins])
    if re.search(r"majority(?: now)? is (?:just |only )*N", match[0]):
        return THIS, None
    if owner and match["by"] and (owner["who"] or owner["had"]) in "CP":
        return THIS, None
    if owner:
        letter = owner["who"] or owner["had"]
        if letter == "M" or letter == "K":
            return EARLIER, None
        if letter == "P" and (
            owner["verb"] not in ("won", "secured", "took") if owner["had"] else not SHRUNK.search(match[0])
        ):
            return UNCLEAR, None
    elif re.search(r"\b(?:held|holding|had)\b", before) and "with a" in before and re.search(r"\bwas held\b", before):
        return EARLIER, None
    elif (
        re.search(r"\bhad (?:a|an|his|her|its) (?:[a-z-]+ )?$", long_before)
        and "C" not in long_before
        or re.search(r"\b(?:P|safe) $", long_before)
        and match["a"]
        and not SHRUNK.search(match[0])
        or match["b"]
        and re.search(r"P $", long_before)
    ):
        return UNCLEAR, None
    return THIS, None


def turnouts(sentence: Sentence) -> Iterator[Found]:
    text = sentence.text
    for match in TURNOUT.finditer(text):
        group = next(name for name in "abcdefg" if match[name])
        if ELSEWHERE.search(text[max(0, match.start() - 30) : match.end()]):
            continue
        if not is_real(sentence, *match.span()) or re.search(
            r"(?:down|up|fell|dropped|rose|fall|drop) (?:by )?(?:a |of )?$|"
            r"turn-?out (?:[a-z]+ ){0,2}(?:among|across|mayoral|nationally|as a whole)\b.*$",
            text[: match.start(group)],
        ):
            continue
        figure = sentence.mention(match, group).figure
        election, year = time_of(sentence, *match.span())
        if figure is None or election == UNCLEAR or figure.kind == "count" and figure.value < 1000:
            continue
        claim = "turnout" if figure.kind == "share" else "votes_cast"
        yield Found(
            claim if election == THIS else f"previous_{claim}",
            *match.span(),
            figure=figure,
            election=election,
            year=year,
        )
        other = COMPARED.match(text, match.end())
        if other and election == THIS and not re.search(r" (?:per|points)", other[0]):
            election, year = time_of(sentence, match.end(), other.end())
            if election == EARLIER or re.search(r"\b(?:from|than) (?:the |a |just |only )*Q", other[0]):
                yield Found(
                    "previous_turnout",
                    other.start("n"),
                    other.end(),
                    figure=sentence.mention(other, "n").figure,
                    election=EARLIER,
                    year=year,
                )


def swings(sentence: Sentence) -> Iterator[Found]:
    text = sentence.text
    for match in SWING.finditer(text):
        if not is_real(sentence, *match.span()) or re.search(
            r"national|average|uniform|projected", text[max(0, match.start() - 20) : match.end()]
        ):
            continue
        election, year = time_of(sentence, *match.span())
        if election != THIS:
            continue
        group = "a" if match["a"] else "b"
        said = sentence.mention(match, group).figure
        if said is None or not re.search(r"p|%", said.words):
            continue  # "half the sum"
        way = next((name for name in ("dir", "dir2", "dir3") if match[name]), None)
        source = target = None
        if way:
            pair = [one for one in sentence.mentions(*match.span(way)) if one.letter == "P"]
            words = re.findall(r"(from|to|towards|against) (?:the )?P", match[way])
            for word, party in zip(words, pair, strict=False):
                if word in ("from", "against"):
                    source = party.value
                else:
                    target = party.value
            if words == ["against"]:
                source = target = None
        yield Found(
            "swing", *match.span(), figure=sentence.mention(match, group).figure, party=source, other_party=target
        )
