"""Telling what happened: at least once, under one id, to receivers that fail, hang up or are killed in between."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.notify import NotTold, Told, deliver, post, through_http
from flows.outbox import Outbox, is_news, load_outbox, name_of, only_teller, put
from spiders.settings import Settings

NOW = datetime(2029, 5, 4, 3, 10, tzinfo=UTC)
DROP, HANG = "drop", "hang"


class Receiver:
    """A webhook on loopback: answers one by one as told, then 204 for ever; notes (idempotency key, body)."""

    def __init__(self, *answers: int | str):
        self.answers = list(answers)
        self.got: list[tuple[str, Any]] = []
        self.hung = threading.Event()  # somebody is waiting for an answer that does not come
        self.go_on = threading.Event()
        self._lock = threading.Lock()

    @contextmanager
    def listening(self) -> Iterator[str]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with receiver._lock:
                    answer = receiver.answers.pop(0) if receiver.answers else 204
                    if answer != DROP:
                        receiver.got.append((self.headers["Idempotency-Key"], body))
                if answer == HANG:
                    receiver.hung.set()
                    receiver.go_on.wait(10)
                if isinstance(answer, int):
                    self.send_response(answer)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                else:
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/hook?key=s3cret"
        finally:
            self.go_on.set()
            server.shutdown()
            thread.join()
            server.server_close()


def event(number: int = 1, **values: Any) -> dict[str, Any]:
    return {
        "event_id": f"id-{number}", "event": "declaration", "at_time": NOW + timedelta(minutes=number),
        "ballot_paper_id": "parl.barchester.by.2029-05-03", "constituency": "Barchester",
        "poll_date": date(2029, 5, 3), "source": "office", "note": "Ann Archer (Labour), majority 20",
        "source_url": None, "observed_at": NOW,
    } | values  # fmt: skip


class Clock:
    """Stands in for waiting."""

    def __init__(self) -> None:
        self.waited: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.waited.append(seconds)


def tell(home: Path, target: str, *events: dict[str, Any]) -> tuple[Told, Clock]:
    """One round: what is new into the outbox, then everything that waits to the receiver."""
    settings = Settings(home=home, _env_file=None)  # type: ignore[call-arg]  # the stubs leave it out
    outbox, clock = load_outbox(home / "notifications.json"), Clock()
    put(outbox, target, events, NOW)
    outbox.save()
    sender = {target: through_http(settings, target)}
    return asyncio.run(deliver(outbox, sender, now=NOW, pause=clock)), clock


def test_an_event_is_told_once_with_its_id_in_header_and_body(tmp_path):
    receiver = Receiver()
    with receiver.listening() as address:
        assert tell(tmp_path, address, event(1), event(2))[0].told == 2
        assert tell(tmp_path, address, event(1), event(2), event(3))[0].told == 1
    assert [key for key, _ in receiver.got] == ["id-1", "id-2", "id-3"]
    key, body = receiver.got[0]
    assert body["event_id"] == key
    assert body["text"] == "Barchester: declaration - Ann Archer (Labour), majority 20"
    assert body["at_time"] == "2029-05-04T03:11:00+00:00" and body["poll_date"] == "2029-05-03"
    assert "s3cret" not in (tmp_path / "notifications.json").read_text()


@pytest.mark.parametrize("failure", [500, 503, 429, DROP])
def test_a_receiver_that_fails_twice_is_told_at_the_third_try(tmp_path, failure):
    receiver = Receiver(failure, failure)
    with receiver.listening() as address:
        told, clock = tell(tmp_path, address, event())
    assert (told.told, told.waiting, told.failures) == (1, 0, [])
    assert clock.waited == [1.0, 4.0]
    assert {key for key, _ in receiver.got} == {"id-1"}


def test_a_receiver_that_is_down_is_told_by_the_next_run(tmp_path):
    receiver = Receiver(*[503] * 3)
    with receiver.listening() as address:
        told, _ = tell(tmp_path, address, event(1), event(2))
        assert (told.told, told.waiting) == (0, 2)
        assert told.failures == [f"{name_of(address)}: HTTP status 503"]
        # the events may be gone from the warehouse by then: what was once put in is told all the same
        told, _ = tell(tmp_path, address)
        assert (told.told, told.waiting) == (2, 0)
    assert [key for key, _ in receiver.got] == ["id-1"] * 3 + ["id-1", "id-2"]
    told, _ = tell(tmp_path, address, event(3))
    assert "no answer: ConnectionRefusedError" in told.failures[0] and "s3cret" not in told.in_words()


def test_a_message_refused_does_not_hold_up_the_others(tmp_path):
    receiver = Receiver(400)
    with receiver.listening() as address:
        told, clock = tell(tmp_path, address, event(1), event(2))
        assert (told.told, told.waiting, clock.waited) == (1, 1, []), "a refusal does not pass by waiting"
        assert tell(tmp_path, address)[0].told == 1
    assert [key for key, _ in receiver.got] == ["id-1", "id-2", "id-1"]


def test_a_redirect_is_not_followed_without_its_body():
    with Receiver(302).listening() as address, pytest.raises(NotTold, match="HTTP status 302"):
        post(address, {}, "id", "byelections")


def test_a_chat_gets_a_line(tmp_path):
    receiver = Receiver()
    with receiver.listening() as address:
        tell(tmp_path, f"slack:{address}", event())
    ((_, body),) = receiver.got
    assert body == {"text": "Barchester: declaration - Ann Archer (Labour), majority 20 [id-1]"}


KILLED = """
import asyncio, sys
from datetime import datetime, UTC
from pathlib import Path
from flows.notify import deliver, through_http
from flows.outbox import load_outbox
from spiders.settings import Settings
home, target = Path(sys.argv[1]), sys.argv[2]
outbox = load_outbox(home / "notifications.json")
senders = {target: through_http(Settings(home=home), target)}
asyncio.run(deliver(outbox, senders, now=datetime.now(UTC), pause=asyncio.sleep))
"""


def test_killed_between_the_message_and_the_note_of_it(tmp_path):
    """The receiver has the second message, and we die before its yes: it is told again, nothing is forgotten."""
    receiver = Receiver(204, HANG)
    with receiver.listening() as address:
        outbox = load_outbox(tmp_path / "notifications.json")
        put(outbox, address, [event(1), event(2), event(3)], NOW)
        outbox.save()
        with subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path), address]) as child:
            assert receiver.hung.wait(60)
            child.kill()
        assert tell(tmp_path, address)[0].told == 2
    assert [key for key, _ in receiver.got] == ["id-1", "id-2", "id-2", "id-3"]


def test_a_new_receiver_is_not_told_of_the_past(tmp_path):
    outbox = Outbox(tmp_path / "notifications.json")
    long_ago = event(1, at_time=NOW - timedelta(days=3))
    assert list(put(outbox, "https://a.example/", [long_ago, event(2)], NOW).waiting) == ["id-2"]
    # what is known to it now may be late news: a correction made days ago and seen today
    late = event(3, event="correction", at_time=NOW - timedelta(days=3))
    assert list(put(outbox, "https://a.example/", [long_ago, event(2), late], NOW).waiting) == ["id-2", "id-3"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, True),
        ({"poll_date": date(2029, 6, 14)}, True),  # still to come
        ({"poll_date": date(2029, 3, 1)}, False),  # history that a backfill brings
        ({"poll_date": None}, False),
        ({"event": "vacancy", "at_time": NOW - timedelta(days=20)}, False),
        ({"event": "correction", "at_time": NOW - timedelta(days=20)}, True),
        ({"event": "source silent", "ballot_paper_id": None}, True),
        ({"event": "source silent", "ballot_paper_id": None, "at_time": NOW - timedelta(days=90)}, False),
    ],
)
def test_what_is_news(values: dict[str, Any], expected: bool):
    assert is_news(event(**values), NOW) == expected


@settings(max_examples=25)
@given(rounds=st.lists(st.sets(st.integers(0, 9)), max_size=5), refuse=st.sets(st.integers(0, 30)))
def test_everything_put_in_is_told_in_the_end_and_once(tmp_path_factory, rounds, refuse):
    outbox = Outbox(tmp_path_factory.mktemp("outbox") / "notifications.json")
    got: list[str] = []
    calls = iter(range(1000))

    async def send(message: dict[str, Any]) -> None:
        if next(calls) in refuse:
            raise NotTold("busy", may_pass=True)
        got.append(message["event_id"])

    async def no_pause(_: float) -> None:
        pass

    target = "https://a.example/"
    for numbers in [*rounds, *[set[int]()] * 40]:
        put(outbox, target, [event(number) for number in numbers], NOW)
        asyncio.run(deliver(outbox, {target: send}, now=NOW, pause=no_pause))
    assert sorted(got) == sorted({f"id-{number}" for numbers in rounds for number in numbers})


def test_two_tellers_take_turns(tmp_path):
    """A night's watch and a refresh: neither forgets what the other has put in or told."""
    file = tmp_path / "notifications.json"
    order: list[str] = []

    async def teller(number: int) -> None:
        async with only_teller(file, asyncio.sleep) as outbox:
            order.append(f"in {number}")
            put(outbox, "https://a.example/", [event(number)], NOW)
            await asyncio.sleep(0)
            outbox.save()
            order.append(f"out {number}")

    async def both() -> None:
        await asyncio.gather(teller(1), teller(2))

    asyncio.run(both())
    assert order == ["in 1", "out 1", "in 2", "out 2"]
    (receiver,) = load_outbox(file).receivers.values()
    assert list(receiver.waiting) == ["id-1", "id-2"]


def test_a_damaged_outbox_says_what_to_do(tmp_path):
    file = tmp_path / "notifications.json"
    file.write_text('{"https 1f": {"tol')
    with pytest.raises(ValueError, match="remove it"):
        load_outbox(file)


def test_through_prefects_blocks():
    from prefect.blocks.notifications import CustomWebhookNotificationBlock
    from prefect.blocks.webhook import Webhook

    from flows.blocks import call

    message = {"event_id": "id-1", "text": "Barchester: declaration"}
    receiver = Receiver()
    with receiver.listening() as address:
        asyncio.run(call(Webhook.model_validate({"url": address, "headers": {"X-Desk": "politics"}}), message))
        values = {"name": "desk", "url": address, "json_data": {"line": "{{body}}"}}
        asyncio.run(call(CustomWebhookNotificationBlock.model_validate(values), message))
    assert receiver.got == [("id-1", message), ("id-1", {"line": "Barchester: declaration [id-1]"})]
    with Receiver(503).listening() as address, pytest.raises(Exception, match="503"):
        asyncio.run(call(Webhook.model_validate({"url": address}), message))
