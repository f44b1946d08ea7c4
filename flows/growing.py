"""Reading a WARC file that somebody is still writing: every document once, however often the file has grown.

On a night each change adds one document to hundreds of answers that say nothing new, and what was read must not be read
again before it is published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.clean.contests import Row
from flows.reading import documents_to_read, folder_for, making, read_document, say_read
from flows.sources import source_module
from flows.statements import SCHEMAS, ReadReport, Rows
from spiders.archive import Document, GrowingIndex, read_documents
from spiders.captures import Capture, index_line


class Noted:
    """The rows of one document, as `Rows` would take them; `url` is where its capture was had."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.rows: list[tuple[str, Row]] = []
        self.report = ReadReport()

    def add(self, table: str, row: Row) -> None:
        self.rows.append((table, row))

    def states(self) -> set[str]:
        """What it gives of contests: "results", "candidates", ..."""
        return {row["state"] for table, row in self.rows if table == "contest"}

    def problems(self) -> list[Row]:
        return [row for table, row in self.rows if table == "problem"]


Refused = tuple[str, str, str | None]  # capture, the one it was asked as, why


class GrowingFile:
    """What one WARC file says so far, and what of it is not published yet."""

    def __init__(self, archive_dir: Path, source: str, warc_file: str):
        self.archive_dir, self.source, self.warc_file = archive_dir, source, warc_file
        self.module = source_module(source)
        self.index = GrowingIndex(archive_dir, archive_dir / warc_file)
        self.documents: dict[str, Noted] = {}  # by capture, those that could be had
        self.refused: dict[Refused, Noted] = {}  # the others
        self.warc_bytes = 0
        self.captures: list[Capture] = []
        self.published = 0  # of the captures
        self.waiting: set[str] = set()  # documents read and not published
        self.withdrawn: set[str] = set()  # captures whose problems are others than those published

    def read_on(self) -> list[Noted]:
        """Read what is new, and return that, whether it could be had or not."""
        self.warc_bytes = (self.archive_dir / self.warc_file).stat().st_size
        self.captures = list(self.index.read_on())
        documents = read_documents(
            self.archive_dir, self.warc_file, captures=self.captures, known=self.documents.keys()
        )
        new: list[Noted] = []
        refused: dict[Refused, Noted] = {}
        for document in documents_to_read(self.source, documents):
            capture_id = document.capture.capture_id
            if document.page is None:
                key = (capture_id, document.asked_as.capture_id, document.capture.truncated)
                if (noted := self.refused.get(key)) is None:
                    new.append(noted := self._note(document))
                refused[key] = noted
            else:
                new.append(self._note(document))
                self.documents[capture_id] = new[-1]
                self.waiting.add(capture_id)
        for key in self.refused.keys() ^ refused.keys():
            self.withdrawn |= {row["capture_id"] for row in (self.refused | refused)[key].problems()}
        self.refused = refused
        return new

    def _note(self, document: Document) -> Noted:
        noted = Noted(document.capture.url)
        read_document(document, self.source, self.module, noted, noted.report)
        return noted

    def last_at(self, url: str) -> Noted | None:
        """What the last answer from an address says; None where that was none, or its document is not in this file."""
        last = next((one for one in reversed(self.captures) if one.url == url), None)
        return self.documents.get(last.refers_to or last.capture_id) if last and last.is_whole else None

    def write_waiting(self, folder: Path) -> None:
        """What is not published, in Parquet files of the tables that it has rows of, and its lines of the index."""
        tables: dict[str, list[Row]] = defaultdict(list)
        for capture_id in self.waiting:
            for table, row in self.documents[capture_id].rows:
                tables[table].append(row)
        # those of a capture together: what is withdrawn takes all of them away
        told_anew = self.withdrawn | self.waiting
        tables["problem"] = [
            row
            for noted in (*self.refused.values(), *self.documents.values())
            for row in noted.problems()
            if row["capture_id"] in told_anew
        ]
        folder.mkdir(parents=True)
        for table, rows in tables.items():
            if rows:
                pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMAS[table]), folder / f"{table}.parquet")
        fresh = self.captures[self.published :]
        (folder / "capture.jsonl").write_bytes(b"".join(index_line(one, 0) for one in fresh))

    def write(self, records_dir: Path) -> None:
        """All that was read of it, in the folder where `read_warc_file` would put it."""
        with making(folder_for(records_dir, self.source, self.warc_file)) as folder:
            rows, report = Rows(folder), ReadReport(files=1)
            for noted in (*self.documents.values(), *self.refused.values()):
                for table, row in noted.rows:
                    rows.add(table, row)
                report.add(noted.report)
            rows.close()
            say_read(folder, self.warc_bytes, report)

    def all_published(self) -> None:
        self.published = len(self.captures)
        self.waiting.clear()
        self.withdrawn.clear()

    def published_as(self, captures: Collection[str], with_problems: Collection[str]) -> None:
        """Another run has published these captures, `with_problems` those of them about which it says something.

        Its problems are all said anew: it may have looked between an answer and the one that mends it.
        """
        self.waiting = self.documents.keys() - captures
        self.published = next(
            (number for number, one in enumerate(self.captures) if one.capture_id not in captures), len(self.captures)
        )
        refused = {row["capture_id"] for noted in self.refused.values() for row in noted.problems()}
        self.withdrawn = refused | set(with_problems)
