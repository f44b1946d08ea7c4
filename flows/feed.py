"""The feed of what happened as Atom (RFC 4287): a pure function of the events, the same bytes for the same ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

ATOM = "http://www.w3.org/2005/Atom"
IDS = "tag:byelections.example,2026:"  # RFC 4151; the same event has the same id whoever publishes it
MOST_ENTRIES = 200
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LINKABLE = re.compile(r"https?://[^\s<>\"]+")

Event = dict[str, Any]  # a row of `events`, with constituency and poll_date


def atom(events: Sequence[Event]) -> bytes:
    """A feed of the latest events; `events` are rows with at least event_id, event and at_time.

    An event without a moment is left out. The feed itself was updated when the latest of its entries was, so that it
    does not change when nothing happened.
    """
    dated = [event for event in events if event["at_time"]]
    latest = sorted(dated, key=lambda event: (event["at_time"], event["event_id"]), reverse=True)[:MOST_ENTRIES]
    feed = ElementTree.Element("feed", {"xmlns": ATOM})
    add(feed, "id", IDS + "events")
    add(feed, "title", "UK by-elections: what happened")
    newest = max(map(updated, latest), default=datetime(1970, 1, 1, tzinfo=UTC))
    add(feed, "updated", rfc3339(newest))
    add(add(feed, "author"), "name", "byelections")
    add(feed, "generator", "byelections")
    for event in latest:
        add_entry(feed, event)
    ElementTree.indent(feed)
    body: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def add_entry(feed: ElementTree.Element, event: Event) -> None:
    entry = add(feed, "entry")
    add(entry, "id", IDS + "event:" + event["event_id"])
    add(entry, "title", headline(event))
    add(entry, "published", rfc3339(event["at_time"]))
    add(entry, "updated", rfc3339(updated(event)))
    add(entry, "category", term=event["event"])
    if LINKABLE.fullmatch(event.get("source_url") or ""):
        add(entry, "link", rel="via", href=event["source_url"])
    add(entry, "summary", event.get("note") or headline(event))


def headline(event: Event) -> str:
    """ "Hartlepool: declaration", "parliament: source silent": what happened, to whom, in a line."""
    about = event.get("constituency") or event.get("ballot_paper_id") or event.get("source") or "byelections"
    return f"{about}: {event['event']}"


def updated(event: Event) -> datetime:
    """When an entry last told something new: what happened long ago may be learnt of today."""
    moments = [moment for moment in (event["at_time"], event.get("observed_at")) if moment]
    latest: datetime = max(moments)
    return latest


def rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    """A child element; characters that XML cannot hold at all are left out, the others are escaped by the writer."""
    clean = {key: NOT_IN_XML.sub("", value) for key, value in attributes.items()}
    child = ElementTree.SubElement(parent, name, clean)
    if text is not None:
        child.text = NOT_IN_XML.sub("", text)
    return child
