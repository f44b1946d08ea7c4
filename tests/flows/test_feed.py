"""The Atom feed: valid, escaped, the same bytes for the same events."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.feed import ATOM, MOST_ENTRIES, atom
from flows.notify import write_feed

NOW = datetime(2029, 5, 4, 3, 10, tzinfo=UTC)
A = f"{{{ATOM}}}"


def event(number: int = 1, **values: Any) -> dict[str, Any]:
    return {"event_id": f"{number:032x}", "event": "declaration", "at_time": NOW + timedelta(minutes=number)} | values


def entries(body: bytes) -> list[ElementTree.Element]:
    feed = ElementTree.fromstring(body)
    # what RFC 4287, 4.1.1 and 4.1.2, asks for
    for element in (feed, *feed.findall(f"{A}entry")):
        for name in ("id", "title", "updated"):
            (found,) = element.findall(A + name)
            assert found.text, name
    assert feed.findall(f"{A}author/{A}name")
    return feed.findall(f"{A}entry")


WORDS = st.fixed_dictionaries({"note": st.text(), "constituency": st.none() | st.text(), "source_url": st.text()})


@settings(max_examples=25)
@given(st.lists(WORDS, max_size=8))
def test_any_text_gives_a_valid_feed(texts):
    events = [event(number, **values) for number, values in enumerate(texts)]
    body = atom(events)
    found = entries(body)
    assert [entry.findtext(f"{A}id") for entry in found] == [
        f"tag:byelections.example,2026:event:{one['event_id']}" for one in reversed(events)
    ]
    assert atom(list(reversed(events))) == body


def test_an_entry():
    told = event(
        note='Ann <b>"Ace"</b> & co', constituency="Môn", source_url="https://a.example/?a=1&b=2", observed_at=NOW
    )
    (entry,) = entries(atom([told]))
    assert entry.findtext(f"{A}title") == "Môn: declaration"
    assert entry.findtext(f"{A}summary") == 'Ann <b>"Ace"</b> & co'
    assert entry.findtext(f"{A}updated") == "2029-05-04T03:11:00Z"
    assert [link.get("href") for link in entry.findall(f"{A}link")] == ["https://a.example/?a=1&b=2"]
    (entry,) = entries(atom([event(source_url="file:office/x.csv", observed_at=NOW + timedelta(days=2))]))
    assert entry.findall(f"{A}link") == [], "a place in our archive is nobody else's"
    assert (entry.findtext(f"{A}published"), entry.findtext(f"{A}updated")) == (
        "2029-05-04T03:11:00Z", "2029-05-06T03:10:00Z",
    )  # fmt: skip


def test_the_latest_are_kept_and_nothing_changes_without_an_event(tmp_path):
    events = [event(number) for number in range(MOST_ENTRIES + 5)] + [event(999, at_time=None)]
    assert len(entries(atom(events))) == MOST_ENTRIES
    assert entries(atom([])) == []
    file = tmp_path / "site" / "events.atom"
    write_feed(file, events)
    before = file.stat()
    write_feed(file, list(reversed(events)))
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert [path.name for path in file.parent.iterdir()] == ["events.atom"]
