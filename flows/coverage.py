"""The flow behind the schedule of coverage; `byelections coverage` runs the same steps without Prefect."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows import coverage_run
from flows.tasks import RunReport, conclude, task_step, tell_blocks
from spiders.settings import load_settings


@flow(name="coverage")
async def coverage(ballot_paper_ids: list[str] | None = None, since: date | None = None) -> State[Any]:
    """Gather the news coverage of these by-elections, or of all that are near, and publish it."""
    settings, report = load_settings(), RunReport()
    summary = await coverage_run.coverage(
        settings,
        step=task_step,
        report=report,
        now=datetime.now(UTC),
        ballots=ballot_paper_ids or (),
        since=since,
    )
    await tell_blocks(settings, summary, report)
    return await conclude(summary)
