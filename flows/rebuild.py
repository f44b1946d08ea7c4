"""The flow behind the rebuild deployment; `byelections rebuild` runs the same steps without Prefect."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows import runs
from flows.tasks import conclude, taking_turns, task_step
from spiders.settings import load_settings


@flow(name="rebuild")
async def rebuild() -> State[Any]:
    """Make the warehouse anew from the archive alone, without a single request."""
    async with taking_turns() as report:
        summary = await runs.rebuild(load_settings(), step=task_step, report=report, now=datetime.now(UTC))
        return await conclude(summary)
