"""What the doctor says of the schedules, the messages and the sources: a stand-in for Prefect's server answers."""

from __future__ import annotations

import copy
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import duckdb
import pytest
import yaml
from pydantic import SecretStr

from flows.doctor import LONGEST_RUN, writer
from flows.doctor_schedules import DEPLOYMENTS, Finding, clock, prefect_findings, receivers, sources
from flows.outbox import Outbox, Receiver
from spiders.settings import Settings
from warehouse.publish import WriterLock

NOW = datetime(2029, 5, 4, 3, 10, tzinfo=UTC)
NAMES = [one["name"] for one in yaml.safe_load(DEPLOYMENTS.read_text(encoding="utf-8"))["deployments"]]
WELL: dict[str, Any] = {
    "/health": True,
    "/work_pools/local": {"is_paused": False},
    "/work_pools/local/workers/filter": [
        {"name": "one", "status": "ONLINE", "last_heartbeat_time": "2029-05-04T03:09:50Z"}
    ],
    "/v2/concurrency_limits/warehouse-writer": {"limit": 1, "active": True, "active_slots": 0},
    "/deployments/filter": [
        {"id": name, "name": name, "paused": False, "schedules": [{"active": True}]} for name in NAMES
    ],
    "/flow_runs/filter": [],
}


@contextmanager
def serving(answers: dict[str, Any]) -> Iterator[str]:
    """A server with these answers; 404 for a path that has none, and for a HEAD."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "{}")
            answer = answers.get(self.path)
            if callable(answer):
                answer = answer(asked)
            body = json.dumps(answer).encode()
            self.send_response(404 if answer is None else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_HEAD = do_POST

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def settings(home: Any, notify: str = "") -> Settings:
    values = {"home": home, "notify": SecretStr(notify) if notify else None}
    return Settings(_env_file=None, **values)  # type: ignore[call-arg]  # the stubs leave it out


def bad(findings: Iterator[Finding]) -> list[str]:
    return [f"{one.verdict} {one.what}: {one.seen}" for one in findings if one.verdict != "ok"]


def test_all_is_well_or_there_are_no_schedules(tmp_path):
    assert list(prefect_findings(None, settings(tmp_path))) == []
    with serving(WELL) as api:
        found = list(prefect_findings(api, settings(tmp_path)))
    assert bad(iter(found)) == []
    assert {"prefect server", "work pool", "worker", "one writer", "deployments"} == {one.what for one in found}


@pytest.mark.parametrize(
    ("path", "answer", "words"),
    [
        ("/work_pools/local", None, "fail work pool: there is none called local"),
        ("/work_pools/local", {"is_paused": True}, "fail work pool: local is paused: no run starts"),
        ("/work_pools/local/workers/filter", [], "fail worker: none is alive: no run starts"),
        (
            "/work_pools/local/workers/filter",
            [{"name": "one", "status": "OFFLINE", "last_heartbeat_time": "2029-05-01T00:00:00Z"}],
            "fail worker: none is alive; the last was seen 2029-05-01T00:00:00: no run starts",
        ),
        ("/v2/concurrency_limits/warehouse-writer", None,
         "fail one writer: there is no concurrency limit warehouse-writer: every scheduled run fails"),
        ("/v2/concurrency_limits/warehouse-writer", {"limit": 3, "active": False, "active_slots": 0},
         "warn one writer: the limit warehouse-writer is 3 and switched off"),
        ("/deployments/filter", [], f"fail deployments: not registered: {', '.join(NAMES)}"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(tmp_path, path: str, answer: Any, words: str):
    with serving(WELL | {path: answer}) as api:
        found = list(prefect_findings(api, settings(tmp_path)))
    assert bad(iter(found)) == [words]
    assert all(one.mend for one in found if one.verdict != "ok")


def test_deployments_paused_and_runs_gone_wrong(tmp_path):
    well = copy.deepcopy(WELL)
    daily = next(one for one in well["/deployments/filter"] if one["name"] == "refresh-daily")
    daily |= {"schedules": [{"active": False}]}

    def runs(asked: dict[str, Any]) -> list[dict[str, Any]]:
        if asked["deployments"]["id"]["any_"] != ["refresh-daily"]:
            return []
        if asked["flow_runs"]["state"].get("name"):
            return [{"expected_start_time": "2029-05-04T05:30:00Z"}]
        state = {"message": "refresh: nothing published"}
        return [
            {
                "id": "x",
                "state_type": "FAILED",
                "state_name": "Failed",
                "state": state,
                "end_time": "2029-05-03T05:31:00Z",
            }
        ]

    with serving(well | {"/flow_runs/filter": runs}) as api:
        found = bad(prefect_findings(api, settings(tmp_path)))
    assert found == [
        "warn deployments: refresh-daily is paused: it runs only when started by hand",
        "warn last run: refresh-daily ended Failed, 2029-05-03T05:31:00: refresh: nothing published",
        "warn late run: refresh-daily should have started 2029-05-04T05:30:00",
    ]


def test_a_server_that_is_down_or_breaks_down(tmp_path):
    with serving(WELL) as api:
        pass
    (finding,) = prefect_findings(api, settings(tmp_path))
    assert finding.verdict == "fail" and "does not answer" in finding.seen
    with serving({"/health": True, "/work_pools/local": lambda _: 1 / 0}) as api:
        assert "breaks down" in bad(prefect_findings(api, settings(tmp_path)))[0]


def test_blocks_that_are_named_and_not_there(tmp_path):
    named = settings(tmp_path, "block:slack-webhook/desk block:webhook/newsroom")
    there = {"/block_types/slug/webhook/block_documents/name/newsroom": {"id": "x"}}
    with serving(WELL | there) as api:
        assert bad(prefect_findings(api, named)) == ["fail notifications: there is no block slack-webhook/desk"]


def test_receivers_that_answer_or_do_not(tmp_path):
    with serving({}) as address:
        assert bad(receivers(settings(tmp_path, f"{address}/hook?key=s3cret"))) == []
    found = bad(receivers(settings(tmp_path, f"slack:{address}/hook?key=s3cret")))
    assert len(found) == 1 and "does not answer" in found[0] and "s3cret" not in found[0]
    Outbox(tmp_path / "notifications.json", {"https 1f": Receiver({}, {"id-1": {}}, "HTTP status 503")}).save()
    assert bad(receivers(settings(tmp_path))) == ["warn notifications: 1 events wait for https 1f; HTTP status 503"]
    (tmp_path / "notifications.json").write_text("{")
    assert bad(receivers(settings(tmp_path)))[0].startswith("fail notifications: ")


def test_the_clock_and_the_sources(tmp_path):
    file = settings(tmp_path).warehouse_file
    assert bad(clock(settings(tmp_path), NOW)) == [] and list(sources(settings(tmp_path))) == []
    file.parent.mkdir()
    with duckdb.connect(str(file)) as made:
        made.execute(
            """create view captures as select timestamptz '2029-05-04 03:00:00+00' as fetched_at;
            create table sources (source varchar, captures integer, is_overdue boolean, last_success_at timestamptz,
                expected_freshness_days integer, last_error varchar);
            insert into sources values ('office', 1, true, '2029-04-01 00:00:00+00', 8, null),
                ('paper', 1, false, '2029-05-04 00:00:00+00', 8, 'unexpected-page: no table'),
                ('files', null, false, null, null, null)"""
        )
    assert bad(clock(settings(tmp_path), NOW)) == []
    assert len(bad(clock(settings(tmp_path), NOW - timedelta(days=1)))) == 1
    assert bad(sources(settings(tmp_path))) == [
        "warn sources: office: nothing since 2029-04-01, and news is expected every 8 days",
        "warn sources: paper: unexpected-page: no table",
    ]


def test_a_lock_held_for_days_is_a_run_that_hangs(tmp_path):
    with WriterLock(tmp_path, "backfill") as lock:
        assert lock.acquire()
        now = datetime.now(UTC)
        assert writer(settings(tmp_path), now).verdict == "warn"
        assert writer(settings(tmp_path), now + LONGEST_RUN + timedelta(minutes=1)).verdict == "fail"
    assert writer(settings(tmp_path), now).verdict == "ok"
