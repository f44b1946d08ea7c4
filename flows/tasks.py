"""What the flows share of Prefect: a step as a task, the log and the artifact of a run, and when a run is red."""

from __future__ import annotations

import asyncio
import inspect
import re
from contextlib import AbstractAsyncContextManager
from typing import Any

from prefect import get_run_logger, task
from prefect.artifacts import acreate_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.concurrency.asyncio import concurrency
from prefect.states import Completed, Failed

from flows.blocks import announce_through_blocks
from flows.runs import NEW_PROBLEMS, PUBLISHED, Summary
from spiders.settings import Settings

WRITER_LIMIT = "warehouse-writer"  # docs/operations.md creates it; the file lock holds even where nobody did
RETRY_DELAYS = [60.0, 600.0]


async def task_step(name: str, function: Any, *args: Any, on_network: bool = False, **options: Any) -> Any:
    """A step as a Prefect task. Only steps that need the network are tried again; arithmetic does not get better.

    Functions that are not async go to a thread, so that the run keeps answering the server.
    """

    async def work() -> Any:
        if inspect.iscoroutinefunction(function):
            return await function(*args, **options)
        return await asyncio.to_thread(function, *args, **options)

    retries = len(RETRY_DELAYS) if on_network else 0
    # no cache: a step's result is in the archive or the warehouse, and its arguments may hold keys
    as_task = task(
        name=name,
        retries=retries,
        retry_delay_seconds=RETRY_DELAYS[:retries],
        cache_policy=NO_CACHE,
        persist_result=False,
    )
    return await as_task(work)()


class RunReport:
    """Words and log lines go to the log of the flow run; there is no progress bar to move."""

    def __init__(self) -> None:
        self.logger = get_run_logger()

    def say(self, words: str) -> None:
        self.logger.info(words)

    def log(self, level: int, message: str) -> None:
        self.logger.log(level, message)

    def progress(self, what: str, done: int, of: int | None = None) -> None:
        pass

    def turn(self) -> AbstractAsyncContextManager[object]:
        """One writing run at a time, seen from Prefect; not while it crawls, or waits to try a silent source again."""
        return concurrency(WRITER_LIMIT, occupy=1)


async def tell_blocks(settings: Settings, summary: Summary, report: RunReport) -> None:
    """Tell the receivers that are Prefect's blocks what the run has put into the outbox."""
    if summary.path is None:
        return
    if words := (await announce_through_blocks(settings, now=summary.started_at)).in_words():
        report.say(words)


async def conclude(summary: Summary) -> State[Any]:
    """Leave the counts as an artifact; the run is green only when it published and found no new problem."""
    await acreate_markdown_artifact(
        as_markdown(summary), key=f"{summary.command}-counts", description=summary.closing_line()
    )
    if summary.exit_code == PUBLISHED:
        return Completed(message=summary.closing_line())
    if summary.exit_code == NEW_PROBLEMS:
        return Failed(name="NewProblems", message=f"{summary.closing_line()} (published all the same)")
    reasons = [*summary.refusal, *(f"{source} could not be reached" for source in summary.unreachable)]
    return Failed(message=f"{summary.closing_line()}: {'; '.join(reasons) or 'nothing to publish'}")


def as_markdown(summary: Summary) -> str:
    """The artifact: what came in, what went out, what to look at."""
    lines = [f"# {summary.command}", "", summary.closing_line(), ""]
    if summary.crawls or summary.filed:
        lines += ["| Source | Pages | Not modified | Bytes | Complete |", "|---|--:|--:|--:|---|"]
        for crawl in summary.crawls:
            complete = "no answer" if crawl.is_unreachable else "yes" if crawl.is_good else cell(crawl.finish_reason)
            lines.append(f"| {crawl.source} | {crawl.pages} | {crawl.not_modified} | {crawl.bytes} | {complete} |")
        for filed in summary.filed:
            lines.append(f"| {filed.source} (files) | {filed.files} | {filed.unchanged} | | |")
        lines.append("")
    if summary.tables:
        lines += [
            "| Table | Rows |",
            "|---|--:|",
            *(f"| {name} | {rows} |" for name, rows in summary.tables.items()),
            "",
        ]
    if summary.refusal:
        lines += ["## Not published", "", *(f"- {cell(reason)}" for reason in summary.refusal), ""]
    if summary.new_problems:
        lines += [f"## New problems ({len(summary.new_problems)})", ""]
        for problem in summary.new_problems[:50]:
            words = "; ".join(f"{name} {value}" for name, value in problem.items() if value is not None)
            lines.append(f"- {cell(words)}")
    return "\n".join(lines)


def cell(text: object) -> str:
    """Text of a page, safe inside a line of Markdown."""
    return re.sub(r"\s+", " ", re.sub(r"([|<>*_`\[\]])", r"\\\1", str(text)))
