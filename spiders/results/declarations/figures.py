"""The figures beside the candidates: electorate, papers issued and rejected, turnout, majority, seats.

They stand in rows of the candidates' table, in tables of their own, upright or lying, and in lines of text; whatever
states a figure first is believed, and another that differs is a problem.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from spiders.records import ScrapedProblem
from spiders.results.declarations import words as say
from spiders.results.declarations.grids import Cell

LONGEST_LINE = 2000  # characters; a longer line is no list of figures
LETTERS = frozenset("abcd")  # of the reasons for which papers are rejected altogether
LONGEST_LABEL = 60
MOST_SEATS = 20  # of one ward
LETTERED = re.compile(rf"(?<![A-Za-z])\(?(?P<letter>[A-E])\)?\s*[-–:=.]\s*(?P<count>{say.NUMBER})(?![0-9%])")
YEAR_BEFORE = re.compile(rf"\b(?:in|since|until|during|{say.MONTH})\s*$", re.IGNORECASE)
FIELDS = ("electorate", "ballot_papers_issued", "rejected_ballot_papers", "valid_votes", "majority", "turnout", "seats")
NUMBERS = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "un": "1",
    "dau": "2",
    "tri": "3",
}


# What a figure is of, in prose, behind it: "23 rejected ballot papers", "2,424 ballot papers were issued, ..."
AFTER = re.compile(
    r"\s*(?P<label>(?:(?:of these|were|was|spoilt|spoiled|rejected|invalid|registered|eligible|local|ballot) )*"
    r"(?:papers?|electors|voters|people|residents|rejected|spoilt)\b"
    r"(?:(?! (?:and|from|out of|with|to an?) )[^.,;:()0-9\n]){0,60})"
    r"(?=[.,;()\n]|\s+(?:and|from|out|with|to)\b|$)",
    re.IGNORECASE,
)  # fmt: skip


def label_of(words: str) -> str | None:
    """The figure that words before a number name; "reason" and "in part" included."""
    return say.label_role(words[-160:]) if words else None


@dataclass(slots=True)
class Figures:
    """What is known of one contest beside its candidates, as printed; reasons are papers rejected, in figures."""

    values: dict[str, str] = field(default_factory=dict)
    reasons: list[int] = field(default_factory=list)
    letters: set[str] = field(default_factory=set)  # of the reasons that have one and a number
    in_part: int = 0
    total: str | None = None  # of the lettered block
    differing: list[str] = field(default_factory=list)
    year: str = ""  # of the poll, where it is known: what a label gives to another year is not its figure

    def add(self, role: str, printed: str | None) -> None:
        """Take a figure; None is none. A figure stated again must be the same."""
        if printed is None or role not in FIELDS or (role == "seats" and not 0 < as_int(printed) <= MOST_SEATS):
            return
        if role != "turnout" and self.values.get(role, printed).replace(",", "") != printed.replace(",", ""):
            self.differing.append(f"{role}: {self.values[role]} and {printed}")
        self.values.setdefault(role, printed)

    def add_pair(self, label: str, value: str, *, is_in_block: bool = False) -> bool:
        """A label and what stands beside it; False when the label is of no figure we keep."""
        role = say.label_role(label)
        if role is None:
            return False
        if self.year and role != "electorate" and self.year not in (say.years_in(label) or {self.year}):
            return False
        number = say.number_in(value) or NUMBERS.get(value.casefold().strip(" ."))
        if number is None and say.NO_VOTES.fullmatch(value.strip()):
            number = "0"
        if role == "in part":
            self.in_part += as_int(number)
        elif role == "reason":
            if number is not None:
                self.reasons.append(as_int(number))
                self.letters |= {one["letter"].casefold() for one in [say.LETTERED.match(label.strip())] if one}
        elif role == "turnout":
            self.add("turnout", turnout_in(value))
        elif (
            is_in_block
            and role in ("valid_votes", "rejected_ballot_papers")
            and re.search("total|cyfanswm", label, re.I)
        ):
            self.total = number if number is not None else self.total
        elif role == "valid_votes" and "valid" in label.casefold() and number is not None:
            self.values[role] = number  # and not "votes polled", which has the invalid ones as well
        else:
            self.add(role, number)
        return True

    def add_line(self, line: str) -> None:
        """A line of text, with as many figures as it has: "Electorate: 12,345  Turnout: 35.2%"."""
        words = say.DAY.sub(" ", line[:LONGEST_LINE])
        if (lettered := list(LETTERED.finditer(words))) and len(lettered) > 1:
            self.add_lettered(words, lettered)
            return
        found = list(say.FIGURE.finditer(words))
        end, last = 0, ""
        for number, match in enumerate(found):
            if YEAR_BEFORE.search(words[: match.start()]) and re.fullmatch("(?:19|20)[0-9]{2}", match.group()):
                continue  # "elected in 2023"
            label = words[end : match.start()].strip(" :;,.–—-=()")
            after = AFTER.match(words[match.end() :])
            if label_of(last) == "turnout" and not label and match.group().endswith("%"):
                label = last  # "Turnout: 2,424 (32.62%)"
            elif after and label_of(label) is None:
                label = after["label"]
            last, end = label, match.end() + (after.end("label") if after and label == after["label"] else 0)
            if not label:
                following = found[number + 1].start() if number + 1 < len(found) else len(words)
                label = re.split(r"[.;,\n]", words[match.end() : following])[0]
                if say.label_role(label) in (None, "reason", "in part"):
                    continue
            self.add_pair(label[-160:], match.group(), is_in_block=bool(self.reasons) and label.casefold() == "total")
        spelt = None if found else re.search(r"(?P<label>.{4,80}?)\s*[:–-]\s*(?P<word>\w+)\.?$", words)
        if spelt and spelt["word"].casefold() in (*NUMBERS, "nil", "none"):
            self.add_pair(spelt["label"], spelt["word"])

    def add_lettered(self, words: str, found: Sequence[re.Match[str]]) -> None:
        """The reasons of rejected papers by their letters on one line: "A - 0, B - 5, E - 1. Total 13"."""
        if say.label_role(words[: found[0].start()][-160:]) not in ("rejected_ballot_papers", "in part", "reason"):
            return
        for match in found:
            if match["letter"] == "E":
                self.in_part += as_int(match["count"])
            else:
                self.reasons.append(as_int(match["count"]))
        total = re.search(rf"\btotal\b\D{{0,20}}({say.NUMBER})", words[found[-1].end() :], re.IGNORECASE)
        self.total = total[1] if total else self.total

    def add_table(self, grid: Sequence[Sequence[Cell]]) -> None:
        """A table of figures: labels at the left of each row, or above each column."""
        rows = [list(distinct(row)) for row in grid]
        is_block = any(say.label_role(cell.words) in ("reason", "in part") for row in rows for cell in row[:2])
        if not is_block and len(rows) >= 2 and self.is_lying(rows):
            values = [row for row in rows[1:] if len(row) == len(rows[0])]
            if len(values) > 1:  # one row a polling station: only their total is of the contest
                values = [row for row in values if re.match(r"total|overall|cyfanswm", row[0].words, re.IGNORECASE)]
            for heading, cell in zip(rows[0], values[0] if len(values) == 1 else (), strict=False):
                self.add_pair(heading.words, cell.words)
            return
        for row in rows:
            cells = [cell.words for cell in row if cell.words]
            if are_pairs(cells):
                for label, value in zip(cells[::2], cells[1::2], strict=True):
                    self.add_pair(label, value, is_in_block=is_block)
                continue
            if len(cells) >= 2:
                label = cells[0] if re.search(r"[^\W\d_]{2}", cells[0]) else " ".join(cells[:2])
                value = next((one for one in reversed(cells[1:]) if re.search("[0-9]", one)), cells[-1])
                if label == value:
                    continue
                if re.fullmatch(r"\(?[A-Ea-e][).]?\)?", cells[0]) and len(cells) > 2:
                    label = cells[1]
                self.add_pair(label, value, is_in_block=is_block)
            elif cells:
                self.add_line(cells[0])

    @staticmethod
    def is_lying(rows: list[list[Cell]]) -> bool:
        """Whether the first row has the labels of the second row's figures."""
        labels, values = rows[0], rows[1]
        return (
            len(labels) == len(values) >= 2
            and sum(say.label_role(cell.words) is not None for cell in labels) >= 2
            and not any(re.search("[0-9]", cell.words) for cell in labels)
            and sum(bool(re.search("[0-9]", cell.words)) for cell in values) >= len(values) - 1
        )

    def rejected(self) -> str | None:
        """Papers rejected altogether: those rejected in part were counted for somebody, and are left out."""
        stated = self.total if self.total is not None else self.values.get("rejected_ballot_papers")
        if not self.reasons:
            if stated is not None and self.in_part and as_int(stated) >= self.in_part and self.total is not None:
                return str(as_int(stated) - self.in_part)
            return stated
        counted = sum(self.reasons)
        if stated is None and (len(self.reasons) < 2 or (self.letters and not self.letters >= LETTERS)):
            return None  # one reason alone is not all of them, nor are three of (a) to (d)
        if stated is None or as_int(stated) == counted + self.in_part:
            return str(counted)
        return stated

    def problems(self) -> list[ScrapedProblem]:
        found = [ScrapedProblem("figure-stated-twice", seen, seen.partition(":")[0]) for seen in self.differing]
        stated = self.total if self.total is not None else self.values.get("rejected_ballot_papers")
        counted = sum(self.reasons)
        if self.reasons and stated is not None and as_int(stated) not in (counted, counted + self.in_part):
            seen = f"total {stated}, and the reasons add up to {counted}"
            found.append(ScrapedProblem("rejected-papers-do-not-add-up", seen, "rejected_ballot_papers"))
        return found


def are_pairs(cells: Sequence[str]) -> bool:
    """Whether a row has labels and figures in turn, two or three pairs side by side."""
    has_figure = [re.search("[0-9]", one) is not None for one in cells]
    return len(cells) in (4, 6) and not any(has_figure[::2]) and all(has_figure[1::2])


def pairs_apart(lines: Sequence[tuple[str, bool]]) -> list[tuple[str, str]]:
    """Labels and figures on lines of their own, as on tiles: all labels above their figures, or all below.

    Each line with whether it is a heading. Where a run of them leaves open which it is, there are none.
    """
    found: list[tuple[str, str]] = []
    for run in runs_of(lines):
        if run[0][1] and not all(is_heading for words, is_heading in run if is_label(words)):
            run = run[1:]  # the heading of the tiles
        is_figure = [say.FIGURE.fullmatch(words.strip()) is not None for words, _ in run]
        if is_figure[0] == is_figure[-1]:
            continue
        words = [one for one, _ in run]
        first = 0 if say.FIGURE.fullmatch(words[0].strip()) is None else 1
        found += [(words[at + first], words[at + 1 - first]) for at in range(0, len(words), 2)]
    return found


def runs_of(lines: Sequence[tuple[str, bool]]) -> list[list[tuple[str, bool]]]:
    """The longest runs in which labels and figures take turns."""
    runs: list[list[tuple[str, bool]]] = []
    last: bool | None = None
    for line in lines:
        is_figure = say.FIGURE.fullmatch(line[0].strip()) is not None
        if not is_figure and not is_label(line[0]):
            last = None
            continue
        if last is None or last == is_figure:
            runs.append([])
        runs[-1].append(line)
        last = is_figure
    return [run for run in runs if len(run) > 1]


def is_label(words: str) -> bool:
    return len(words) <= LONGEST_LABEL and not re.search("[0-9]", words) and say.label_role(words) is not None


def as_int(printed: str | None) -> int:
    digits = re.sub("[^0-9]", "", printed or "")
    return int(digits) if digits else 0


def turnout_in(printed: str) -> str | None:
    """A turnout as a percentage: "37%", "51.6" -> "51.6%", "37" -> "37%"; a number of papers is none."""
    if (share := say.percent_in(printed)) is not None:
        return share
    number = say.number_in(printed)
    return f"{number}%" if number is not None and as_int(number) <= 100 else None


def distinct(row: Sequence[Cell]) -> list[Cell]:
    """The cells of a row, a spanning one once."""
    return [
        cell for place, cell in enumerate(row) if place == 0 or cell.number != row[place - 1].number or cell.number == 0
    ]
