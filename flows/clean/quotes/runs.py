"""Where capital letters run together in a sentence, and what of such a run is a name: "Labour MP | Jo Bloggs"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from flows.clean.quotes.tokens import Token
from flows.clean.quotes.words import (
    gender_of_words,
    given_names,
    grammar_words,
    is_organisation_word,
    is_role,
    party_words,
    role_words,
)

PARTICLES = grammar_words("particles")
# capital letters do not make a name of these
NO_NAME = grammar_words("no_name")
CALENDAR = grammar_words("calendar")
PARTISAN = grammar_words("partisan")
WEAK = grammar_words("weak")
OPENING = grammar_words("opening")
INITIAL = re.compile(r"[A-Z]\.?$")
NICKNAME = 24  # letters of the longest nickname inside a name
ACRONYM = re.compile(r"(?:[A-Z]{2,6}|(?:[A-Z]\.){2,})$")
PARTIES = grammar_words("party_names") - {"green", "greens", "reform", "conservative"}


def cuts(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Whether a capital word is the role before a name; "PC" and "King" are that before a given name only."""
    if tokens[at].lower in WEAK and at + 1 < last:
        return tokens[at + 1].text in given_names()
    if tokens[at].lower in PARTISAN:
        return last - at > 2
    return is_role(tokens[at].lower)


def capital_runs(tokens: Sequence[Token], common: frozenset[str], names: frozenset[str]) -> list[tuple[int, int]]:
    """Where capital letters run together, with the small words inside names ("Department of Health").

    `common`: words the article writes small somewhere; `names`: words it writes with a capital inside a sentence.
    """
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(tokens):
        if not starts_run(tokens, at, common, names):
            at += 1
            continue
        end = at + 1
        while end < len(tokens) and not tokens[end - 1].is_possessive:
            step = joined(tokens, at, end)
            if not step:
                break
            end += step
        runs.append((at, end))
        at = end
    return runs


def starts_run(tokens: Sequence[Token], at: int, common: frozenset[str], names: frozenset[str]) -> bool:
    token = tokens[at]
    if is_demonym(tokens, at):
        return False
    if token.is_capital and token.lower in OPENING and follows_capital(tokens, at):
        return at > 0 or token.lower == "new"
    if not token.is_capital or token.lower in NO_NAME:
        # May, April, Mark and Will are people when another name follows
        asked = at == 0 and tokens[-1].text == "?"  # "Will China ...?"
        return token.is_capital and token.text in given_names() and follows_capital(tokens, at) and not asked
    if at > 0 and not (
        tokens[at - 1].text in "–—-:•" or tokens[at - 1].stretch is not None or tokens[at - 1].text == "."
    ):
        return True
    if follows_capital(tokens, at):
        return token.lower not in common or token.text in given_names() or is_role(token.lower)
    if token.lower in common or (is_role(token.lower) and token.lower not in names):
        return token.text in names and token.lower not in common
    if [one.text for one in tokens[at + 1 : at + 2]] == [","] and token.lower not in common and len(tokens) > at + 3:
        behind = tokens[at + 2]
        if behind.lower == "who" or (behind.text.isdigit() and tokens[at + 3].text == ","):
            return not token.text.endswith("s")
    known = token.text in names or token.text in given_names() or token.lower in PARTIES
    return known or bool(ACRONYM.match(token.text)) or token.is_possessive


def is_demonym(tokens: Sequence[Token], at: int) -> bool:
    """Whether a capital word is somebody's nationality and no name: "the Spaniard", "the South African"."""
    last = at
    if tokens[at].lower in ("south", "north", "new", "northern") and at + 1 < len(tokens):
        last = at + 1
    elif at > 1 and tokens[at - 1].lower in ("south", "north", "new", "northern"):
        at -= 1
    ends = tokens[last].lower in role_words("nationalities") and not follows_capital(tokens, last)
    return ends and at > 0 and tokens[at - 1].lower in ("the", "a", "an")


def follows_capital(tokens: Sequence[Token], at: int) -> bool:
    if tokens[at].is_possessive or at + 1 >= len(tokens):
        return False
    following = tokens[at + 1]
    return following.is_capital and following.lower not in NO_NAME


def joined(tokens: Sequence[Token], start: int, end: int) -> int:
    """How many tokens go on with the run: 1 for a capital, 2 for a small word and the capital behind it, 0 for none."""
    token = tokens[end]
    if token.is_capital and token.lower not in CALENDAR:
        return 1
    if token.is_word and token.text.isdigit() and tokens[end - 1].lower in ("radio", "channel", "no", "route", "bbc"):
        return 1
    following = tokens[end + 1] if end + 1 < len(tokens) else None
    if following is not None and following.text in PARTICLES and token.text in PARTICLES:  # "van der Berg"
        return 3 if end + 2 < len(tokens) and tokens[end + 2].is_capital else 0
    if following is None or not following.is_capital or following.lower in NO_NAME:
        return 0
    if token.stretch is not None:  # Jo “the Mouse” Bloggs
        return 2 if tokens[end - 1].text in given_names() and token.end - token.start < NICKNAME else 0
    if token.lower in PARTICLES and token.text == token.lower:
        return 2
    organisation = any(is_organisation_word(one.lower) for one in tokens[start:end])
    if token.lower in ("of", "for", "on") and organisation and tokens[end - 1].lower != "police":
        return 2
    if token.text in ("and", "&") and not any(one.text in given_names() for one in tokens[start:end]):
        tail = end + 1
        while tail < len(tokens) and tokens[tail].is_capital and not tokens[tail].is_possessive:
            tail += 1
        last = tokens[min(tail, len(tokens) - 1)] if tokens[min(tail, len(tokens) - 1)].is_capital else tokens[tail - 1]
        return 2 if token.text == "&" or is_organisation_word(last.lower) else 0
    return 0


@dataclass(slots=True)
class Run:
    """A run of capitals taken apart: what stands before the name, the name, and what it is the name of."""

    first: int
    name_first: int
    last: int
    kind: str  # person, organisation, unknown, role (an office and no name)
    title: str | None = None
    gender: str | None = None
    surname: str | None = None  # of Callum in "Callum and Finlay Grant"


def take_apart(tokens: Sequence[Token], first: int, last: int) -> Run:
    """Ranks, offices and parties are cut off the front: "Labour MP | Jo Bloggs", "Prime Minister | Boris Johnson"."""
    role = max((at for at in range(first, last) if cuts(tokens, at, last)), default=None)
    if (
        role == last - 1
        and tokens[role].lower in role_words("postnominals")
        and any(token.text in given_names() for token in tokens[first:role])
    ):
        earlier = [at for at in range(first, role - 1) if cuts(tokens, at, last)]
        role = earlier[-1] if earlier else None
    elif role == last - 1 and any(tokens[at].text in given_names() for at in range(max(first, last - 3), role)):
        earlier = [at for at in range(first, role - 1) if is_role(tokens[at].lower)]  # a surname: Jo Baker, Anne King
        role = earlier[-1] if earlier else None
    name_first = first
    title = None
    organisation = any(is_organisation_word(tokens[at].lower) for at in range(first, last))
    office = organisation and role == first and tokens[role].lower.rstrip(".") in role_words("titles")
    if role is not None and not (office and not is_person_start(tokens, role + 1, last)):
        name_first = role + 1
        title = tokens[role].lower.rstrip(".") if tokens[role].lower.rstrip(".") in role_words("titles") else None
    if name_first == last:
        return Run(first, first, last, "role")
    name_first = skip_parties(tokens, name_first, last)
    name_first = person_inside(tokens, name_first, last)
    gender = gender_of_words(token.lower.rstrip(".") for token in tokens[first:name_first])
    count = last - name_first
    given = given_names().get(tokens[name_first].text) or given_names().get(tokens[name_first].text.split("-")[0])
    if gender is None and given in ("male", "female") and (count > 1 or title is None):
        gender = given
    tail = tokens[name_first + 1 : last] if given else tokens[name_first:last]
    if given and count in (2, 3) and tokens[last - 1].lower in role_words("surnames_too"):
        tail = tail[:-1]
    if any(is_organisation_word(token.lower) for token in tail):
        kind = "organisation"
    elif title or role is not None and name_first == role + 1 or (given and count > 1):
        kind = "person"
    elif is_party(tokens[name_first:last]) or (count == 1 and ACRONYM.match(tokens[name_first].text)):
        kind = "organisation"
    else:
        kind = "unknown"
    before = tokens[first - 1].lower.rstrip(".") if first else ""
    if before in ("mr", "mrs", "ms", "miss") and kind == "unknown":
        kind, gender = "person", gender_of_words((before,))
    return Run(first, name_first, last, kind, title, gender)


def is_party(tokens: Sequence[Token]) -> bool:
    return " ".join(token.lower for token in tokens) in party_words()


def is_person_start(tokens: Sequence[Token], at: int, last: int) -> bool:
    return at < last and tokens[at].text in given_names()


def skip_parties(tokens: Sequence[Token], first: int, last: int) -> int:
    """Past "Liberal Democrat" where a given name follows it."""
    for length in (3, 2, 1):
        phrase = " ".join(token.lower for token in tokens[first : first + length])
        if phrase in party_words() and is_person_start(tokens, first + length, last):
            return first + length
    return first


def person_inside(tokens: Sequence[Token], first: int, last: int) -> int:
    """Where the person's name starts in a run that holds more: "Islamic Relations | Alia Salem"."""
    if last - first < 3 or tokens[first].text in given_names():
        return first
    for at in range(last - 2, first, -1):
        whole = not any(is_organisation_word(token.lower) for token in tokens[at:last])
        named = tokens[at].text in given_names() and tokens[at].lower not in PARTICLES
        if whole and named and not INITIAL.match(tokens[at - 1].text):
            before = tokens[at - 1].text
            return at - 1 if before in given_names() and at - 1 > first else at
    return first


def share_surnames(tokens: Sequence[Token], runs: Sequence[Run], titled: Container[str]) -> None:
    """ "Callum and Finlay Grant" are two of one surname; not so "Harry and Meghan Grant" where he is "Prince Harry"."""
    for one, other in itertools.pairwise(runs):
        first = tokens[one.name_first].text if one.name_first < one.last else ""
        lone = one.last - one.name_first == 1 and first in given_names() and first not in titled
        joined_by = tokens[one.last].text in ("and", "&") and other.first == one.last + 1
        named = other.kind in ("person", "unknown") and other.last - other.name_first == 2
        if lone and joined_by and named:
            one.surname, one.kind, other.kind = tokens[other.last - 1].text, "person", "person"
