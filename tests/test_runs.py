"""What a run does with what its steps bring: stand-ins for the crawl, the reading and the publishing."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flows import runs
from flows.notify import Told
from flows.publishing import NotPublished
from flows.sources import SOURCES, UnknownSource, sources_to_crawl
from spiders.settings import Settings
from warehouse.publish import WriterLock

NOW = datetime(2025, 5, 2, 3, 10, tzinfo=UTC)


class Notes:
    """A report that keeps what it is told."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, words: str) -> None:
        self.said.append(words)

    def log(self, level: int, message: str) -> None:
        pass

    def turn(self) -> AbstractAsyncContextManager[object]:
        return nullcontext()

    def progress(self, what: str, done: int, of: int | None = None) -> None:
        pass


@dataclass
class House:
    """Stand-ins for everything below a run, and a note of the steps it took."""

    settings: Settings
    steps: list[str] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)
    crawl_arguments: dict[str, str] = field(default_factory=dict)
    crawled: dict[str, Any] = field(default_factory=dict)  # what the crawl reports, over a good one's values
    new_problems: list[dict[str, Any]] = field(default_factory=list)
    refusal: list[str] = field(default_factory=list)

    async def crawl(self, settings: Settings, source: str, *, args: dict[str, str], log: Any) -> Any:
        self.crawl_arguments = args
        good = {"pages": 3, "not_modified": 1, "bytes": 4096, "failures": [], "finish_reason": "finished"}
        report = SimpleNamespace(**{"source": source, "is_good": True, "is_unreachable": False} | good | self.crawled)
        if not report.is_unreachable:
            self.put_in_archive()
        return report

    def put_in_archive(self) -> None:
        self.settings.archive_dir.mkdir(parents=True, exist_ok=True)
        (self.settings.archive_dir / "parliament-1.warc.gz").write_bytes(b"")

    def archive_bundled(self, settings: Settings) -> list[runs.Filed]:
        self.put_in_archive()
        return [runs.Filed("starter", files=2)]

    def read_archive(self, settings: Settings, *, progress: Any) -> Any:
        progress(1, 1)
        return SimpleNamespace(pages=3)

    def publish_warehouse(self, settings: Settings, *, now: datetime) -> Any:
        assert now == NOW, "the clock is read once, where the run starts"
        if self.refusal:
            raise NotPublished(self.refusal)
        return SimpleNamespace(
            path=settings.warehouse_file, tables={"by_elections": 60}, new_problems=self.new_problems, known_problems=4
        )

    async def announce(self, settings: Settings, *, now: datetime) -> Told:
        return Told()

    async def step(self, name: str, function: Any, *args: Any, on_network: bool = False, **options: Any) -> Any:
        self.steps.append(name + (" (network)" if on_network else ""))
        return await runs.plain_step(name, function, *args, **options)

    def backfill(self, **options: Any) -> runs.Summary:
        return asyncio.run(runs.backfill(self.settings, step=self.step, report=self.notes, now=NOW, **options))


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    house = House(Settings(home=tmp_path))
    for name in ("crawl", "archive_bundled", "read_archive", "publish_warehouse", "announce"):
        monkeypatch.setattr(runs, name, getattr(house, name))
    return house


def test_a_backfill_gathers_reads_and_publishes(house: House) -> None:
    summary = house.backfill(sources=["parliament"], from_date=date(2021, 1, 1), to_date=date(2021, 12, 31))
    assert house.steps == [
        "crawl parliament (network)",
        "read the archive",
        "build, check and publish",
        "tell what happened",
    ]
    assert house.crawl_arguments == {"from_date": "2021-01-01", "to_date": "2021-12-31"}
    assert summary.exit_code == 0
    assert summary.closing_line().startswith("backfill: published 60 by_elections; 0 new problems, 4 known; ")


def test_offline_fetches_nothing(house: House) -> None:
    summary = house.backfill(offline=True)
    assert house.steps == [
        "archive the starter data",
        "read the archive",
        "build, check and publish",
        "tell what happened",
    ]
    assert summary.exit_code == 0


def test_a_refresh_asks_only_for_what_is_new(house: House) -> None:
    summary = asyncio.run(runs.refresh(house.settings, step=house.step, report=house.notes, now=NOW))
    assert house.crawl_arguments == {"only_new": "yes"}
    assert summary.exit_code == 0


def test_a_rebuild_forgets_what_was_read_and_fetches_nothing(house: House) -> None:
    house.put_in_archive()
    old = house.settings.records_dir / "parliament" / "old"
    old.mkdir(parents=True)
    summary = asyncio.run(runs.rebuild(house.settings, step=house.step, report=house.notes, now=NOW))
    assert house.steps == [
        "forget the statements",
        "read the archive",
        "build, check and publish",
        "tell what happened",
    ]
    assert not old.exists()
    assert summary.exit_code == 0


def test_an_empty_archive_is_nothing_to_publish(house: House) -> None:
    summary = asyncio.run(runs.rebuild(house.settings, step=house.step, report=house.notes, now=NOW))
    assert summary.exit_code == 2
    assert "backfill --offline" in house.notes.said[0]


def test_an_unreachable_source_is_said_plainly_and_nothing_is_touched(house: House) -> None:
    house.crawled = {
        "is_unreachable": True,
        "is_good": False,
        "failures": [("https://x.example/", "DNS lookup failed")],
    }
    summary = house.backfill(sources=["parliament"])
    assert house.steps == ["crawl parliament (network)"]
    assert summary.exit_code == 3
    assert "could not be reached (DNS lookup failed)" in house.notes.said[0]
    assert "byelections backfill --offline" in house.notes.said[0]


def test_a_crawl_that_is_not_complete_names_page_reason_bytes_and_what_to_do(house: House) -> None:
    failures = [(f"https://x.example/{number}", "redirected off the allowed hosts") for number in range(12)]
    kept_as = {"https://x.example/0": "2025/05/parliament-a.warc.gz at 48211"}
    house.crawled = {"is_good": False, "failures": failures, "kept_as": kept_as}
    house.put_in_archive()
    summary = house.backfill(sources=["parliament"])
    words = house.notes.said[0]
    assert words.startswith("parliament: 3 pages")
    assert "https://x.example/0: redirected off the allowed hosts" in words
    assert "kept as   2025/05/parliament-a.warc.gz at 48211" in words
    assert "and 2 more" in words
    assert "next      byelections refresh" in words
    told = summary.as_dict()["crawls"][0]["failures"]
    assert [one["kept_as"] for one in told[:2]] == ["2025/05/parliament-a.warc.gz at 48211", None]


def test_what_a_folder_brought_is_published_even_when_the_site_is_away(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.crawled = {"is_unreachable": True, "is_good": False}
    house.put_in_archive()
    monkeypatch.setattr(runs, "files_wanted", lambda source, folder: [folder / "a.csv"])
    monkeypatch.setattr(runs, "archive_folder", lambda *_: runs.Filed("parliament_files", files=1))
    summary = house.backfill(from_folder=[("parliament_files", Path("somewhere"))])
    assert summary.path is not None
    assert summary.exit_code == 3


@pytest.mark.parametrize(
    ("house_has", "code"),
    [
        ({"new_problems": [{"rule": "sum"}]}, 1),
        ({"crawled": {"is_good": False, "finish_reason": "closespider_errorcount"}}, 1),  # reached, but not complete
        ({"refusal": ["650 seats became 12"]}, 2),
        # refused weighs more than not reached
        ({"crawled": {"is_good": False}, "refusal": ["650 seats became 12"]}, 2),
    ],
)
def test_exit_codes(house: House, house_has: dict[str, Any], code: int) -> None:
    for name, value in house_has.items():
        setattr(house, name, value)
    assert house.backfill().exit_code == code


def test_a_refused_publish_gives_its_reasons(house: House) -> None:
    house.refusal = ["650 seats became 12"]
    summary = house.backfill()
    assert summary.path is None
    assert "650 seats became 12" in house.notes.said[-1]
    assert summary.as_dict()["refusal"] == ["650 seats became 12"]


def test_runs_take_turns(house: House) -> None:
    with WriterLock(house.settings.home, "night") as lock:
        assert lock.acquire()

        async def both() -> runs.Summary:
            run = asyncio.create_task(
                runs.backfill(house.settings, step=house.step, report=house.notes, now=NOW, offline=True)
            )
            while not house.notes.said:
                await asyncio.sleep(0)
            assert house.steps == []
            lock.release()
            return await run

        assert asyncio.run(both()).exit_code == 0
    assert "held by night, process" in house.notes.said[0]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"sources": ["parlament"]}, "there is no source 'parlament'"),
        ({"sources": ["parliament_files"]}, "--from-folder parliament_files=DIR"),
        ({"sources": ["starter"]}, "comes with the project"),
        ({"from_date": date(2020, 1, 2), "to_date": date(2020, 1, 1)}, "no poll lies between"),
        ({"from_folder": [("parliament", Path())]}, "parliament is not read from a folder"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_happens(
    house: House, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(UnknownSource, match=words):
        house.backfill(**options)
    assert house.steps == []


def test_without_a_name_every_source_that_crawls_is_meant() -> None:
    assert [source.name for source in sources_to_crawl()] == [
        one.name for one in SOURCES.values() if one.crawls and not one.only_when_named
    ]
    assert [source.name for source in sources_to_crawl(["parliament", "parliament"])] == ["parliament"]
