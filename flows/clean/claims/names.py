"""The names an article may use for a contest's people, parties and seat, and what each of them means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from flows.clean.facts import ContestFacts
from flows.clean.names import plain_key
from flows.clean.parties import party_named

CANDIDATE, PARTY, COUNT, SHARE, SEAT, OUTGOING, YEAR, DECADE, STRANGER, ELSEWHERE, RATIO = "CPNQSMYDKOR"
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
NATIONALISTS = {"Scottish National Party": "Scotland", "Plaid Cymru": "Wales"}
EMPTY_WORDS = re.compile(r"\b(?:the|official|party|of|britain|uk|gb)\b")  # of a party's name


@dataclass(frozen=True, slots=True)
class Names:
    """The names to look for in articles about one contest, as one expression, and what each means."""

    pattern: re.Pattern[str]
    meaning: dict[str, tuple[str, str]]  # as printed -> letter and name
    first_names: dict[str, frozenset[str]]  # surname -> first names of those who bear it
    places: frozenset[str]  # keys of the names of this seat
    familiar: frozenset[str]  # first names that mean somebody where the whole name stands in the same article
    cautious: re.Pattern[str]
    surnames: frozenset[str]


def surname(name: str) -> str:
    return plain(name).split()[-1] if name.split() else ""


@lru_cache(maxsize=64)
def names_of(contest: ContestFacts) -> Names:
    """Every form under which an article may speak of this contest's people, parties and seat."""
    meaning: dict[str, tuple[str, str]] = {}
    people = people_of(contest)
    for party, printed in party_forms(contest):
        meaning.setdefault(printed, (PARTY, party))
    for letter, name, others in people:
        for form in (name, *others):
            for printed in forms_of_name(plain(form), is_member=letter == OUTGOING):
                meaning.setdefault(printed, (letter, name))
    bearers = by_surname(people, meaning)
    by_initial(people, meaning)
    seats = {contest.constituency, *contest.other_names}
    for seat in seats:
        meaning.setdefault(plain(seat), (SEAT, contest.constituency))
        for part in re.split(r",| and | & ", plain(seat)):
            if len(part.strip()) > 3 and part.strip() not in meaning:
                meaning[part.strip()] = (SEAT, contest.constituency)
    familiar = by_first_name(people, meaning)
    forms = "|".join(re.escape(form) for form in sorted(meaning, key=len, reverse=True))
    pattern = re.compile(
        rf"(?<![\w-])(?P<title>{TITLE}+)?(?P<form>{forms})(?![\w])(?!-(?!held|led|controlled|leaning|supporting|run|to-|gain|hold)\w)"
    )
    return Names(
        pattern,
        meaning,
        {last: frozenset(first) for last, first in bearers.items()},
        frozenset(plain_key(one) for one in seats),
        familiar,
        cautious_pattern(contest),
        frozenset(surname(name) for _, name, _ in people),
    )


People = list[tuple[str, str, tuple[str, ...]]]


def people_of(contest: ContestFacts) -> People:
    """Letter, name and other names of the candidates and the member who left."""
    people: People = [(CANDIDATE, one.candidate, one.other_names) for one in contest.result.candidates if one.candidate]
    if contest.outgoing_member:
        people.append((OUTGOING, contest.outgoing_member, ()))
    if not any(letter == CANDIDATE for letter, _, _ in people) and contest.result.winner:
        people.append((CANDIDATE, contest.result.winner, ()))
    return people


def by_surname(people: People, meaning: dict[str, tuple[str, str]]) -> dict[str, set[str]]:
    """Adds the surnames that one person alone bears; the first names of those who bear them."""
    bearers: dict[str, set[str]] = {}
    surnames = [surname(name) for _, name, _ in people]
    firsts = {plain(name).split()[0] for _, name, _ in people if " " in name}
    for letter, name, others in people:
        last = surname(name)
        if (
            len(last) >= 3 and surnames.count(last) == 1 and last not in firsts
        ):  # two of one surname need their first names
            meaning.setdefault(last, (letter, name))
            bearers.setdefault(last, set()).update(
                plain(form).removeprefix("Sir ").removeprefix("Dame ").split()[0] for form in (name, *others)
            )
    return bearers


def by_initial(people: People, meaning: dict[str, tuple[str, str]]) -> None:
    """Adds "F Clarke", "F. Clarke" and "Clarke, Fiona" where they can be only one of them."""
    forms = [(form, letter, name) for letter, name, _ in people for form in forms_with_initial(plain(name))]
    for form, letter, name in forms:
        if sum(form == other for other, _, _ in forms) == 1:
            meaning.setdefault(form, (letter, name))


def forms_with_initial(name: str) -> tuple[str, ...]:
    words = name.removeprefix("Sir ").removeprefix("Dame ").split()
    if len(words) < 2:
        return ()
    first, last = words[0], words[-1]
    return f"{first[0]} {last}", f"{first[0]}. {last}", f"{last}, {' '.join(words[:-1])}"


def by_first_name(people: People, meaning: dict[str, tuple[str, str]]) -> frozenset[str]:
    """Adds the first names that only one of them bears, and returns them."""
    firsts = [plain(name).split()[0] for _, name, _ in people if " " in name]
    found = set()
    for letter, name, _ in people:
        first = plain(name).split()[0]
        if letter == CANDIDATE and len(first) > 2 and firsts.count(first) == 1 and first not in meaning:
            meaning[first] = (letter, name)
            found.add(first)
    return frozenset(found)


def forms_of_name(name: str, *, is_member: bool = False) -> Iterator[str]:
    """A name as printed; of a knight or dame also "Sir Alan" and the name without the title, and of a member, who may be
    one though our sources do not say so."""
    yield name
    title, _, rest = name.partition(" ")
    if re.fullmatch(r"[A-Z]\.?", title) and " " in rest:  # "W. Ralph Ward-Jackson"
        yield rest
    if title in ("Sir", "Dame") and " " in rest:
        yield f"{title} {rest.split()[0]}"
        yield rest
    elif rest and is_member:
        yield f"Sir {title}"
        yield f"Dame {title}"


def parties_of(contest: ContestFacts) -> dict[str, None]:
    """The parties that stood here, now and before."""
    own = [one.party for one in contest.result.candidates] + [contest.outgoing_party, contest.result.winning_party]
    for earlier in contest.earlier:
        own += [*(one.party for one in earlier.result.candidates), earlier.result.winning_party]
    return dict.fromkeys(one for one in own if one)


def party_forms(contest: ContestFacts) -> Iterator[tuple[str, str]]:
    """Pairs of a party and words that name it, the facts' own and the press's."""
    for one in parties_of(contest):
        if NATIONALISTS.get(one) == contest.nation:
            yield from ((one, form) for form in ("nationalists", "Nationalists", "nationalist", "Nationalist"))
        if one in CAUTIOUS or one == "Conservatives":
            continue
        short = plain(one).removeprefix("The ").removeprefix("Official ")
        for form in (plain(one), short):
            yield one, form
        if len(short) > 3 and not short.endswith((" Party", "s")):
            yield one, f"{short} Party"
        elif short.endswith("Unionist Party"):
            yield one, short.removesuffix(" Party")
            yield one, short.removesuffix(" Party") + "s"
        if "Loony" in short:
            yield from ((one, form) for form in ("Loony", "Loonies", "Monster Raving Loonies"))
    for printed, party in PRESS.items():
        yield party, printed
        yield party, printed.upper()


def cautious_pattern(contest: ContestFacts) -> re.Pattern[str]:
    """Party words that mean something else too, with what must stand around them."""
    own = {plain(one).removesuffix(" Party").removeprefix("The ") for one in parties_of(contest)}
    words = {"Green", *(own & CAUTIOUS - {"Independent"})}
    forms = "|".join(sorted(words))
    return re.compile(
        rf"(?P<word>{forms}|[Ii]ndependent)(?:(?P<named>(?= (?:[Pp]arty\b|candidates?\b|MP\b|supporters\b|rival\b|[Gg]ains?\b|"
        r"[Hh]olds?\b|seat\b|stronghold\b|majority\b|victory\b|win\b|challenger\b|hopeful\b|contender\b|nominee\b|"
        r"newcomer\b|councillor\b|votes?\b|share\b|man\b|woman\b|lead\b|who\b|colours\b|ticket\b|rosette\b|banner\b|camp\b|in the (?:House|Commons)\b)|'s [A-Z]))|(?= –| - |:|,? \())"
        rf"|(?P<as>(?<=\bas an )independent|(?<=\bby an )independent|(?<=\bthe )independent(?= [A-Z])|(?<![A-Za-z] )Independent(?= [A-Z][a-z]+ [A-Z])|(?<=\bfor )(?:{forms})(?=[,.]| and\b| to\b)"
        rf"|(?<=\bthe )(?:{forms})(?='s\b))"
    )


@lru_cache(maxsize=8192)
def same_party(one: str | None, other: str | None) -> bool:
    """Whether two names mean one party, by the reviewed table or by the words that tell parties apart."""
    if one == other:
        return one is not None
    first, second = party_named(one), party_named(other)
    if first is None or second is None:
        return False
    if first.party == second.party or first.family == second.family:
        return True
    return telling(one) != "" and telling(one) == telling(other)


def telling(party: str | None) -> str:
    """The words of a party's name that tell it from others: "Workers Party of Britain" -> "workers"."""
    return " ".join(EMPTY_WORDS.sub(" ", plain_key(party or "")).split())


def plain(text: str) -> str:
    """The text with plain quotation marks, hyphens and blanks, letter for letter."""
    return UNPLAIN.sub(lambda match: PLAIN[match[0]], text)


def lowered(text: str) -> str:
    """In lower case, letter for letter: the few letters that grow when lowered stay as they are."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(one.lower() if len(one.lower()) == 1 else one for one in text)


def near_first(printed: str, known: str) -> bool:
    """ "Sam" for "Samantha", "J." for "Jill"; false for another name."""
    short, long = sorted((plain_key(printed), plain_key(known)), key=len)
    return bool(short) and (long.startswith(short) or (len(short) >= 3 and long[:3] == short[:3]))
