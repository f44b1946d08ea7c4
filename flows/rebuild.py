"""The flow behind the rebuild deployment; `byelections rebuild` runs the same steps without Prefect."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows import runs
from flows.tasks import RunReport, conclude, task_step, tell_blocks
from spiders.settings import load_settings


@flow(name="rebuild")
async def rebuild() -> State[Any]:
    """Make the warehouse anew from the archive alone, without a single request."""
    settings, report = load_settings(), RunReport()
    summary = await runs.rebuild(settings, step=task_step, report=report, now=datetime.now(UTC))
    await tell_blocks(settings, summary, report)
    return await conclude(summary)
