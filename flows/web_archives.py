"""Coverage out of web archives: pages of WARC files that are about one of our contests, copied into our own archive.

Files are read side by side, each by a process of its own, and each from where it was left: what has been looked at is
noted beside the archive, after what was kept is safely on disk. A run that is killed loses at most some seconds; what
is then read twice is kept once. Nobody reads on when the run is dead: the next one starts where its notes end.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import as_completed
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from flows.clean.articles import clean_article
from flows.clean.facts import ContestFacts
from flows.clean.linking import LinkableText, Linker
from flows.reading import workers
from spiders.archive import WarcWriter
from spiders.news.article import read_article
from spiders.news.warc_files import ArchivedPage, CannotRead, WarcFileReader
from spiders.records import Page, UnexpectedPage
from spiders.settings import Settings

SOURCE = "web_archive"
SELECTION = 1  # raised when what is kept of a file changes, so that files are looked through again
NOTE_SECONDS = 5.0


@dataclass(slots=True)
class Looked:
    """How far one WARC file has been looked through, and what was found there."""

    path: str
    size: int
    asked: str  # for which contests, and by which rules
    position: int = 0
    records: int = 0
    candidates: int = 0  # pages that speak of a by-election
    unreadable: int = 0  # of these: no article, or none that can be read
    kept: int = 0
    refused: int = 0  # too large
    is_done: bool = False
    error: str = ""

    @property
    def key(self) -> tuple[str, int, str]:
        return self.path, self.size, self.asked


def look_through(
    settings: Settings,
    paths: Sequence[Path],
    contests: Sequence[ContestFacts],
    *,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> list[Looked]:
    """Keep every page of these files that is about one of the contests; files done before are passed over."""
    asked = _asked(contests)
    notes = _notes(settings)
    known = {looked.key: looked for looked in _read_notes(notes)}
    found = []
    for place in dict.fromkeys(path.resolve() for path in paths):
        fresh = Looked(str(place), place.stat().st_size, asked)
        found.append(known.get(fresh.key, fresh))
    todo = [looked for looked in found if not looked.is_done]
    done = {looked.key: looked for looked in found if looked.is_done}
    progress(len(done), len(found))
    with workers(len(todo) or 1) as pool:
        jobs = [pool.submit(look_through_one, settings, looked, contests, notes) for looked in todo]
        for job in as_completed(jobs):
            looked = job.result()
            done[looked.key] = looked
            progress(len(done), len(found))
    return [done[looked.key] for looked in found]


def look_through_one(settings: Settings, looked: Looked, contests: Sequence[ContestFacts], notes: Path) -> Looked:
    """One file, from where it was left. An error ends this file only: the others go on.

    A file that breaks off is noted no further than usual, so that its end is looked at again when it has been mended.
    """
    reader = WarcFileReader(Path(looked.path), start=looked.position, limit=settings.max_page_bytes)
    linker = Linker(contests)
    records_before, refused_before = looked.records, looked.refused
    noted = time.monotonic()
    with WarcWriter(settings.archive_dir, SOURCE) as writer:

        def count(*, under_way: int) -> None:
            looked.position = reader.position
            looked.records = records_before + reader.records - under_way
            looked.refused = refused_before + reader.refused

        try:
            for page in reader.pages():
                if time.monotonic() - noted > NOTE_SECONDS:
                    count(under_way=1)
                    writer.sync()
                    _note(notes, looked)
                    noted = time.monotonic()
                looked.candidates += 1
                is_kept = is_about_a_contest(page, linker)
                looked.unreadable += is_kept is None
                if is_kept:
                    _keep(writer, page)
                    looked.kept += 1
            looked.is_done = True
        except CannotRead as error:
            looked.error = str(error)
        count(under_way=0)
        if looked.is_done:
            writer.sync()
            _note(notes, looked)
    return looked


def is_about_a_contest(page: ArchivedPage, linker: Linker) -> bool | None:
    """Whether the page is an article about one of the linker's contests; None when it is no article."""
    try:
        article = read_article(
            Page(url=page.url, body=page.body, content_type=_content_type(page), fetched_at=page.fetched_at)
        )
    except UnexpectedPage:
        return None
    cleaned = clean_article(article, page.url, page.fetched_at)
    return bool(
        linker.link(
            LinkableText(
                headline=cleaned.headline,
                text=cleaned.text,
                published_at=cleaned.published_at or page.fetched_at,
                publisher=cleaned.publisher,
                url=cleaned.url,
                section=cleaned.section,
            )
        )
    )


def _keep(writer: WarcWriter, page: ArchivedPage) -> None:
    writer.response(
        page.url,
        status=200,
        headers=[*page.headers, ("X-Kept-From", page.place)],
        body=page.body,
        fetched_at=page.fetched_at,
    )


def _content_type(page: ArchivedPage) -> str:
    return next((value for name, value in page.headers if name.lower() == "content-type"), "")


def _asked(contests: Sequence[ContestFacts]) -> str:
    """What was looked for, shortly: other contests or rules, and a file is looked through anew."""
    ids = sorted(contest.ballot_paper_id for contest in contests)
    return hashlib.sha256(json.dumps([SELECTION, ids]).encode()).hexdigest()[:16]


def _notes(settings: Settings) -> Path:
    return settings.home / "coverage" / "web-archives.jsonl"


def _read_notes(notes: Path) -> list[Looked]:
    """One line for every time a file was noted; the last counts. A line torn by a kill is the last, and left out."""
    names = {one.name for one in fields(Looked)}
    found = []
    if notes.exists():
        for line in notes.read_text(encoding="utf-8").splitlines():
            try:
                values = json.loads(line)
            except ValueError:
                continue
            found.append(Looked(**{name: value for name, value in values.items() if name in names}))
    return found


def _note(notes: Path, looked: Looked) -> None:
    notes.parent.mkdir(parents=True, exist_ok=True)
    line = f"\n{json.dumps(asdict(looked))}\n".encode()  # on a line of its own, even behind one torn by a kill
    file = os.open(notes, os.O_CREAT | os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC, 0o644)
    try:
        os.write(file, line)  # one write: files noted side by side do not mix
    finally:
        os.close(file)
