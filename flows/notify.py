"""Telling what happened: the Atom file, and a message for each event to those who asked for it (BYELECTIONS_NOTIFY).

At least once, and every repeat under the same event id, in the body and as the header `Idempotency-Key`: a receiver
that has seen the id may leave the message aside. Receivers that are blocks of Prefect's are served by
`flows/blocks.py`, from a flow; on the command line their messages wait in the outbox for the next flow.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flows.feed import Event, atom
from flows.outbox import Outbox, Receiver, name_of, only_teller, put
from spiders.settings import Settings, user_agent
from warehouse.look import ask

TIMEOUT = 10.0  # seconds for one answer
PAUSES = (1.0, 4.0)  # seconds before the second and the third try; then the next run tries again
QUESTION = (
    "select events.*, coalesce(calendar.constituency, calendar.organisation) as constituency, calendar.poll_date "
    "from events left join calendar using (ballot_paper_id)"
)

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]
Pause = Callable[[float], Awaitable[None]]


class NotTold(Exception):
    """A receiver did not take a message; `may_pass` says whether to try again at once."""

    def __init__(self, why: str, *, may_pass: bool):
        self.may_pass = may_pass
        super().__init__(why)


@dataclass(slots=True)
class Told:
    """What became of the messages of one round."""

    told: int = 0
    waiting: int = 0
    failures: list[str] = field(default_factory=list)  # receiver and reason

    def in_words(self) -> str:
        """One line, "" when there was nothing to tell."""
        if not (self.told or self.waiting or self.failures):
            return ""
        words = f"told {self.told} events, {self.waiting} still to be told"
        return words + "".join(f"\n  {failure}" for failure in self.failures)


async def announce(settings: Settings, *, now: datetime, pause: Pause = asyncio.sleep) -> Told:
    """After a publish: write the feed, put what is new into the outbox, tell those that can be told from here."""
    columns, rows = await asyncio.to_thread(ask, settings.warehouse_file, QUESTION)
    events = [dict(zip(columns, row, strict=True)) for row in rows]
    write_feed(settings.site_dir / "events.atom", events)
    targets = settings.notify_targets
    if not targets:
        return Told()
    to_addresses = {target: through_http(settings, target) for target in targets if not target.startswith("block:")}
    async with only_teller(outbox_file(settings), pause) as outbox:
        for target in targets:
            put(outbox, target, events, now)
        outbox.save()
        told = await deliver(outbox, to_addresses, now=now, pause=pause)
    told.waiting = sum(len(outbox.receivers[name_of(target)].waiting) for target in targets)
    return told


def outbox_file(settings: Settings) -> Path:
    return settings.home / "notifications.json"


def write_feed(path: Path, events: Sequence[Event]) -> None:
    """Put the feed in its place whole, and leave it alone when it says the same."""
    body = atom(events)
    if path.is_file() and path.read_bytes() == body:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_bytes(body)
    fresh.replace(path)


async def deliver(outbox: Outbox, senders: dict[str, Send], *, now: datetime, pause: Pause) -> Told:
    """Tell each receiver what waits for it, all at once; what is told is marked so before the next is sent."""
    told = Told()
    await asyncio.gather(*(serve(outbox, target, send, told, now=now, pause=pause) for target, send in senders.items()))
    told.waiting = sum(len(outbox.receivers[name_of(target)].waiting) for target in senders)
    return told


async def serve(outbox: Outbox, target: str, send: Send, told: Told, *, now: datetime, pause: Pause) -> None:
    """One receiver's messages in their order. One that cannot be reached is left until the next run; a message that is
    refused does not hold up those behind it."""
    receiver: Receiver = outbox.receivers[name_of(target)]
    failure = ""
    for event_id, message in list(receiver.waiting.items()):
        try:
            await with_patience(send, message, pause)
        except NotTold as refusal:
            failure = f"{name_of(target)}: {refusal}"
            if refusal.may_pass:
                break
            continue
        receiver.told[event_id] = now.date().isoformat()
        del receiver.waiting[event_id]
        outbox.save()
        told.told += 1
    if failure:
        told.failures.append(failure)
    if failure != receiver.last_failure:
        receiver.last_failure = failure
        outbox.save()


async def with_patience(send: Send, message: Message, pause: Pause) -> None:
    """Send, again after each pause when the failure may pass; raises NotTold after the last try."""
    for seconds in PAUSES:
        try:
            return await send(message)
        except NotTold as refusal:
            if not refusal.may_pass:
                raise
        await pause(seconds)
    return await send(message)


def through_http(settings: Settings, target: str) -> Send:
    """Posts to a webhook; "slack:https://…" gets the one line of text that chat programs show."""
    is_chat = target.startswith("slack:")
    address = target.removeprefix("slack:")
    agent = user_agent(settings)

    async def send(message: Message) -> None:
        body = {"text": f"{message['text']} [{message['event_id']}]"} if is_chat else message
        await asyncio.to_thread(post, address, body, message["event_id"], agent)

    return send


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirected POST would become a GET without its body."""

    def redirect_request(self, *_: Any) -> None:
        return None


def post(address: str, body: Message, event_id: str, agent: str) -> None:
    """One POST; raises NotTold, the address kept out of its words, for anything but a yes."""
    request = urllib.request.Request(
        address,
        data=json.dumps(body, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json", "Idempotency-Key": event_id, "User-Agent": agent},
    )
    try:
        with urllib.request.build_opener(NoRedirects).open(request, timeout=TIMEOUT) as answer:
            answer.read(1 << 16)
    except urllib.error.HTTPError as error:
        with error:
            raise NotTold(f"HTTP status {error.code}", may_pass=may_pass(error.code)) from None
    except (OSError, http.client.HTTPException) as error:  # URLError and timeouts are OSErrors
        reason = getattr(error, "reason", error)
        raise NotTold(f"no answer: {type(reason).__name__}: {reason}", may_pass=True) from None


def may_pass(status: int) -> bool:
    """Whether the same message may be taken later: the receiver is busy or broken, and has not refused it."""
    busy = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)
    return status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in busy
