"""Messages through Prefect's notification blocks, named in BYELECTIONS_NOTIFY as "block:<type>/<name>".

Any block that can notify (Slack, Teams, e-mail, a custom webhook, ...) and the plain webhook block.
"""

from __future__ import annotations

import asyncio
import inspect
from datetime import datetime
from typing import Any

import httpx
from prefect.blocks.abstract import NotificationBlock, NotificationError
from prefect.blocks.core import Block
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.blocks.webhook import Webhook
from prefect.types import SecretDict

from flows.notify import Message, NotTold, Pause, Send, Told, deliver, may_pass, outbox_file
from flows.outbox import name_of, only_teller
from spiders.settings import Settings


async def announce_through_blocks(settings: Settings, *, now: datetime, pause: Pause = asyncio.sleep) -> Told:
    """Tell the receivers that are blocks what waits for them in the outbox; nothing new is put in it."""
    targets = [target for target in settings.notify_targets if target.startswith("block:")]
    if not targets:
        return Told()
    async with only_teller(outbox_file(settings), pause) as outbox:
        blocks = {
            target: through_block(target.removeprefix("block:"))
            for target in targets
            if name_of(target) in outbox.receivers
        }
        return await deliver(outbox, blocks, now=now, pause=pause)


def through_block(name: str) -> Send:
    """Sends through the block of that name ("slack-webhook/newsroom"), loaded anew for each message: a webhook's
    client cannot be used twice."""

    async def send(message: Message) -> None:
        try:
            block = await Block.aload(name)
        except ValueError as error:  # what Prefect makes of a block that does not exist
            raise NotTold(f"no block {name}: {error}", may_pass=False) from error
        try:
            await call(block, message)
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            raise NotTold(f"HTTP status {status}", may_pass=may_pass(status)) from None
        except (httpx.HTTPError, OSError) as error:
            raise NotTold(f"no answer: {type(error).__name__}", may_pass=True) from None

    return send


async def call(block: Block, message: Message) -> None:
    """One message through one block; raises what its HTTP client raises, or NotTold."""
    key = {"Idempotency-Key": message["event_id"]}
    if isinstance(block, Webhook):
        block.headers = SecretDict(block.headers.get_secret_value() | key)
        (await block.call(message)).raise_for_status()
        return
    if not isinstance(block, NotificationBlock):
        raise NotTold(f"{type(block).__name__} is no block that notifies", may_pass=False)
    if isinstance(block, CustomWebhookNotificationBlock):
        block.headers = (block.headers or {}) | key
    with block.raise_on_failure():  # most of them pass over a failure otherwise
        try:
            # by its kind, a block's own method is async or not
            sent: Any = block.notify(f"{message['text']} [{message['event_id']}]", subject=message["text"][:100])
            if inspect.isawaitable(sent):
                await sent
        except NotificationError as error:
            raise NotTold(str(error)[:200], may_pass=True) from error
