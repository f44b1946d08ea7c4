"""One crawl, run in a child process, its log lines and statistics handed to the caller.

A child, because a crash in a crawl must not take the run with it, and because only a process can be ended for good.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.sources import source_info
from spiders.settings import Settings, scrapy_settings

GRACE = 20.0  # seconds a child gets to end in good order
ROOT = Path(__file__).parent.parent

Log = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """What a crawl brought, in figures a person can check."""

    source: str
    pages: int  # documents the site answered with, also those it said had not changed
    not_modified: int
    bytes: int  # of bodies, as they came over the network
    failures: list[tuple[str, str]]  # (address, reason)
    finish_reason: str  # "finished", or what ended it
    is_good: bool
    is_unreachable: bool  # not one page of the source answered, nor did its robots.txt forbid us
    declined: list[tuple[str, str]] = field(default_factory=list)  # what a news site said no to, and how
    gone: list[tuple[str, str]] = field(default_factory=list)  # what a news site lists and does not have
    kept_as: dict[str, str] = field(default_factory=dict)  # address of a failure -> where what came instead lies


async def crawl(
    settings: Settings,
    source: str,
    *,
    args: Mapping[str, str],
    log: Log,
    overrides: Mapping[str, Any] | None = None,
) -> CrawlReport:
    """Crawl a source, or what a dotted spider class is made for, into the archive.

    `args` go to the spider, `overrides` over the Scrapy settings. Cancelling it ends the child in good order, by force
    after a while; what was fetched until then is in the archive.
    """
    job = {
        "spider": source if "." in source else source_info(source).spider,
        "settings": {**scrapy_settings(settings), **(overrides or {})},
        "args": dict(args),
        "parent": os.getpid(),
    }
    code, stats = await run_child(job, log)
    return report_of(source, code, stats)


def report_of(source: str, code: int, stats: Mapping[str, Any]) -> CrawlReport:
    answered = stats.get("byelections/answers", 0) or stats.get("robotstxt/forbidden", 0)
    finish = str(stats.get("finish_reason") or stats.get("start_error") or f"the crawl broke down (exit code {code})")
    ended_by_itself = stats.get("finish_reason") == "finished"
    return CrawlReport(
        source=source,
        pages=stats.get("byelections/pages", 0),
        not_modified=stats.get("byelections/not_modified", 0),
        bytes=stats.get("byelections/bytes", 0),
        failures=[(str(url), str(reason)) for url, reason in stats.get("byelections/failures", ())],
        finish_reason=finish,
        is_good=code == 0,
        is_unreachable=ended_by_itself and not answered,
        declined=[(str(url), str(reason)) for url, reason in stats.get("byelections/declined", ())],
        gone=[(str(url), str(reason)) for url, reason in stats.get("byelections/gone", ())],
        kept_as={str(url): str(place) for url, place in stats.get("byelections/kept_as", {}).items()},
    )


async def start_child() -> asyncio.subprocess.Process:
    """A `spiders.child`, waiting for its job on stdin."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "spiders.child",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,  # a Ctrl-C reaches us, and the child through us
        env=os.environ | {"PYTHONPATH": path},
        limit=1 << 20,
    )


async def run_child(job: Mapping[str, Any], log: Log) -> tuple[int, dict[str, Any]]:
    """Run one job; its exit code and statistics (empty when the child did not come so far)."""
    child = await start_child()
    assert child.stdin and child.stdout and child.stderr
    pump = asyncio.create_task(forward_lines(child.stderr, log))
    try:
        with suppress(BrokenPipeError, ConnectionResetError):
            child.stdin.write(json.dumps(job).encode() + b"\n")
            await child.stdin.drain()
        child.stdin.close()
        out = await child.stdout.read()
        code = await child.wait()
        await pump
    finally:
        await end(child)
        pump.cancel()
    lines = out.splitlines()
    try:
        return code, json.loads(lines[-1]) if lines else {}
    except ValueError:
        return code, {}


async def end(child: asyncio.subprocess.Process) -> None:
    """Make sure that the child is gone."""
    if child.returncode is not None:
        return
    with suppress(ProcessLookupError):
        child.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(child.wait(), GRACE)
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()


async def forward_lines(stream: asyncio.StreamReader, log: Log) -> None:
    """Hand the child's log lines on; what is not a log line (a crash of the interpreter) is an error."""
    while True:
        try:
            line = await stream.readline()
        except ValueError:  # a line longer than the limit
            log(logging.WARNING, "a log line of the crawl was too long to hand on")
            continue
        if not line:
            return
        try:
            values = json.loads(line)
            level, message = int(values["level"]), str(values["message"])
        except (ValueError, KeyError, TypeError):
            level, message = logging.ERROR, line.decode("utf-8", "replace").rstrip()
        log(level, message)
