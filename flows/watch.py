"""The child that watches: started, listened to, started again when it dies, ended."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from typing import Any

from flows.crawl import Log, end, forward_lines, start_child
from flows.sources import SOURCES
from spiders.settings import Settings, scrapy_settings
from spiders.watch import Watched

SPIDER = "spiders.night.NightSpider"
# As in spiders.night, whose import would cost the parent Scrapy's second.
SETTINGS: dict[str, Any] = {
    "RETRY_TIMES": 0,  # the next question is the retry
    "CLOSESPIDER_ERRORCOUNT": 0,
    "CONCURRENT_REQUESTS": 100,  # still one a host: hosts that do not answer must not hold up the others
    "DOWNLOAD_TIMEOUT": 20,  # seconds
    "EXTENSIONS": {"spiders.night.NightRecorder": 0, "spiders.outcome.Outcome": 0},
}
PATIENCE = (0.1, 1.0, 5.0, 15.0, 60.0)  # seconds before a child that died is started again, the last for ever


def night_sources() -> dict[str, str]:
    """The sources that can be watched, and the module that says where."""
    return {source.name: source.night for source in SOURCES.values() if source.night}


class Watch:
    """One watch of some contests, over as many children as it takes."""

    def __init__(self, settings: Settings, contests: Iterable[Watched], every: float, log: Log):
        self.settings = settings
        self.contests = {one.ballot_paper_id: one for one in contests}
        self.every = every
        self.log = log
        self.child: asyncio.subprocess.Process | None = None
        self.is_ending = False

    async def lines(self) -> AsyncIterator[dict[str, Any]]:
        """What the child tells, until the watch is ended; {"kind": "restarted", "reason"} when a new one takes over."""
        deaths = 0
        while not self.is_ending and self.contests:
            child = await self._start()
            assert child.stdout and child.stderr
            pump = asyncio.create_task(forward_lines(child.stderr, self.log))
            try:
                async for line in child.stdout:
                    told = _parsed(line)
                    if told.get("kind"):
                        deaths = 0 if told["kind"] == "changed" else deaths
                        yield told
                code = await child.wait()
            finally:
                await end(child)
                pump.cancel()
            if self.is_ending or not self.contests:
                return
            yield {"kind": "restarted", "reason": f"the watching process ended (exit code {code})"}
            await asyncio.sleep(PATIENCE[min(deaths, len(PATIENCE) - 1)])
            deaths += 1

    async def _start(self) -> asyncio.subprocess.Process:
        child = await start_child()
        self.child = child
        await self._tell(
            {
                "spider": SPIDER,
                "settings": {**scrapy_settings(self.settings), **SETTINGS},
                "args": {
                    "contests": json.dumps([one.as_dict() for one in self.contests.values()]),
                    "sources": json.dumps(night_sources()),
                    "every": str(self.every),
                },
                "parent": os.getpid(),
            }
        )
        return child

    async def _tell(self, word: dict[str, Any]) -> None:
        if self.child is not None and self.child.stdin is not None:
            with suppress(BrokenPipeError, ConnectionResetError):
                self.child.stdin.write(json.dumps(word).encode() + b"\n")
                await self.child.stdin.drain()

    async def done(self, contests: Iterable[str]) -> None:
        """These need no watching any more; the watch ends with the last."""
        gone = [one for one in contests if self.contests.pop(one, None)]
        if gone:
            await self._tell({"done": gone})

    async def stop(self) -> None:
        """End the watch; what it has archived is there, whole records each."""
        self.is_ending = True
        if self.child is not None and self.child.stdin is not None:
            self.child.stdin.close()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.child.wait(), 2)
            await end(self.child)


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        told = json.loads(line)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
