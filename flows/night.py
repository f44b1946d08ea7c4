"""The flow behind by-election night; `byelections night` runs the same without Prefect."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.events import emit_event

from flows.blocks import announce_through_blocks
from flows.night_run import EVERY, night_of
from flows.notify import Told, announce
from flows.story import Event, in_words
from flows.tasks import RunReport, cell, conclude
from spiders.settings import load_settings
from spiders.watch import next_time

TOLD = {
    "winner-named",
    "declared",
    "corrected",
    "disputed",
    "called-off",
    "confirmed",
    "withdrawn",
    "restored",
    "unreadable",
    "not-published",
}


@flow(name="night")
async def night(contests: list[str] | None = None, every: float = EVERY, until: str | None = None) -> State[Any]:
    """Watch these contests, else those polled today or still being counted, until declared and confirmed.

    Takes the writer lock for each publish, and not Prefect's limit of one writer: it would keep others out all night.
    """
    now, settings = datetime.now(UTC), load_settings()

    async def tell_all() -> Told:
        told = await announce(settings, now=datetime.now(UTC))
        through_blocks = await announce_through_blocks(settings, now=datetime.now(UTC))
        return Told(told.told + through_blocks.told, through_blocks.waiting, [*told.failures, *through_blocks.failures])

    summary = await night_of(
        settings,
        report=RunReport(),
        now=now,
        contests=contests or (),
        every=every,
        until=next_time(until, now) if until else None,
        on_event=tell_prefect,
        on_publish=tell_all,
    )
    return await conclude(summary)


async def tell_prefect(event: Event) -> None:
    """An event for automations to act on, and an artifact a declaration, for people to look at."""
    if event.kind not in TOLD:
        return
    about = f"contest.{event.ballot_paper_id}" if event.ballot_paper_id else "night"
    emit_event(
        event=f"byelections.{event.kind}",
        resource={"prefect.resource.id": f"byelections.{about}"},
        payload=event.as_dict(),
    )
    if event.kind == "declared" and event.ballot_paper_id:
        key = event.ballot_paper_id.replace(".", "-").replace("_", "-").lower()
        await acreate_markdown_artifact(result_table(event), key=f"declared-{key}", description=event.words)


def result_table(event: Event) -> str:
    lines = [f"# {cell(event.words)}", "", "| Candidate | Party | Votes |", "|---|---|--:|"]
    parties = event.details.get("parties", {})
    for candidate, votes in event.details.get("votes", {}).items():
        lines.append(f"| {cell(candidate)} | {cell(parties.get(candidate) or '')} | {in_words(votes)} |")
    return "\n".join(lines)
