"""Names of candidates as a declaration prints them: capitals, commas, "commonly known as", titles, an address below.

Pure functions on text; what cannot be divided into given and family name stays whole.
"""

from __future__ import annotations

import re

from spiders.results.declarations import words as say

ADDRESS = re.compile(
    r"\b(?:road|rd|street|lane|avenue|close|drive|crescent|gardens|terrace|cottages?|farm|court|house|mews|grove|"
    r"address)\b|^the (?=\w+ \w)",
    re.IGNORECASE,
)


def name_of(lines: tuple[str, ...]) -> tuple[dict[str, str], bool]:
    """A name cell -> (fields of a candidacy, whether it says "elected"). Home addresses below a name are left out.

    "SMITH, John Paul" and "SMITH John Paul" -> family and given name; "(commonly known as Jack Smith)" is the name
    on the ballot paper; other names stay undivided.
    """
    is_elected = False
    kept: list[str] = []
    for line in without_address(lines):
        is_before_name = not kept and say.MARK_BEFORE_NAME.match(line.strip())
        if not is_before_name and say.IS_ELECTED.fullmatch(line.casefold().strip(" .()[]*")) and len(line) > 1:
            is_elected = True
        elif not re.search(
            "[0-9@]", say.FOOTNOTE.sub("", line)
        ):  # an address or a telephone has figures, a name has none
            kept.append(line)
    words = say.FOOTNOTE.sub("", " ".join(kept)).strip()
    if before := say.MARK_BEFORE_NAME.match(words):
        is_elected, words = True, words[before.end() :]
    if mark := say.TICK_BEHIND.search(words) or say.MARK_BEHIND_NAME.search(words):
        is_elected, words = True, words[: mark.start()]
    known = re.search(r"\(?\s*(?:commonly )?known as\s*:?\s*([^()]+?)\s*(?:\)|$)", words, re.IGNORECASE)
    if known:
        words = (words[: known.start()] + words[known.end() :]).strip(" ,-")
    words = re.sub(r"^(?:Cllr|Councillor|Mr|Mrs|Ms|Miss|Mx)\.?\s+(?=\S+\s)", "", words).strip(" ,;:-–")
    words = re.sub(
        r"\s*\((?:see|view|opens|link|external|pdf|sitting|incumbent)\b[^()]*\)$", "", words, flags=re.IGNORECASE
    )
    words = re.sub(r"\s+-\s+.*\bgroup$", "", words, flags=re.IGNORECASE)
    fields = divided(words)
    if known:
        fields = known_as(fields, known[1].strip(" '\"‘’“”"))
    return fields, is_elected


def without_address(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines of a name cell up to a home address below a name that is whole already."""
    for number, line in enumerate(lines[1:], 1):
        above = " ".join(lines[:number]).split()
        if (
            len(above) > 1
            and not line.startswith("(")
            and (ADDRESS.search(line) or line.count(",") and not is_capitals(above[0]))
        ):
            return lines[:number]
    return lines


def divided(words: str) -> dict[str, str]:
    """ "SMITH, John" -> family name and given name; one undivided name where the parts cannot be told."""
    if words.count(",") == 1:
        family, given = (part.strip() for part in words.split(","))
        if family and given:
            return {"family_name": family, "given_name": given}
    parts = words.split()
    upper = [is_capitals(part) for part in parts]
    if any(upper) and not all(upper):
        first, last = upper.index(True), len(upper) - 1 - upper[::-1].index(True)
        if all(upper[first : last + 1]) and (first == 0 or last == len(parts) - 1):
            family = " ".join(parts[first : last + 1])
            return {"family_name": family, "given_name": " ".join(parts[:first] + parts[last + 1 :])}
    return {"name": words}


def is_capitals(part: str) -> bool:
    """Whether a word of a name is a surname in capitals: "McDONALD", "O'NEILL"; initials are none."""
    letters = re.sub(r"^(?:Mc|Mac|O['’]|D['’]|Fitz|De|de|van|von)(?=[A-Z]{2})", "", part)
    letters = re.sub(r"[^\w]", "", letters)
    return len(letters) > 1 and letters.isupper()


def known_as(fields: dict[str, str], known: str) -> dict[str, str]:
    """The name that a candidate is commonly known by in place of the full one; one word is a forename."""
    if len(known.split()) > 1:
        return divided(known)
    if "given_name" in fields:
        return fields | {"given_name": known}
    family = fields.get("name", "").rpartition(" ")[2]
    return {"name": f"{known} {family}".strip()}
