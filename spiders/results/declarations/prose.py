"""A result told in sentences: "Ann Hill (Labour) was elected with 1,204 votes, ahead of Bob Dale (Green) with 961".

Pure functions from blocks to blocks: the sentences get a table before them, for the reader of every declaration. They
are believed only where they say of one candidate alone that he was elected, and every number in them is a candidate's
or has a label: a candidate overlooked, or two wards told in one breath, would be a false result. Told twice on a page,
the one called a correction counts, or the one that is not called superseded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spiders.results.declarations import words as say
from spiders.results.declarations.blocks import Block
from spiders.results.declarations.candidates import PARTY
from spiders.results.declarations.figures import AFTER, label_of
from spiders.results.declarations.headed import Part, table_of

NAME = r"[A-Z][\w'’-]+(?: (?:(?:de|da|van|von|der|la|le|bin|al|[A-Z]\.?) )*[A-Z][\w'’-]+){1,4}"
SAID = re.compile(
    rf"(?P<name>{NAME}),? \((?P<party>[^()0-9]{{2,80}})\),?(?P<between>[^.;:()0-9]{{0,50}}?)(?P<votes>{say.NUMBER})"
    r"(?![0-9]|\.[0-9]|\s?%)"
    rf"|(?:^|[;:] ?)(?P<name2>{NAME}), (?P<party2>[^,;:()0-9]{{2,80}}), (?P<votes2>{say.NUMBER})(?: votes?)?(?=[;.]|$)"
)  # fmt: skip
# What may stand between a candidate and his votes.
HIS = re.compile(
    r"(?:[\s,–-]|\b(?:who|has|had|have|was|is|been|then|duly|re-?elected|elected|with|received|polled|got|took|secured|"
    r"won|on|came|second|third|fourth|fifth|sixth|last|a|total|of|and)\b)*",
    re.IGNORECASE,
)
NAMED = re.compile(rf"(?P<name>{NAME}),? \((?P<party>[^()0-9]{{2,80}})\)")
CORRECTED = re.compile(r"\bcorrect(?:ion|ed)\b|\bamended\b|\brevised\b", re.IGNORECASE)
SUPERSEDED = re.compile(r"supersed|withdrawn|replaced|incorrect|wrong", re.IGNORECASE)


def told(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with a table before the sentences that tell the result; the same blocks where none surely do."""
    latest = max((year for block in blocks for year in say.years_in(block.words)), default="")
    parts = [(part, rows) for part in sections(blocks) if (rows := rows_of(blocks[slice(*part)], latest))]
    corrected = [one for one in parts if is_headed(blocks, one[0], CORRECTED)]
    standing = [one for one in parts if not is_headed(blocks, one[0], SUPERSEDED)]
    chosen = [one for one in corrected if one in standing] or standing
    if len(chosen) != 1:
        return list(blocks)
    (start, end), rows = chosen[0]
    if any("votes" not in row for row in rows) or len({row["name"] for row in rows}) < len(rows):
        return list(blocks)
    words = " ".join(block.words for block in blocks[start:end])
    if sum(bool(re.search(rf"{re.escape(row['name'])}\b[^.;]{{0,80}}?\belected\b", words)) for row in rows) != 1:
        return list(blocks)
    named = {one["name"] for one in NAMED.finditer(words) if PARTY.search(one["party"])}
    if not named <= {row["name"] for row in rows}:
        return list(blocks)  # somebody else of a party, without votes
    dropped = {at for part, _ in parts if part != (start, end) for at in range(*part)}
    first = next(at for at in range(start, end) if blocks[at].kind == "line")
    before = [block for at, block in enumerate(blocks[:first]) if at not in dropped]
    after = [block for at, block in enumerate(blocks[first:], first) if at not in dropped]
    return [*before, table_of(rows, "Votes"), *after]


def sections(blocks: Sequence[Block]) -> list[Part]:
    heads = [0, *(at for at, block in enumerate(blocks) if block.kind == "heading")]
    return [(at, end) for at, end in zip(heads, [*heads[1:], len(blocks)], strict=True) if end > at]


def is_headed(blocks: Sequence[Block], part: Part, words: re.Pattern[str]) -> bool:
    head = blocks[part[0]]
    return head.kind == "heading" and words.search(head.words) is not None


def rows_of(blocks: Sequence[Block], latest: str) -> list[dict[str, str]]:
    """The candidates of a part's sentences, one {} for a number that is nobody's; [] for fewer than two."""
    rows: list[dict[str, str]] = []
    for block in blocks:
        if block.kind != "line" or say.EARLIER.search(block.words):
            continue
        if any(year != latest for year in say.years_in(block.words)):
            continue
        found = [match for match in SAID.finditer(block.words) if is_candidate(match)]
        if not found:
            continue
        rows += [
            {"name": one["name"] or one["name2"], "party": one["party"] or one["party2"],
             "votes": one["votes"] or one["votes2"], "label": "Votes"}
            for one in found
        ]  # fmt: skip
        if not all_understood(block.words, found):
            rows.append({"name": ""})
    return rows if len(rows) > 1 else []


def is_candidate(match: re.Match[str]) -> bool:
    party = match["party"] or match["party2"]
    return PARTY.search(party) is not None and HIS.fullmatch(match["between"] or "") is not None


def all_understood(words: str, found: Sequence[re.Match[str]]) -> bool:
    """Whether each number of a line is a candidate's votes, a day's, a share's, or has a label beside it."""
    taken = [match.span() for match in (*found, *say.DAY.finditer(words))]
    end = 0
    for number in say.FIGURE.finditer(words):
        label = words[end : number.start()]
        end = number.end()
        if any(start <= number.start() < stop for start, stop in taken) or "%" in number.group():
            continue
        after = AFTER.match(words[number.end() :])
        if label_of(re.split(r"[.;]", label)[-1]) is None and (after is None or label_of(after["label"]) is None):
            return False
    return True
