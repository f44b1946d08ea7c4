"""A text with its mentions put in brackets: candidates, parties, figures and places become one capital letter each.

Rules can then be read: "C beat P candidate C by N votes".  Everything else is in lower case, so a capital is a mention.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from flows.clean.facts import ContestFacts
from flows.clean.names import plain_key
from flows.clean.parties import party_named
from flows.clean.printed_figures import Figure, figures

CANDIDATE, PARTY, COUNT, SHARE, SEAT, OUTGOING, YEAR, DECADE, STRANGER, ELSEWHERE, RATIO = "CPNQSMYDKOR"
LETTER = {"count": COUNT, "share": SHARE, "year": YEAR, "decade": DECADE, "ratio": RATIO}
PLAIN = {
    "’": "'",
    "‘": "'",
    "`": "'",
    "“": '"',
    "”": '"',
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
    "\u2007": " ",
    "‐": "-",
    "‑": "-",
    "\t": " ",
    "—": "–",
    "−": "-",
    "‒": "–",
}
UNPLAIN = re.compile(f"[{''.join(PLAIN)}]")
# What the press calls the parties of now and lately; a candidate's own party is looked for by its full name as well.
PRESS = {
    "Labour": "Labour", "Labor": "Labour", "Labour Party": "Labour", "Tory": "Conservative", "Tories": "Conservative",
    "Conservative": "Conservative", "Conservatives": "Conservative", "Conservative Party": "Conservative", "Tory Party": "Conservative",
    "Liberal Democrat": "Liberal Democrats", "Liberal Democrats": "Liberal Democrats", "Lib Dem": "Liberal Democrats",
    "Lib Dems": "Liberal Democrats", "LibDem": "Liberal Democrats", "LibDems": "Liberal Democrats", "Lib-Dem": "Liberal Democrats",
    "Lib-Dems": "Liberal Democrats", "Liberal Democrat Party": "Liberal Democrats", "Greens": "Green", "Green Party": "Green",
    "Reform UK": "Reform UK", "Reform": "Reform UK", "Ukip": "UK Independence Party", "UKIP": "UK Independence Party",
    "UK Independence Party": "UK Independence Party", "SNP": "Scottish National Party",
    "Scottish National Party": "Scottish National Party", "Scottish Nationalists": "Scottish National Party",
    "Plaid Cymru": "Plaid Cymru", "Plaid": "Plaid Cymru", "Brexit Party": "Brexit Party", "DUP": "Democratic Unionist Party",
    "Democratic Unionist Party": "Democratic Unionist Party", "Sinn Féin": "Sinn Féin", "Sinn Fein": "Sinn Féin",
    "SDLP": "SDLP", "Alliance Party": "Alliance", "Ulster Unionist Party": "Ulster Unionist Party", "UUP": "Ulster Unionist Party",
    "Workers Party": "Workers Party of Britain", "Workers Party of Britain": "Workers Party of Britain", "BNP": "British National Party",
    "SDP": "SDP", "Reclaim Party": "Reclaim", "Rejoin EU": "Rejoin EU", "Monster Raving Loony Party": "Monster Raving Loony",
}  # fmt: skip
SHORT = {"Con", "Lab", "LD", "Lib Dem", "Grn", "Green", "RUK", "Ref", "Reform", "PC", "SNP", "Ind", "Independent"}
CAUTIOUS = {
    "Green",
    "Independent",
    "Liberal",
    "Alliance",
    "Reform",
    "Reclaim",
    "National",
    "Unionist",
}  # words of their own
TITLE = r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Lord|Lady|Cllr|Councillor|Rev|Revd|Prof|Professor)\.? )"
CAPITALISED = r"[A-ZÀ-Ý][\w'-]*[a-z][\w'-]*"
JOIN = r"(?:,? (?:and|of|upon|under|on|the|le|with) | |, )"
PLACE = rf"{CAPITALISED}(?:{JOIN}{CAPITALISED}){{0,4}}"
PLACES = re.compile(rf"(?<![\w'-]){PLACE}")
BEFORE_PLACE = re.compile(
    r"(?P<after>(?:[Ss]eat of|[Cc]onstituency of|[Nn]eighbouring|[Nn]earby|[Nn]ext-door|[Bb]y-?elections? in|[Cc]ontest in) $)"
    r"|\b(?P<object>(?:[Hh]eld|[Ww]on|[Ll]ost|[Tt]ook|[Gg]ained|[Hh]old|[Ww]in|[Ll]ose|[Tt]aken?|[Gg]ain|[Hh]olding|[Ww]inning|[Ll]osing|"
    r"[Tt]aking|[Rr]etained|[Kk]ept|[Ss]natched|[Ss]eized) $)"
    r"|\b(?P<where>(?:[Ii]n|[Aa]t) $)"
)
AFTER_PLACE = re.compile(
    r"(?:'s)? (?:was|were|had been|has been|is) (?:won|held|lost|taken|gained|captured)\b|(?:, [^.,;]{1,30})?, where\b|(?:'s)? (?:was|is|had been) (?:the|a|an|one of the) (?:[\w-]+ ){0,4}(?:seat|constituency|stronghold)\b|"
    r"(?:'s)?,? (?:parliamentary )?(?:by-?elections?|constituency\b|council by|result\b|seat\b|ward\b|contest\b|race\b|vote\b|poll\b)"
)
OPENING = re.compile(
    r"(?:The|This|That|In|At|After|A|And|But|When|For|As|With|Last|Sir|Both|Yesterday|Today|Parliamentary|Its?|Their|His|Her|"
    r"Our|No|Every|Each|Any|Such|What|Which)(?:[ ,]+|$)"
)
OTHER_CONTEST = re.compile(
    r"\b(?:elsewhere|neighbouring|next-door|(?:the |an)other (?:parliamentary )?(?:by-?election|contest|seat|constituency)|"
    r"a second by-?election|(?:two|three|both|several|series of|string of|these|other) (?:\w+ )?by-?elections)\b"
)
WIDE = re.compile(
    r"(?:The |Great |New |North(?:ern)? |South(?:ern)? |East |West |Mid )?(?:England|Scotland|Wales|Ireland|Britain|Kingdom|United|UK|Westminster|"
    r"Parliament|Commons|House|Downing|Brussels|Europe|Whitehall|Government|January|February|March|April|May|June|July|August|"
    r"September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Super|Parliamentary|"
    r"Holyrood|Senedd|Stormont|Twitter|Facebook|Brexit|Covid|Prime|Sir|Mr|Mrs|Ms|Dr|Miss|Votes?|Seats?|By|It|He|She|They|We)\b"
)
PERSON = re.compile(
    rf"(?<![\w'-]){TITLE}?(?P<name>[A-ZÀ-Ý][a-zà-ÿ'-]+(?: [A-Z]\.)?(?: (?:de|van|von|al|ap|ab)\b)?(?: [A-ZÀ-Ý][\w'-]*[a-z][\w'-]*){{1,2}})(?!\w)"
)
NOT_A_PERSON = re.compile(
    r"\b(?:The|Party|Council|News|Street|Minister|House|Commons|Government|Parliament|University|County|City|Town|Hall|Centre|Wall|Thursday|"
    r"Friday|Election|General|Prime|Secretary|Leader|Board|Office|Association|Union|Trust|Centre|School|Road|Sky|Times|Guardian|Mail|Press|"
    r"North|South|East|West|Lib|Dem|Former|New|After|In|At|For|But|And|Mid|Great|Labour|Tory|Conservative|Liberal|Green|Reform|"
    r"By|With|On|When|While|Following|Despite|Meanwhile|Last|Super|Chancellor|President|Mayor|Shadow|Newly|Research)\b"
)


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


def plain(text: str) -> str:
    """The text with plain quotation marks, hyphens and blanks, letter for letter."""
    return UNPLAIN.sub(lambda match: PLAIN[match[0]], text)


def lowered(text: str) -> str:
    """In lower case, letter for letter: the few letters that grow when lowered stay as they are."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(one.lower() if len(one.lower()) == 1 else one for one in text)


@dataclass(frozen=True, slots=True)
class Names:
    """The names to look for in articles about one contest, as one expression, and what each means."""

    pattern: re.Pattern[str]
    meaning: dict[str, tuple[str, str]]  # as printed -> letter and name
    first_names: dict[str, frozenset[str]]  # surname -> first names of those who bear it
    places: frozenset[str]  # keys of the names of this seat


def surname(name: str) -> str:
    return plain(name).split()[-1] if name.split() else ""


@lru_cache(maxsize=64)
def names_of(contest: ContestFacts) -> Names:
    """Every form under which an article may speak of this contest's people, parties and seat."""
    meaning: dict[str, tuple[str, str]] = {}
    bearers: dict[str, set[str]] = {}
    people = [(CANDIDATE, one.candidate, one.other_names) for one in contest.result.candidates]
    if contest.outgoing_member:
        people.append((OUTGOING, contest.outgoing_member, ()))
    if not any(letter == CANDIDATE for letter, _, _ in people) and contest.result.winner:
        people.append((CANDIDATE, contest.result.winner, ()))
    surnames = [surname(name) for _, name, _ in people]
    for party, printed in party_forms(contest):
        meaning.setdefault(printed, (PARTY, party))
    for letter, name, others in people:
        for form in (name, *others):
            for printed in forms_of_name(plain(form)):
                meaning.setdefault(printed, (letter, name))
        last = surname(name)
        if len(last) >= 3 and surnames.count(last) == 1:  # two of one surname need their first names
            meaning.setdefault(last, (letter, name))
            bearers.setdefault(last, set()).update(
                plain(form).removeprefix("Sir ").removeprefix("Dame ").split()[0] for form in (name, *others)
            )
    seats = {contest.constituency, *contest.other_names}
    for seat in seats:
        meaning.setdefault(plain(seat), (SEAT, contest.constituency))
        for part in re.split(r",| and | & ", plain(seat)):
            if len(part.strip()) > 3 and part.strip() not in meaning:
                meaning[part.strip()] = (SEAT, contest.constituency)
    forms = "|".join(re.escape(form) for form in sorted(meaning, key=len, reverse=True))
    pattern = re.compile(
        rf"(?<![\w-])(?P<title>{TITLE}+)?(?P<form>{forms})(?![\w])(?!-(?!held|led|controlled|leaning|supporting|run|to-|gain|hold)\w)"
    )
    return Names(
        pattern,
        meaning,
        {last: frozenset(first) for last, first in bearers.items()},
        frozenset(plain_key(one) for one in seats),
    )


def forms_of_name(name: str) -> Iterator[str]:
    """A name as printed; of a knight or dame also "Sir Alan" and the name without the title."""
    yield name
    title, _, rest = name.partition(" ")
    if title in ("Sir", "Dame") and " " in rest:
        yield f"{title} {rest.split()[0]}"
        yield rest


def party_forms(contest: ContestFacts) -> Iterator[tuple[str, str]]:
    """Pairs of a party and words that name it, the press's and the facts' own."""
    own = {one.party for one in contest.result.candidates} | {contest.outgoing_party, contest.result.winning_party}
    for earlier in contest.earlier:
        own |= {one.party for one in earlier.result.candidates} | {earlier.result.winning_party}
    for printed, party in PRESS.items():
        yield party, printed
        yield party, printed.upper()
    for one in own:
        if one is not None and one not in CAUTIOUS:
            yield one, plain(one)


def same_party(one: str | None, other: str | None) -> bool:
    """Whether two names mean one party, by the reviewed table."""
    first, second = party_named(one), party_named(other)
    return first is not None and second is not None and (first.party == second.party or first.family == second.family)


CAUTIOUS_PARTY = re.compile(
    r"(?P<word>Green|[Ii]ndependent)(?:(?P<named>(?= (?:[Pp]arty\b|candidates?\b|MP\b|supporters\b|rival\b|[Gg]ains?\b|"
    r"[Hh]olds?\b|seat\b|stronghold\b|majority\b|victory\b|win\b|challenger\b|hopeful\b|contender\b|nominee\b|"
    r"newcomer\b|councillor\b)|'s [A-Z]))|(?= –| - |:|,? \())"
)
IN_BRACKETS = re.compile(r"\(([A-Z][A-Za-z ]{1,12})\)")


def named(text: str, names: Names) -> Iterator[Mention]:
    """The mentions of people, parties and the seat, in order."""
    for match in names.pattern.finditer(text):
        letter, value = names.meaning[match["form"]]
        form = match["form"]
        start = match.start()
        if letter in (CANDIDATE, OUTGOING) and " " not in form:
            before = re.search(r"([\w'.-]+) $", text[max(0, match.start("form") - 30) : match.start("form")])
            word = before[1] if before else ""
            if match["title"] is None and word[:1].isupper() and word not in PRESS and not word.isupper():
                firsts = names.first_names.get(form, frozenset())
                if not any(near_first(word, first) for first in firsts):
                    # another person's surname, unless the word only opens the sentence or is a role
                    if word not in ROLES and not re.search(
                        r"(?:^|[.!?:\"'] ?)$", text[: match.start("form") - len(word) - 1][-2:]
                    ):
                        continue
                else:
                    start = match.start("form") - len(word) - 1
            if match["title"] is None and (form in PRESS or form.rstrip("s") + "s" in PRESS or form in CAUTIOUS):
                continue
        if letter == PARTY and match["title"]:
            continue
        yield Mention(letter, start, match.end(), value)


ROLES = {
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
}


def near_first(printed: str, known: str) -> bool:
    """ "Sam" for "Samantha", "J." for "Jill"; false for another name."""
    short, long = sorted((plain_key(printed), plain_key(known)), key=len)
    return bool(short) and (long.startswith(short) or (len(short) >= 3 and long[:3] == short[:3]))


def cautious(text: str, contest: ContestFacts) -> Iterator[Mention]:
    """Party words that mean something else too: "Green" before "candidate", "Ind" in brackets."""
    abbreviations = {one.party_abbreviation: one.party for one in contest.result.candidates if one.party_abbreviation}
    for match in CAUTIOUS_PARTY.finditer(text):
        before = text[max(0, match.start() - 1) : match.start()]
        word = match["word"].capitalize()
        if not (before.isalnum() or before in ("-", "'")) and (
            match["named"] is not None or match["word"][0].isupper()
        ):
            yield Mention(PARTY, match.start(), match.end("word"), word)
    for match in IN_BRACKETS.finditer(text):
        short = match[1]
        party = abbreviations.get(short)
        if party is None and (short in SHORT or short in CAUTIOUS):
            known = party_named({"Grn": "Green", "RUK": "Reform UK", "Ref": "Reform UK"}.get(short, short))
            party = known.party if known else None
        if party:
            yield Mention(PARTY, match.start(1), match.end(1), party)


def strangers(text: str) -> Iterator[Mention]:
    """People nobody told us of: two or three capitalised words that name no office, paper or party."""
    for match in PERSON.finditer(text):
        name = match["name"].removesuffix("'s").rstrip("'")
        if not NOT_A_PERSON.search(name):
            yield Mention(STRANGER, match.start(), match.start("name") + len(name), name)


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
        if not place or WIDE.match(place) or plain_key(place) in names.places or place in ("and", "the"):
            continue
        sure = after is not None or before is not None and before["where"] is None
        yield Mention(ELSEWHERE, start, end, place if sure else "where")


def mentions(text: str, contest: ContestFacts) -> list[Mention]:
    """All mentions of a text (with plain marks), without overlaps: the sure ones first, then strangers and places."""
    names = names_of(contest)
    low = lowered(text)
    found = list(named(text, names))
    groups: tuple[Iterator[Mention], ...] = (
        cautious(text, contest),
        (Mention(ELSEWHERE, one.start(), one.start(), "other contest") for one in OTHER_CONTEST.finditer(low)),
        (Mention(LETTER[one.kind], one.start, one.end, "", one) for one in figures(low)),
        elsewhere(text, names),
        strangers(text),
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
