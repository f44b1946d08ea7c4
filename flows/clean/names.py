"""Names of people, seats and parties: mended where a machine broke them, and keys to compare them by."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import ftfy

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
WORD = re.compile(r"[^\W_]+")
FOOTNOTES = re.compile("[⁰¹²³⁴-⁹*]+(?:, ?[⁰¹²³⁴-⁹*]+)*$")


@lru_cache(maxsize=65536)
def clean_name(printed: str | None) -> str:
    """A name as a person would write it: "SÃ©amus" -> "Séamus", "Christopher " -> "Christopher".

    Undoes UTF-8 read as windows-1252 or Latin-1, drops invisible characters, folds blanks. Case is left as printed.
    """
    if not printed:
        return ""
    mended = INVISIBLE.sub("", ftfy.fix_encoding(printed))
    mended = "".join(" " if unicodedata.category(letter) in ("Cc", "Zs", "Zl", "Zp") else letter for letter in mended)
    return unicodedata.normalize("NFC", " ".join(mended.split()))


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """The words of a name without case, accents, punctuation or order: "MOHAMMED, Shaffaq" -> "mohammed shaffaq".

    Equal keys inside one contest mean one person; between contests they prove nothing.
    """
    plain = unicodedata.normalize("NFKD", name.casefold().replace("'", "").replace("\u2019", ""))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(sorted(WORD.findall(plain)))


@lru_cache(maxsize=65536)
def plain_key(name: str) -> str:
    """As `name_key`, with the words in their order: for seats and parties."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("'", "").replace("\u2019", "").replace("&", " and "))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(WORD.findall(plain))


def without_capitals(family: str) -> str:
    """A surname that a notice prints in capitals, as a person writes it: "O'NEILL-SMITH" -> "O'Neill-Smith".

    "McDONALD" -> "McDonald"; what the capitals hide ("MACDONALD") stays hidden. Any other name is left alone.
    """
    if len(family) < 2 or not (family.isupper() or re.fullmatch(r"(?:Mc|Mac)[A-Z][A-Z'\u2019-]+", family)):
        return family
    words = re.sub(r"[^\W\d_]+", lambda word: word[0][:1].upper() + word[0][1:].lower(), family)
    words = re.sub(r"\bMc([a-z])", lambda word: f"Mc{word[1].upper()}", words)
    if re.match(r"Mac[A-Z]", family):
        words = f"Mac{words[3:4].upper()}{words[4:]}"
    return re.sub(r"(?<=['\u2019])S\b", "s", words)


def without_marks(name: str) -> str:
    """A name without the footnotes' marks behind it: "City of London¹,²" -> "City of London", "Down*" -> "Down".

    Only raised digits and asterisks are marks; a plain digit belongs to the name.
    """
    return FOOTNOTES.sub("", name).rstrip()
