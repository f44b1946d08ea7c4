"""One crawl in a process of its own: `python -m spiders.child`.

stdin   one JSON line: {"spider": dotted class, "settings": Scrapy's, "args": {...}, "parent": process id}
stderr  log lines as JSON: {"level": 20, "name": "...", "message": "..."}
stdout  the crawl's statistics as one JSON object
exit    0 good, 3 not (`is_good` says when)
"""

from __future__ import annotations

import ctypes
import json
import logging
import os
import signal
import sys
from typing import Any, TextIO

PR_SET_PDEATHSIG = 1  # Linux: a signal when the parent dies, so that no crawl runs on unseen
NOT_GOOD = 3


class JsonLines(logging.Handler):
    """Writes each log record as one line that the parent can hand to its own log."""

    def __init__(self, stream: TextIO):
        super().__init__()
        self.stream = stream

    def emit(self, record: logging.LogRecord) -> None:
        try:
            message = self.format(record)
            line = json.dumps({"level": record.levelno, "name": record.name, "message": message})
            self.stream.write(line + "\n")
            self.stream.flush()
        except (OSError, ValueError):
            self.handleError(record)


def is_good(stats: dict[str, Any]) -> bool:
    """Whether a crawl did all it set out to do: ended by itself, no exception, no failure, and some page.

    A crawl of news may find that every page is declined by its site; that is a good crawl without a page.
    """
    return (
        stats.get("finish_reason") == "finished"
        and not stats.get("spider_exceptions/count")
        and not stats.get("byelections/failures")
        and bool(stats.get("byelections/pages") or stats.get("byelections/declined"))
    )


def die_with_parent(parent: int | None) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if parent is not None and os.getppid() != parent:  # it died before we asked
            sys.exit(NOT_GOOD)


def is_worth_a_line(record: logging.LogRecord) -> bool:
    """Scrapy turns its own loggers up, and lists versions, extensions and settings at every start."""
    return record.levelno >= logging.WARNING or not record.name.startswith("scrapy.")


def set_up_log(level: str) -> None:
    logging.captureWarnings(True)
    lines = JsonLines(sys.stderr)
    lines.setLevel(level)
    lines.addFilter(is_worth_a_line)
    logging.root.addHandler(lines)
    logging.root.setLevel(level)


def main() -> int:
    job = json.loads(sys.stdin.readline())
    die_with_parent(job.get("parent"))
    set_up_log(job["settings"].get("LOG_LEVEL", "INFO"))

    from scrapy.crawler import AsyncCrawlerProcess  # after the log is set up: importing it takes a second
    from scrapy.utils.misc import load_object

    process = AsyncCrawlerProcess(job["settings"])
    crawler = process.create_crawler(load_object(job["spider"]))
    process.crawl(crawler, **job["args"])
    process.start()  # a first SIGTERM ends the crawl in good order
    stats = crawler.stats.get_stats() if crawler.stats is not None else {}
    print(json.dumps(stats, default=str), flush=True)
    return 0 if not process.bootstrap_failed and is_good(stats) else NOT_GOOD


if __name__ == "__main__":
    sys.exit(main())
