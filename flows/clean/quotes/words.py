"""The words by which quotations are read: reporting verbs, roles, given names. Data in the files beside this one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
VOWELS = "aeiou"


def words(file: str) -> dict[str, Any]:
    """One of the YAML files of word lists."""
    read: dict[str, Any] = yaml.safe_load((HERE / file).read_text(encoding="utf-8"))
    return read


def forms(verb: str) -> set[str]:
    """The regular forms of a verb: deny -> deny, denies, denied, denying."""
    if verb.endswith("e"):
        return {verb, verb + "s", verb + "d", verb[:-1] + "ing"}
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return {verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"}
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    doubles = verb[-1] not in VOWELS + "wxy" and verb[-2:-1] in VOWELS and verb[-3:-2] not in VOWELS
    last = verb + verb[-1] if doubles else verb  # shrug -> shrugged; of "whisper" it makes a form that nobody writes
    return {verb, third, verb + "ed", verb + "ing", last + "ed", last + "ing"}


@lru_cache(maxsize=1)
def verbs() -> dict[str, str]:
    """Every form of a reporting verb, and its kind: "say" or "judge"; a verb in both lists says."""
    lists = words("reporting_verbs.yaml")
    found: dict[str, str] = {}
    for kind in ("judge", "say"):
        for verb in lists[kind].split():
            found |= dict.fromkeys(forms(verb), kind)
    for form, verb in lists["irregular"].items():
        if verb in found:
            found[form] = found[verb]
    return found


@lru_cache(maxsize=1)
def _roles() -> dict[str, frozenset[str]]:
    return {name: frozenset(listed.split()) for name, listed in words("roles.yaml").items() if isinstance(listed, str)}


@lru_cache(maxsize=64)
def role_words(name: str) -> frozenset[str]:
    """One list of `roles.yaml`."""
    return _roles()[name]


@lru_cache(maxsize=1)
def given_names() -> dict[str, str]:
    """Given name -> "male", "female" or "either"."""
    found: dict[str, str] = {}
    gender = ""
    for line in (HERE / "given_names.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            gender = line.strip("[]")
        elif not line.startswith("#"):
            found |= dict.fromkeys(line.split(), gender)
    return found


@lru_cache(maxsize=1)
def party_words() -> dict[str, str]:
    """What news calls a party, in small letters -> the party as the warehouse names it: "tory" -> "Conservative"."""
    found: dict[str, str] = words("roles.yaml")["parties"]
    return found


@lru_cache(maxsize=1)
def words_of_titles() -> dict[str, str]:
    """Title -> the nouns by which its holders are spoken of: "justice" -> "judge"."""
    found: dict[str, str] = words("roles.yaml")["titled"]
    return found


@lru_cache(maxsize=1)
def affiliations() -> dict[str, str]:
    """The party of a body that is no party, by its name in small letters: "momentum" -> "Labour"."""
    found: dict[str, str] = words("roles.yaml")["affiliations"]
    return found


@lru_cache(maxsize=1)
def _grammar() -> dict[str, frozenset[str]]:
    return {name: frozenset(listed.split()) for name, listed in words("grammar.yaml").items()}


def grammar_words(name: str) -> frozenset[str]:
    """One list of `grammar.yaml`."""
    return _grammar()[name]


def is_role(word: str) -> bool:
    word = word.rstrip(".").removeprefix("co-").removeprefix("ex-").removeprefix("vice-")
    return (
        word in role_words("people")
        or word in role_words("titles")
        or word.split("-")[-1] in grammar_words("role_tails")
    )


def is_organisation_word(word: str) -> bool:
    return word in role_words("name_parts_of_organisations") or word in ("royal", "friends", "national")


def gender_of_words(words: Iterable[str]) -> str | None:
    for word in words:
        if word in role_words("he"):
            return "male"
        if word in role_words("she"):
            return "female"
    return None
