"""From the archive to statements: each WARC file becomes one folder of Parquet under `records/`.

`records/<source>/<warc name>.v<reader>.<cleaning>/{contest,candidacy,...}.parquet`. A folder appears whole or not at
all, and is made again when the reader, the cleaning or the WARC file has changed; so only new captures are ever read.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flows.clean.contests import Problem
from flows.sources import source_info, source_module
from flows.statements import CLEANING_VERSION, ReadReport, Rows, Taker, read_page, refuse
from spiders.archive import DECLINED, REDIRECTS, Capture, Document, load_index, read_documents
from spiders.child import die_with_parent
from spiders.records import Page, UnexpectedPage
from spiders.settings import Settings

PARALLEL_FROM = 512 << 10  # bytes of WARC still to read: below this a second process costs more than it brings
# Why a body is not all there, as the archive marks it (WARC-Truncated), in words.
REFUSED = {
    "length": "a body larger than allowed (BYELECTIONS_MAX_PAGE_BYTES)",
    "time": "a body too slow to wait for",
    "disconnect": "a body that broke off",
}


def folder_for(records_dir: Path, source: str, warc_file: str) -> Path:
    """Where the statements of one WARC file belong under the present readers."""
    version = f"v{source_module(source).READER_VERSION}.{CLEANING_VERSION}"
    return records_dir / source / f"{Path(warc_file).name.removesuffix('.warc.gz')}.{version}"


def read_warc_file(archive_dir: Path, records_dir: Path, source: str, warc_file: str) -> ReadReport:
    """One WARC file -> one folder of Parquet. Idempotent: the same bytes and readers give the same rows."""
    module, report = source_module(source), ReadReport(files=1)
    size = (archive_dir / warc_file).stat().st_size
    with making(folder_for(records_dir, source, warc_file)) as folder:
        rows = Rows(folder)
        for document in documents_to_read(source, read_documents(archive_dir, warc_file)):
            read_document(document, source, module, rows, report)
        rows.close()
        say_read(folder, size, report)
    return report


@contextmanager
def making(folder: Path) -> Iterator[Path]:
    """A folder to fill, which takes the place of `folder` when that is done."""
    unfinished = folder.with_name(f".{folder.name}.{uuid.uuid4().hex[:8]}.making")
    unfinished.mkdir(parents=True)
    yield unfinished
    if folder.exists():
        shutil.rmtree(folder)
    unfinished.rename(folder)


def documents_to_read(source: str, documents: Iterable[Document]) -> Iterator[Document]:
    for document in documents:
        # otherwise nothing failed: the crawl has told it, as declined or gone
        if document.capture.truncated != DECLINED and not is_withdrawn(source, document):
            yield document


def read_document(document: Document, source: str, module: Any, rows: Taker, report: ReadReport) -> None:
    """Add what a document states, or why it cannot be had."""
    if document.page is None:
        unread, problem = no_page(document)
        refuse(rows, report, unread, source, [problem])
    else:
        read_page(document.page, source, module, rows, report)


def say_read(folder: Path, warc_bytes: int, report: ReadReport) -> None:
    (folder / "read.json").write_text(json.dumps({"warc_bytes": warc_bytes} | asdict(report)), encoding="utf-8")


def is_withdrawn(source: str, document: Document) -> bool:
    """Whether a publisher of news lists a page and does not have it (any more), as they all do now and then.

    A list of ours that is gone makes the crawl incomplete, and so is not missed.
    """
    is_gone = document.capture.http_status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
    return is_gone and source_info(source).kind == "news"


def no_page(document: Document) -> tuple[Page, Problem]:
    """The page that cannot be had, under the address that was asked for, and why."""
    capture, asked_as = document.capture, document.asked_as
    unread = Page(
        url=asked_as.url,
        body=b"",
        capture_id=asked_as.capture_id,
        kept_as=f"{capture.warc_file} at {capture.warc_offset}",
        fetched_at=asked_as.fetched_at,
    )
    if capture.http_status >= HTTPStatus.BAD_REQUEST:
        return unread, Problem("page-unavailable", f"HTTP status {capture.http_status}")
    why = REFUSED.get(capture.truncated or "", capture.truncated or "the body cannot be unpacked")
    wanted = "the page itself" if capture.http_status in REDIRECTS else "a whole body"
    seen = UnexpectedPage(unread, wanted=wanted, seen=why, next_step="byelections refresh asks again")
    return unread, Problem("body-damaged" if document.is_damaged else "body-refused", str(seen))


def is_read(folder: Path, warc: Path) -> bool:
    """Whether the folder holds what its WARC file holds now (a file may have grown, or lost a torn tail)."""
    try:
        return bool(json.loads((folder / "read.json").read_text())["warc_bytes"] == warc.stat().st_size)
    except FileNotFoundError:
        return False


def unread(archive_dir: Path, records_dir: Path, captures: Iterable[Capture]) -> Iterator[tuple[str, str]]:
    """(source, WARC file) of every file whose statements are missing or out of date; sweeps folders nobody needs."""
    wanted: dict[Path, tuple[str, str]] = {}
    for capture in captures:
        wanted.setdefault(
            folder_for(records_dir, capture.source, capture.warc_file), (capture.source, capture.warc_file)
        )
    for folder in records_dir.glob("*/*"):
        if folder not in wanted:
            shutil.rmtree(folder)
    for folder, (source, warc_file) in wanted.items():
        if not is_read(folder, archive_dir / warc_file):
            yield source, warc_file


def workers(most: int | None = None) -> ProcessPoolExecutor:
    """A process for each core (at most so many), which ends with this one, however that dies."""
    cores = os.cpu_count() or 1
    return ProcessPoolExecutor(min(most or cores, cores), initializer=end_with_parent, initargs=(os.getpid(),))


def end_with_parent(parent: int) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # whatever the parent does with it
    die_with_parent(parent)


def read_archive(
    settings: Settings,
    *,
    progress: Callable[[int, int], None] = lambda done, of: None,
    leave: Collection[str] = (),
) -> ReadReport:
    """Bring `records/` up to date with the archive. `progress` is told (files done, files to do).

    The WARC files in `leave` are left as they were read last: somebody is still writing to them, and keeps count.
    """
    archive_dir, records_dir = settings.archive_dir, settings.records_dir
    total = ReadReport()
    todo = [one for one in unread(archive_dir, records_dir, load_index(archive_dir)) if one[1] not in leave]
    jobs: list[tuple[Any, ...]] = [(archive_dir, records_dir, source, warc_file) for source, warc_file in todo]
    progress(0, len(jobs))
    if len(jobs) > 1 and sum((archive_dir / warc_file).stat().st_size for _, warc_file in todo) >= PARALLEL_FROM:
        with workers() as pool:
            for number, report in enumerate(pool.map(read_warc_file, *zip(*jobs, strict=True)), 1):
                total.add(report)
                progress(number, len(jobs))
    else:
        for number, job in enumerate(jobs, 1):
            total.add(read_warc_file(*job))
            progress(number, len(jobs))
    return total
