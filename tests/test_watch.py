"""The watch on a site of the tests' own: manners, faults, and what it tells."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows import watch
from spiders.archive import load_index
from spiders.watch import Watched
from tests.sample_site import HOST, Answer, Site, gaps, robots

ROBOTS = {f"{host}/robots.txt": robots() for host in ("slow.example", "busy.example", "failing.example")}
PAGE = Answer(b"<p>declared</p>", headers={"ETag": '"1"'})
LATER = Answer(b"<p>corrected</p>", headers={"ETag": '"2"'})
DELAY = 0.05
Told = list[dict[str, Any]]


def follow(
    site: Site, home: Path, addresses: str, is_enough: Callable[[list[dict[str, Any]]], bool]
) -> list[dict[str, Any]]:
    """What a watch of these addresses tells until it is enough."""
    contest = Watched("parl.barchester.by.2020-02-15", addresses, date(2020, 2, 15))
    told: Told = []

    async def run() -> None:
        going = watch.Watch(site.settings(home, delay=DELAY), [contest], 0.05, lambda level, line: None)
        try:
            async with asyncio.timeout(60):
                async for word in going.lines():
                    told.append(word)
                    if is_enough(told):
                        return
        finally:
            await going.stop()

    asyncio.run(run())
    return told


@pytest.fixture(autouse=True)
def sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "night_sources", lambda: {"borough": "tests.sample_night"})


def kinds(told: Told, path: str) -> list[str]:
    return [word["kind"] for word in told if word.get("url", "").endswith(path)]


def test_a_night_of_faults(tmp_path):
    """One page changes, one stalls, one challenges, one is withdrawn, a host's rules fail at first: all at once."""
    pages: dict[str, Answer | Sequence[Answer]] = {
        **ROBOTS,
        "/robots.txt": robots(),
        "/list": Answer(f"https://{HOST}/result\nthe list".encode(), headers={"ETag": '"list"'}),
        "/result": [PAGE, PAGE, PAGE, LATER],
        "/gone": [PAGE, Answer(status=404), Answer(status=410)],
        "/back": [PAGE, Answer(status=404), PAGE],
        "slow.example/result": Answer(stalls=True),
        "busy.example/result": Answer(status=403, headers={"cf-mitigated": "challenge"}),
        "failing.example/robots.txt": [robots(status=503), robots()],
        "failing.example/result": [Answer(is_reset=True), Answer(b"<p>cut</p>", cut_at=3), PAGE],
    }
    hosts = ("slow.example", "busy.example", "failing.example")
    addresses = [
        *(f"https://{HOST}{path}" for path in ("/list", "/gone", "/back")),
        *(f"https://{host}/result" for host in hosts),
    ]

    def is_enough(told: Told) -> bool:
        news = [word for word in told if word["kind"] == "changed"]
        found = {(word["url"]) for word in news}
        return (
            f"https://{HOST}/result" in found
            and "answering" in kinds(told, "failing.example/result")
            and kinds(told, "/gone").count("failing") == 2
            and "answering" in kinds(told, "/back")
            and len([word for word in news if word["url"].endswith(f"{HOST}/result")]) == 2
        )

    with Site(pages) as site:
        told = follow(site, tmp_path, " ".join(addresses), is_enough)
        asked = [one for one in site.asked_of(HOST) if one.path == "/result"]
        assert "if-none-match" in asked[1].headers
        assert min(gaps(site.asked_of(HOST))) >= DELAY
        assert site.paths("failing.example")[:2] == ["/robots.txt", "/robots.txt"]
    # a page that is gone is a reason to read, once; one that never was there is none
    assert kinds(told, "/gone").count("changed") == 2
    # one that is back is a reason as well, though it be the same page
    assert kinds(told, "/back").count("changed") == 3
    reasons = {word["reason"] for word in told if word["kind"] == "failing"}
    assert {
        "HTTP 404 Not Found",
        "HTTP 410 Gone",
        "a challenge for browsers instead of the page (cf-mitigated)",
    } <= reasons
    # all of it is in the archive, whole, in a file of the source's own
    captures = load_index(tmp_path / "archive")
    assert {capture.source for capture in captures} == {"borough"}
    assert {word["capture_id"] for word in told if word["kind"] == "changed"} <= {one.capture_id for one in captures}
