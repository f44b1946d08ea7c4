"""Candidates under headings of their own: an accordion, a small table of labels each, a winner's banner above a list.

Pure functions from blocks to blocks: what is told so is made one table with headings, or one list, for the reader of
every declaration. Where one of the candidates does not fit, nothing is made: a list with one of them missing would be
a false result.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from spiders.results.declarations import words as say
from spiders.results.declarations.blocks import Block
from spiders.results.declarations.candidate_lists import is_like_a_name
from spiders.results.declarations.candidates import PARTY
from spiders.results.declarations.cards import VOTES, card_of
from spiders.results.declarations.grids import Cell

MOST_LINES = 6  # of a candidate, up to the next heading
WINNER = re.compile(rf"(?:the )?(?:{say.ELECTED})(?: candidate)?\W*", re.IGNORECASE)
OTHERS = re.compile(r"(?:the )?(?:other|remaining|unsuccessful|defeated) candidates\W*", re.IGNORECASE)
SHARE_BEHIND = re.compile(r"\s*\([^()]*%[^()]*\)\s*$")
ROLES = ("name", "party", "votes", "outcome")
Part = tuple[int, int]  # where a heading stands, and where the next of its level or a higher one does


def gathered(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with candidates under headings of their own in one table; the same blocks where there are none."""
    levels = sorted({block.level for block in blocks if block.kind == "heading" and block.level > 1})
    for level in levels:
        parts = [part for part in parts_of(blocks, level) if is_like_a_name(blocks[part[0]].words.split(",")[0])]
        found = [(part, row) for part in parts if (row := row_of(blocks[part[0]], blocks[part[0] + 1 : part[1]]))]
        rows = [row for _, row in found]
        labels = Counter(row["label"] for row in rows if row.get("votes"))
        if len(rows) < 2 or len(labels) != 1 or any("votes" not in row for row in rows):
            continue
        taken = {at for (start, end), _ in found for at in range(start, end)}
        first = found[0][0][0]
        table = table_of(rows, next(iter(labels)))
        return [
            *blocks[:first],
            table,
            *(block for at, block in enumerate(blocks[first:], first) if at not in taken),
        ]
    return list(blocks)


def parts_of(blocks: Sequence[Block], level: int) -> list[Part]:
    heads = [at for at, block in enumerate(blocks) if block.kind == "heading" and block.level <= level]
    ends = [*heads[1:], len(blocks)]
    return [(at, end) for at, end in zip(heads, ends, strict=True) if blocks[at].level == level]


def row_of(heading: Block, below: Sequence[Block]) -> dict[str, str] | None:
    """A candidate by roles, without "votes" where they cannot be told; None for a part of something else."""
    name, _, party = heading.words.partition(",")
    tables = [block for block in below if block.kind == "table"]
    if len(tables) == 1 and len(below) == 1:
        return row_of_labels(name, tables[0])
    lines = [SHARE_BEHIND.sub("", block.words) for block in before_heading(below) if block.kind in ("line", "item")]
    if tables or not lines or len(lines) > MOST_LINES or re.search("[0-9]", name):
        return None
    has_votes = any(VOTES.fullmatch(SHARE_BEHIND.sub("", block.words)) for block in below)
    if not has_votes:  # of somebody who may be a candidate nobody can say how many votes
        return {"name": name} if PARTY.search(party) or any(map(say.outcome_alone, lines)) else None
    card = card_of([name.strip(), *([party.strip()] if party.strip() else []), *lines])
    beyond = below[len(before_heading(below)) :]
    is_mixed = any(VOTES.fullmatch(SHARE_BEHIND.sub("", block.words)) for block in beyond)
    return {"name": name} if card is None or is_mixed or not PARTY.search(card.get("party", "")) else card | VOTES_ALONE


VOTES_ALONE = {"label": "Votes"}


def before_heading(below: Sequence[Block]) -> Sequence[Block]:
    end = next((at for at, block in enumerate(below) if block.kind == "heading"), len(below))
    return below[:end]


def row_of_labels(name: str, table: Block) -> dict[str, str] | None:
    """A candidate from a table of labels and values: "Description | Labour Party", "Votes | 1,655"."""
    rows = [[cell.words for cell in row] for row in table.grid]
    pairs = [(row[0], row[1]) for row in rows if len(row) == 2]
    roles = [say.heading_role(label) for label, _ in pairs]
    if not {"party", "share", "outcome"} & set(roles):
        return None
    counted = [(at, label) for at, ((label, _), role) in enumerate(zip(pairs, roles, strict=True)) if role == "votes"]
    found = {"name": name}
    for (_, value), role in zip(pairs, roles, strict=True):
        if role in ("party", "outcome"):
            found.setdefault(str(role), value)
    votes = counted[0][0] if len(counted) == 1 else say.votes_column(counted) if counted else None
    if votes is not None and len(pairs) == len(rows) and re.fullmatch(say.NUMBER, pairs[votes][1]):
        found |= {"votes": pairs[votes][1], "label": pairs[votes][0]}
    return found


def table_of(rows: Sequence[dict[str, str]], label: str) -> Block:
    heads = {"name": "Candidate", "party": "Party", "votes": label, "outcome": "Outcome"}
    lines = [[heads[role] for role in ROLES], *([row.get(role, "") for role in ROLES] for row in rows)]
    return Block(
        "table",
        grid=tuple(
            tuple(
                Cell((words.strip(),) if words else (), is_heading=not number, number=100 * number + place)
                for place, words in enumerate(line, 1)
            )
            for number, line in enumerate(lines)
        ),
    )


def with_winner(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with the winner of a banner at the head of the list of "the other candidates"."""
    others = [at for at, block in enumerate(blocks) if block.kind == "heading" and OTHERS.fullmatch(block.words)]
    if len(others) != 1 or others[0] + 1 >= len(blocks) or blocks[others[0] + 1].kind != "item":
        return list(blocks)
    for at, block in enumerate(blocks[: others[0]]):
        words = [one.words for one in blocks[at + 1 : at + 4]]
        if not WINNER.fullmatch(block.words) or len(words) < 3:
            continue
        name, party, votes = words[0], words[1], VOTES.fullmatch(words[2])
        if votes and is_like_a_name(name) and not PARTY.search(name) and PARTY.search(party):
            count = votes["before"] or votes["behind"]
            banner = Block("item", f"{name} ({party}) – votes: {count}, elected: yes")
            return [*blocks[: others[0] + 1], banner, *blocks[others[0] + 1 :]]
    return list(blocks)
