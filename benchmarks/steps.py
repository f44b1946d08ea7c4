"""The steps that benchmarks measure, each run in a process of its own: `python -m benchmarks.steps NAME ARGUMENTS`.

Prints one JSON object: "seconds" of the step itself, without the start of Python, and what it counted.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Said = dict[str, Any]


def read(home: str) -> Said:
    """Archive -> statements, all of it again."""
    from flows.reading import read_archive
    from spiders.settings import Settings

    settings = Settings(home=Path(home))
    shutil.rmtree(settings.records_dir, ignore_errors=True)
    started = time.perf_counter()
    report = read_archive(settings)
    return {"seconds": time.perf_counter() - started, "pages": report.pages, "files": report.files}


def publish(home: str) -> Said:
    """Statements -> the published file: build, checks, swap."""
    from flows.publishing import publish_warehouse
    from spiders.settings import Settings

    settings = Settings(home=Path(home))
    started = time.perf_counter()
    report = publish_warehouse(settings, now=datetime.now(UTC))
    size = settings.warehouse_file.stat().st_size
    return {"seconds": time.perf_counter() - started, "tables": report.tables, "bytes": size}


def profile(home: str) -> Said:
    """As `publish`, with the seconds of each part: "raw", every SQL file that took a tenth of a second, checks."""
    from warehouse import build

    took: dict[str, float] = defaultdict(float)
    plain_run, plain_load = build.run, build.load_raw

    def timed_run(connection: Any, part: str, names: Any) -> None:
        for name in names:
            started = time.perf_counter()
            plain_run(connection, part, (name,))
            took[f"{part}/{name}"] += time.perf_counter() - started

    def timed_load(*arguments: Any) -> None:
        started = time.perf_counter()
        plain_load(*arguments)
        took["raw"] += time.perf_counter() - started

    build.run, build.load_raw = timed_run, timed_load
    import flows.publishing

    plain_checks = flows.publishing.run_checks

    def timed_checks(*arguments: Any) -> Any:
        started = time.perf_counter()
        found = plain_checks(*arguments)
        took["checks"] += time.perf_counter() - started
        return found

    flows.publishing.run_checks = timed_checks
    said = publish(home)
    took["the settling query, checkpoint, swap"] = said["seconds"] - sum(took.values())
    parts = {name: seconds for name, seconds in took.items() if seconds >= 0.1}
    return said | {"parts": dict(sorted(parts.items(), key=lambda part: -part[1]))}


def statements(records: Path) -> dict[str, str]:
    """Table -> glob of its Parquet files."""
    return {
        table: f"{records}/*/*/{table}.parquet"
        for table in ("contest", "candidacy", "party_votes", "listing", "registration", "figure", "problem")
    }


def ctas(home: str) -> Said:
    """DuckDB's own way: each kind of statement by `create table as select *`, checkpointed and closed."""
    import duckdb

    from warehouse.build import STORAGE_VERSION

    into = Path(home) / "ctas.duckdb"
    into.unlink(missing_ok=True)
    rows = 0
    started = time.perf_counter()
    connection = duckdb.connect()
    connection.execute(f"attach '{into}' as made (storage_version '{STORAGE_VERSION}')")
    for table, files in statements(Path(home) / "records").items():
        connection.execute(f"create table made.{table} as select * from read_parquet('{files}')")
    connection.execute("checkpoint made")
    connection.execute("detach made")
    seconds = time.perf_counter() - started
    connection = duckdb.connect(str(into), read_only=True)
    for table in statements(Path(home) / "records"):
        rows += connection.execute(f"select count(*) from {table}").fetchall()[0][0]
    connection.close()
    size = into.stat().st_size
    into.unlink()
    return {"seconds": seconds, "rows": rows, "bytes": size}


def load(home: str) -> Said:
    """Ours without the settling: the same rows into the keyed raw tables, published by the swap."""
    import duckdb

    from flows.publishing import given
    from warehouse.build import STORAGE_VERSION, load_raw
    from warehouse.publish import publish

    link = Path(home) / "loaded" / "raw.duckdb"
    shutil.rmtree(link.parent, ignore_errors=True)
    now = datetime.now(UTC)

    def build(into: Path) -> None:
        connection = duckdb.connect()
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{into}' as warehouse (storage_version '{STORAGE_VERSION}')")
        connection.execute("use warehouse")
        connection.execute("create schema raw")
        # without the archive's index, which the other way does not load either
        load_raw(connection, Path(home) / "records", link.parent / "no-archive", given(now))
        connection.execute("use memory")
        connection.execute("checkpoint warehouse")
        connection.execute("detach warehouse")
        connection.close()

    started = time.perf_counter()
    publish(link, build)
    seconds = time.perf_counter() - started
    size = link.stat().st_size
    shutil.rmtree(link.parent)
    return {"seconds": seconds, "bytes": size}


def bare(server: str, pages: str, at_once: str) -> Said:
    """Scrapy as it comes, on the addresses of the server itself."""
    from scrapy.crawler import AsyncCrawlerProcess

    from benchmarks.spiders import Bare

    settings = {
        "LOG_LEVEL": "ERROR",
        "TELNETCONSOLE_ENABLED": False,
        "CONCURRENT_REQUESTS_PER_DOMAIN": int(at_once),
    }
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(Bare)
    process.crawl(crawler, server=server, pages=pages)
    process.start()
    stats = crawler.stats.get_stats()
    return {"seconds": stats["elapsed_time_seconds"], "pages": stats["response_received_count"]}


def recorded(server: str, pages: str, home: str) -> Said:
    """A crawl as a run starts it, in a process of its own, with the delays off."""
    from flows.crawl import run_child
    from spiders.settings import Settings, scrapy_settings

    settings = Settings(home=Path(home), delay=0, mirror=server)
    job = {
        "spider": "benchmarks.spiders.Recorded",
        "settings": scrapy_settings(settings),
        "args": {"pages": pages},
        "parent": os.getpid(),
    }
    _, stats = asyncio.run(run_child(job, lambda level, message: None))
    return {"seconds": stats["elapsed_time_seconds"], "pages": stats["byelections/pages"]}


STEPS: dict[str, Callable[..., Said]] = {
    one.__name__: one for one in (read, publish, profile, ctas, load, bare, recorded)
}

if __name__ == "__main__":
    print(json.dumps(STEPS[sys.argv[1]](*sys.argv[2:])))
