"""Bylines as lists of names: "By Ann Hale, Political Editor and Bob Stone" -> ("Ann Hale", "Bob Stone")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.clean.names import clean_name

ROLE_WORDS = (
    r"(?:political|politics|chief|deputy|senior|junior|assist\w+|associate|managing|executive|digital|news|national|home|"
    r"foreign|world|europe|royal|sports?|football|business|economics?|health|education|environment|science|social|affairs|"
    r"crime|local|community|democracy|data|live|night|day|weekend|trainee|freelance|special|staff|general|online|audience|"
    r"westminster|whitehall|scotland|wales|scottish|welsh|northern|north|south|east|west|england|midlands|of|the|and|in|at)"
)
ROLE = re.compile(
    rf"(?:{ROLE_WORDS}[\s-]+)*(?:editor|correspondent|reporter|writer|journalist|columnist|producer|commentator|analyst"
    rf"|editor-in-chief|photographer)(?:[\s-]+(?:{ROLE_WORDS}|at large)\b.*)?",
    re.I,
)
TITLE = re.compile(
    r"(?:by|words by|written by|from|report by|analysis by)[:\s]+|(?:mrs?|ms|miss|dr|prof(?:essor)?|sir|dame)\.? ", re.I
)
BEHIND = re.compile(r"\s+(?:for|at|in|of) (?:the )?[\w.]+\.(?:co\.uk|com)\b.*$|\s*[|•·–—].*$|\s+\(.*\)$|\s+-\s+.*$")
ADDRESS = re.compile(r"\S+@\S+|https?://\S+|\bwww\.\S+|(?<!\w)@\w+")
AGENCIES = {
    "pa": "PA", "pa media": "PA", "press association": "PA", "pa news agency": "PA", "reuters": "Reuters",
    "associated press": "AP", "ap": "AP", "afp": "AFP", "agence france-presse": "AFP", "bloomberg": "Bloomberg",
    "bloomberg news": "Bloomberg", "local democracy reporting service": "LDRS", "ldrs": "LDRS",
}  # fmt: skip


def byline(printed: Sequence[str]) -> tuple[str, ...]:
    """The names in a byline's parts, each once. A desk ("BBC News", "Guardian staff reporter") is kept as named."""
    names: list[str] = []
    parts = [clean_name(part) for part in printed]
    if len(parts) > 1 and all(part.count(", ") == 1 for part in parts):
        parts = [" ".join(reversed(part.split(", "))) for part in parts]  # a journal's list: "Hale, Ann"; "de Wit, Jan"
    for part in parts:
        for name in names_in(part):
            if name and name.casefold() not in (one.casefold() for one in names):
                names.append(name)
    return tuple(names)


def names_in(part: str) -> list[str]:
    part = without_title(ADDRESS.sub(" ", part))
    if is_surname_first(part):
        family, _, given = part.partition(",")
        return [f"{given.strip()} {family.strip()}"]
    pieces = [piece for piece in re.split(r"\s*[,;/]\s*(?:and\s+)?|\s+&\s+", part) if piece]
    pieces = [one for piece in pieces for one in split_at_and(piece)]
    people = [piece for piece in pieces if not ROLE.fullmatch(piece)]
    return [without_role(without_title(piece)) for piece in people or pieces]


def is_surname_first(part: str) -> bool:
    """ "Hale, Ann": how libraries and journals write one name."""
    family, comma, given = part.partition(", ")
    return bool(comma) and " " not in family.strip() and len(given.split()) == 1 and not ROLE.fullmatch(given)


def split_at_and(piece: str) -> list[str]:
    """Two names joined by "and": both sides need two words with capitals, so "Guardian staff and agencies" stays."""
    sides = re.split(r"\s+and\s+", piece)
    if len(sides) > 1 and all(
        ROLE.fullmatch(side) or len(re.findall(r"(?:^|\s)[^\W\da-z]", side)) > 1 for side in sides
    ):
        return sides
    return [piece]


def without_title(name: str) -> str:
    while found := TITLE.match(name):
        name = name[found.end() :]
    return " ".join(name.split()).strip(" ,;|:")


def without_role(name: str) -> str:
    """ "Ann Hale Political editor" -> "Ann Hale"; only behind two words that are no role themselves."""
    name = BEHIND.sub("", name).strip(" ,;|:")
    words = name.split()
    for count in (2, 3):
        is_role = len(words) > count and ROLE.fullmatch(" ".join(words[count:]))
        if is_role and not any(re.fullmatch(ROLE_WORDS, word, re.I) for word in words[:count]):
            return " ".join(words[:count])
    return name


def agency_named(text: str) -> str:
    """The agency that a credit or a byline names: "Additional reporting from PA" -> "PA"; "" for none."""
    words = " ".join(re.findall(r"[\w-]+", text.casefold()))
    for name in sorted(AGENCIES, key=len, reverse=True):
        if words == name or re.search(rf"(?:from|by|via|reporting|report) (?:the )?{name}\b", words):
            return AGENCIES[name]
    return ""
