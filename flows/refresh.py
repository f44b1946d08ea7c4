"""The flow behind the daily refresh; `byelections refresh` runs the same steps without Prefect."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows import runs
from flows.tasks import RunReport, conclude, task_step, tell_blocks
from spiders.settings import load_settings


@flow(name="refresh")
async def refresh(sources: list[str] | None = None) -> State[Any]:
    """Ask the sources (all, unless some are named) for what is new since last time, and publish it."""
    settings, report = load_settings(), RunReport()
    summary = await runs.refresh(settings, step=task_step, report=report, now=datetime.now(UTC), sources=sources or ())
    await tell_blocks(settings, summary, report)
    return await conclude(summary)
