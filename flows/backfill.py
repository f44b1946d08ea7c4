"""The flow behind the backfill and recheck deployments; `byelections backfill` runs the same steps without Prefect."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows import runs
from flows.tasks import RunReport, conclude, task_step, tell_blocks
from spiders.settings import load_settings


@flow(name="backfill")
async def backfill(
    sources: list[str] | None = None,
    from_folder: dict[str, str] | None = None,
    from_date: date | None = None,
    to_date: date | None = None,
    offline: bool = False,
) -> State[Any]:
    """Gather every result the sources hold, or only polls from one day to another (both included), and publish.

    `from_folder` names a folder for each source that comes as files. With `offline` nothing is fetched: the bundled
    starter data and the archive are read.
    """
    settings, report = load_settings(), RunReport()
    summary = await runs.backfill(
        settings,
        step=task_step,
        report=report,
        now=datetime.now(UTC),
        sources=sources or (),
        from_folder=[(source, Path(folder)) for source, folder in (from_folder or {}).items()],
        from_date=from_date,
        to_date=to_date,
        offline=offline,
    )
    await tell_blocks(settings, summary, report)
    return await conclude(summary)
