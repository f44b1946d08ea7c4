"""Candidates on cards: one box each, with name, party, votes and mark as pieces of their own or as labelled pairs.

Boxes are told by what they hold, not by their classes: two or more alike in one parent, each with one number of votes
that says so. They are turned into a table with headings, so that one reader decides what everything means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4 import Tag
from bs4.element import NavigableString

from spiders.results.declarations import words as say
from spiders.results.declarations.grids import UNSEEN, Cell, fold

HEADS = {"name": "Candidate", "party": "Party", "votes": "Votes", "outcome": "Outcome"}
BOXES = frozenset(("div", "li", "section", "article"))
VOTES = re.compile(
    rf"(?:number of )?votes?(?: received| cast)?\s*[:–-]?\s*(?P<before>{say.NUMBER})|(?P<behind>{say.NUMBER})\s*votes?",
    re.IGNORECASE,
)
BARE = re.compile(rf"(?P<before>{say.NUMBER})(?P<behind>)")
TITLES = ("h2", "h3", "h4", "h5", "h6")
MOST_PIECES = 14  # of a card; a larger box is a page


def cards_in(node: Tag) -> tuple[list[Tag], tuple[tuple[Cell, ...], ...]]:
    """The cards among an element's children, and the table they make, with headings; none where there are no two."""
    boxes = [one for one in node.children if isinstance(one, Tag) and one.name in BOXES]
    says_votes = len(boxes) > 1 and is_of_votes(node)
    found = (
        [(box, card) for box in boxes if (card := card_of(pieces_of(box), says_votes=says_votes)) is not None]
        if len(boxes) > 1
        else []
    )
    return ([box for box, _ in found], table) if (table := table_of([card for _, card in found])) else ([], ())


def table_of(cards: Sequence[dict[str, str]]) -> tuple[tuple[Cell, ...], ...]:
    """Two or more cards alike as a table with headings; () for others."""
    if len(cards) < 2 or len({frozenset(card) - {"outcome"} for card in cards}) != 1:
        return ()
    roles = [role for role in HEADS if any(role in card for card in cards)]
    grid = [tuple(Cell((HEADS[role],), is_heading=True, number=place) for place, role in enumerate(roles, 1))]
    for number, card in enumerate(cards, 1):
        grid.append(
            tuple(
                Cell((card[role],) if role in card else (), number=100 * number + place)
                for place, role in enumerate(roles)
            )
        )
    return tuple(grid)


def is_of_votes(node: Tag) -> bool:
    """Whether what heads or labels an element, or what it stands in, speaks of votes: a number in it may be one."""
    for _ in range(3):
        above = next((one for one in node.previous_siblings if isinstance(one, Tag)), None)
        heads = [
            str(node.get("aria-label") or ""),
            above.get_text() if above is not None and above.name in TITLES else "",
        ]
        if any(re.search(r"\bvotes?\b", one, re.IGNORECASE) for one in heads):
            return True
        if node.parent is None:
            break
        node = node.parent
    return False


def card_of(pieces: Sequence[str], *, says_votes: bool = False) -> dict[str, str] | None:
    """One card by the roles of its pieces; None for one without just one number of votes, or without a name.

    `says_votes`: what stands around says that it is of votes, so that a number need not.
    """
    if len(pieces) < 2:
        return None
    card: dict[str, str] = {}
    free: list[str] = []
    waiting: str | None = None
    for piece in pieces:
        label, _, value = piece.partition(":")
        role = say.heading_role(label) if len(label) < 40 else None
        if waiting is not None:
            if waiting in card:
                return None
            card[waiting], waiting = piece, None
        elif found := VOTES.fullmatch(piece) or (BARE.fullmatch(piece) if says_votes else None):
            if "votes" in card:
                return None
            card["votes"] = found["before"] or found["behind"]
        elif say.IS_ELECTED.fullmatch(piece.casefold()) or say.NOT_ELECTED.fullmatch(piece.casefold()):
            if card.setdefault("outcome", piece) != piece:
                return None  # "Elected three times to the parish council"
        elif role in HEADS and value.strip():
            card.setdefault(str(role), value.strip())
        elif role in HEADS and label == piece.rstrip(" :") and is_label(piece):
            waiting = role
        else:
            free.append(piece)
    for role in ("name", "party"):
        if role not in card and free:
            card[role] = free.pop(0)
    if not {"name", "votes"} <= card.keys() or re.search("[0-9]", card["name"]):
        return None
    if not re.search(r"[^\W\d_]", card.get("party", "x")):
        return None  # a share in the party's place
    if says_votes and "party" not in card:
        return None  # "11,874 registered electors"
    return card if re.match(r"[0-9]", card["votes"]) else None


def is_label(piece: str) -> bool:
    """Whether a piece is a label alone: "Votes", "Party:", and not "Labour Party"."""
    return re.fullmatch(
        r"(?:candidate(?: name)?|name|(?:political )?party|description|(?:number of |total )?votes(?: received| cast)?|"
        r"outcome|result|status|elected\?)\s*:?", piece, re.IGNORECASE
    ) is not None  # fmt: skip


def pieces_of(box: Tag) -> list[str]:
    """The texts of a box, each element's own apart; [] for a box with a table, a menu or more texts than a card has."""
    found: list[str] = []
    for node in box.descendants:
        if isinstance(node, Tag):
            if node.name in ("table", "nav"):
                return []
            if node.name == "img" and re.fullmatch(say.ELECTED, str(node.get("alt") or "").strip(), re.IGNORECASE):
                found.append(str(node["alt"]))
        elif (
            type(node) is NavigableString
            and (words := fold(str(node)))
            and not any(parent.name in UNSEEN for parent in node.parents)
        ):
            found.append(words)
        if len(found) > MOST_PIECES:
            return []  # a part of the page, and looked at no further
    return found
