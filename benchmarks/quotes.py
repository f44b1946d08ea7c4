"""Quotations found against labelled texts: `python -m benchmarks.quotes [--misses] [SHARED]`.

Scoring of sources/coverage/NOTES.md: spans match from 0.9 of intersection over union; a speaker is right when the names
are equal without titles, or one side is a bare surname of the other; nobody named means no name.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.clean.names import plain_key
from flows.clean.quotes.find import Quote, find_quotes

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "tests/fixtures/quotes"
TITLES = re.compile(
    r"^(?:(?:the|mr|mrs|ms|miss|sir|dame|lord|lady|dr|prof|professor|cllr|councillor|president|judge|det|sgt)\.?\s+)+",
    re.I,
)
TAG = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Label:
    """One quotation as labelled; `speaker` None: nobody named. `others`: names that are right as well."""

    start: int
    end: int
    speaker: str | None
    others: tuple[str, ...] = ()
    attribution: str | None = None
    channel: str | None = None
    role: str | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Labelled:
    name: str
    text: str
    labels: tuple[Label, ...]


@dataclass(slots=True)
class Score:
    """Counts of one document or several."""

    labelled: int = 0
    found: int = 0
    matched: int = 0
    right: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        self.labelled += other.labelled
        self.found += other.found
        self.matched += other.matched
        self.right += other.right

    def rates(self) -> tuple[float, float, float]:
        """Span precision, span recall, speakers right of the matched spans; 1 where there was nothing to find."""
        return (
            self.matched / self.found if self.found else 1.0,
            self.matched / self.labelled if self.labelled else 1.0,
            self.right / self.matched if self.matched else 1.0,
        )


def name_key(name: str) -> list[str]:
    return plain_key(TITLES.sub("", name.strip())).split()


def same_speaker(expected: str | None, found: str | None) -> bool:
    if not expected or not found:
        return not expected and not found
    left, right = name_key(expected), name_key(found)
    return left == right or (bool(left and right) and (len(left) == 1 or len(right) == 1) and left[-1] == right[-1])


def is_right(label: Label, found: str | None) -> bool:
    """Whether the speaker found is the one labelled; of two who speak together either will do, or both."""
    expected = (label.speaker, *label.others)
    together = found.split(" and ") if found else []
    return any(same_speaker(name, found) for name in expected) or (
        len(together) == 2 and all(any(same_speaker(name, one) for name in expected) for one in together)
    )


def overlap(label: Label, quote: Quote) -> float:
    shared = min(label.end, quote.end) - max(label.start, quote.start)
    return max(0, shared) / (max(label.end, quote.end) - min(label.start, quote.start))


def score(document: Labelled) -> Score:
    found = find_quotes(document.text)
    result = Score(len(document.labels), len(found))
    taken: set[int] = set()
    for label in document.labels:
        match = next((n for n, quote in enumerate(found) if n not in taken and overlap(label, quote) >= 0.9), None)
        words = document.text[label.start : label.end][:60]
        if match is None:
            result.misses.append(f"{document.name}: missed {words!r} ({label.speaker})")
            continue
        taken.add(match)
        result.matched += 1
        quote = found[match]
        if is_right(label, quote.speaker):
            result.right += 1
        else:
            result.misses.append(
                f"{document.name}: {words!r} is {label.speaker}'s, not {quote.speaker}'s ({quote.attribution})"
            )
    for number, quote in enumerate(found):
        if number not in taken:
            result.misses.append(f"{document.name}: nobody said {quote.text[:60]!r} ({quote.speaker}, {quote.verb})")
    return result


def fixture(path: Path) -> Labelled:
    """A text with its labels in it: “{Jo Bloggs|channel=X}We won,{}”; {-} for somebody unnamed."""
    parts: list[str] = []
    labels: list[Label] = []
    at = done = 0
    opened: tuple[int, str] | None = None
    marked = path.read_text(encoding="utf-8").rstrip("\n")
    for tag in TAG.finditer(marked):
        parts.append(marked[done : tag.start()])
        at += tag.start() - done
        done = tag.end()
        if tag.group(1):
            opened = (at, tag.group(1))
        elif opened:
            name, *details = opened[1].split("|")
            told = dict(detail.split("=", 1) for detail in details)
            others = (told["alias"],) if "alias" in told else ()
            labels.append(
                Label(opened[0], at, None if name == "-" else name, others, told.get("attribution"),
                      told.get("channel"), told.get("role"), told.get("party"))
            )  # fmt: skip
            opened = None
    parts.append(marked[done:])
    return Labelled(path.stem, "".join(parts), tuple(labels))


def fixtures() -> list[Labelled]:
    return [fixture(path) for path in sorted(FIXTURES.glob("*.txt"))]


def unread() -> list[Labelled]:
    """Texts like the published ones that no rule was mended for: what to expect of others. Not to be mended against."""
    return [fixture(path) for path in sorted(FIXTURES.with_name("quotes_unread").glob("*.txt"))]


def label(entry: dict[str, Any]) -> Label:
    return Label(entry["start"], entry["end"], entry["speaker"], tuple(entry.get("speaker_aliases", ())),
                 entry["attribution"], entry.get("channel"), entry.get("role"), entry.get("party"))  # fmt: skip


def shared_documents(shared: Path) -> Iterator[tuple[str, Labelled]]:
    """(file, document) of the seed and the two sets."""
    folder = shared / "sources/coverage"
    gold = json.loads((folder / "seed-hartlepool-2021.gold.json").read_text(encoding="utf-8"))
    text = (folder / "seed-hartlepool-2021.txt").read_text(encoding="utf-8")
    yield "seed", Labelled("seed", text, tuple(map(label, gold["quotes"])))
    for path in sorted((folder / "quotes").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            yield path.stem, Labelled(entry["id"], entry["text"], tuple(map(label, entry["quotes"])))


def report(documents: Sequence[tuple[str, Labelled]], *, misses: bool) -> None:
    """One line a file, then all together."""
    groups: dict[str, Score] = {}
    everything = Score()
    for file, document in documents:
        one = score(document)
        groups.setdefault(file, Score()).add(one)
        everything.add(one)
        if misses:
            print(*one.misses, sep="\n", end="\n" if one.misses else "")
    for name, total in (*groups.items(), ("all", everything)):
        precision, recall, speakers = total.rates()
        joint_precision = total.right / total.found if total.found else 1.0
        joint_recall = total.right / total.labelled if total.labelled else 1.0
        print(
            f"{name:20} {total.labelled:4} labelled  spans {precision:.3f} / {recall:.3f}  speakers {speakers:.3f}"
            f"  joint {joint_precision:.3f} / {joint_recall:.3f}"
        )


def speed(documents: Sequence[Labelled]) -> None:
    started = time.process_time()
    for document in documents:
        find_quotes(document.text)
    print(f"{1000 * (time.process_time() - started) / max(1, len(documents)):.2f} ms an article")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--misses", action="store_true", help="every quotation that was missed or given to another")
    parser.add_argument("--only", default="", help="documents whose name has this in it")
    options = parser.parse_args()
    documents = [("fixtures", document) for document in fixtures()]
    if options.shared.is_dir():
        documents.extend(shared_documents(options.shared))
    documents = [(file, document) for file, document in documents if options.only in document.name]
    report(documents, misses=options.misses)
    speed([document for _, document in documents])


if __name__ == "__main__":
    main()
