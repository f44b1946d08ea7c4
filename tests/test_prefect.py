"""The deployments on a real Prefect server with a real worker: they register, a run finishes, a schedule makes runs.

Prefect's own metadata allows versions with which the server does not start, or starts and silently schedules nothing;
this test is what would notice.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.story import Event
from warehouse.look import ask

ROOT = Path(__file__).parent.parent
DEPLOYMENTS = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
DEADLINE = 90.0  # seconds; each wait is for a condition and usually a fraction of this
TERMINAL = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}

# What a shell would do in three processes, of which each would first import Prefect, which takes three seconds.
ONE_AFTER_ANOTHER = """import sys
from prefect.cli import app
for command in sys.argv[1:]:
    sys.argv = ["prefect", "--no-prompt", *command.split()]
    try:
        app()
    except SystemExit as end:
        if end.code:
            raise"""


def test_every_deployment_says_what_it_does_and_takes_turns() -> None:
    for deployment in DEPLOYMENTS:
        assert len(deployment["description"].split()) >= 15, deployment["name"]
        assert deployment["concurrency_limit"]["limit"] == 1, deployment["name"]
        strategy = "CANCEL_NEW" if deployment.get("schedules") else "ENQUEUE"
        assert deployment["concurrency_limit"]["collision_strategy"] == strategy, deployment["name"]
        path, _, flow = deployment["entrypoint"].partition(":")
        assert f"async def {flow}(" in (ROOT / path).read_text(encoding="utf-8")
        for schedule in deployment.get("schedules", ()):
            assert schedule["timezone"] == "Europe/London", deployment["name"]


def test_what_prefect_is_told_of_a_night(monkeypatch: pytest.MonkeyPatch) -> None:
    from flows import night

    events: list[tuple[str, str]] = []
    artifacts: list[str] = []

    async def artifact(markdown: str, key: str, description: str) -> None:
        artifacts.append(key)

    def emit(event: str, resource: dict[str, str], payload: dict[str, Any]) -> None:
        events.append((event, resource["prefect.resource.id"]))

    monkeypatch.setattr(night, "emit_event", emit)
    monkeypatch.setattr(night, "acreate_markdown_artifact", artifact)
    contest = "parl.barchester.by.2024-02-15"
    for kind, ballot in (("declared", contest), ("watching", None), ("not-published", None)):
        asyncio.run(night.tell_prefect(Event(kind, datetime(2024, 2, 16, tzinfo=UTC), kind, ballot)))
    assert events == [
        ("byelections.declared", f"byelections.contest.{contest}"), ("byelections.not-published", "byelections.night"),
    ]  # fmt: skip
    assert artifacts == ["declared-parl-barchester-by-2024-02-15"]


class Server:
    """A Prefect server of the test's own: its database, its port, its profile."""

    def __init__(self, folder: Path):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.api = f"http://127.0.0.1:{self.port}/api"
        self.folder = folder
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "BYELECTIONS_"))}
        self.environment = {
            **inherited,
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_API_URL": self.api,
            "PREFECT_WORKER_QUERY_SECONDS": "1",
            "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2",
            "DO_NOT_TRACK": "1",
            "TMPDIR": str(folder),  # the worker leaves things there
            "BYELECTIONS_HOME": str(folder / "home"),
            "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
        }

    def prefect(self, *commands: str) -> None:
        """Commands of Prefect's, one after another."""
        run = subprocess.run(
            [sys.executable, "-c", ONE_AFTER_ANOTHER, *commands],
            capture_output=True, text=True, check=False, cwd=ROOT, env=self.environment, timeout=DEADLINE,
        )  # fmt: skip
        assert run.returncode == 0, run.stdout + run.stderr

    @contextmanager
    def running(self, log: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """A Prefect process in the background, its output in a file, ended with its children."""
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "prefect", *arguments],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, cwd=ROOT, env=self.environment,
            )  # fmt: skip
            try:
                yield process
            finally:
                process.terminate()
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        request = urllib.request.Request(
            f"{self.api}{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        deadline = time.monotonic() + DEADLINE
        while True:
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                # busy with its SQLite file and asking to be asked again, as Prefect's own client then does
                if error.code != HTTPStatus.SERVICE_UNAVAILABLE or time.monotonic() > deadline:
                    raise
            threading.Event().wait(0.2)

    def is_up(self) -> bool:
        try:
            return bool(self.ask("/health"))
        except (urllib.error.URLError, OSError):
            return False

    def runs_of(self, deployment: str) -> list[dict[str, Any]]:
        body = {"deployments": {"name": {"any_": [deployment]}}}
        found: list[dict[str, Any]] = self.ask("/flow_runs/filter", body)
        return found


def eventually(what: str, look: Callable[[], Any], evidence: Path) -> Any:
    """Wait for a condition, not for a time; a failure shows the end of the log that would explain it."""
    tick = threading.Event()
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        if found := look():
            return found
        tick.wait(0.2)
    pytest.fail(f"{what}: not within {DEADLINE:.0f} s\n{evidence.read_text(errors='replace')[-3000:]}")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_deployments_on_a_server_with_a_worker(tmp_path: Path) -> None:
    server = Server(tmp_path)
    server_log, worker_log = tmp_path / "server.log", tmp_path / "worker.log"
    with ExitStack() as stack:
        up = stack.enter_context(
            server.running(server_log, "server", "start", "--host", "127.0.0.1", "--port", str(server.port))
        )
        eventually("the server answers", lambda: up.poll() is not None or server.is_up(), server_log)
        assert up.poll() is None, server_log.read_text()

        # what docs/operations.md says to do once
        once = ("work-pool create local --type process", "gcl create warehouse-writer --limit 1", "deploy --all")
        assert all(command in OPERATIONS for command in once)
        server.prefect(*once)
        registered = {one["name"]: one for one in server.ask("/deployments/filter", {})}
        assert set(registered) == {one["name"] for one in DEPLOYMENTS}

        stack.enter_context(server.running(worker_log, "worker", "start", "--pool", "local", "--name", "test"))
        offline = server.ask(
            f"/deployments/{registered['backfill']['id']}/create_flow_run",
            {"parameters": {"offline": True}, "state": {"type": "SCHEDULED"}, "idempotency_key": "the one run"},
        )

        # the server plans a hundred days ahead, which a yearly run may be beyond
        for deployment in (one for one in DEPLOYMENTS if one.get("schedules") and not one["name"].endswith("-yearly")):
            runs = eventually(
                f"{deployment['name']} gets scheduled runs",
                partial(server.runs_of, deployment["name"]),
                server_log,
            )
            assert {run["state_type"] for run in runs} == {"SCHEDULED"}
            assert all(run["auto_scheduled"] for run in runs)

        def ended() -> Any:
            run = server.ask(f"/flow_runs/{offline['id']}")
            return run if run["state_type"] in TERMINAL else None

        run = eventually("the triggered run ends", ended, worker_log)
        tasks = server.ask("/task_runs/filter", {"flow_runs": {"id": {"any_": [offline["id"]]}}})
        names = {task["name"].rpartition("-")[0] for task in tasks}
        assert "archive the starter data" in names, worker_log.read_text()[-3000:]
        artifacts = server.ask("/artifacts/filter", {"artifacts": {"key": {"any_": ["backfill-counts"]}}})
        assert len(artifacts) == 1, worker_log.read_text()[-3000:]

        assert run["state_type"] == "COMPLETED", worker_log.read_text()[-3000:]
        assert names == {
            "archive the starter data",
            "read the archive",
            "build, check and publish",
            "tell what happened",
        }
        columns, rows = ask(tmp_path / "home/warehouse/byelections.duckdb", "select count(*) > 0 from by_elections")
        assert rows == [(True,)]
        assert "by_elections" in artifacts[0]["data"]

        # coverage as its schedule runs it, here without its place in the queue: nobody is near, so nobody is asked
        command = (
            "from asyncio import run; from flows.coverage import coverage as flow; print(run(flow(return_state=True)))"
        )
        hourly = subprocess.run(
            [sys.executable, "-c", command],
            capture_output=True, text=True, check=False, cwd=ROOT, env=server.environment, timeout=DEADLINE,
        )  # fmt: skip
        assert "coverage: nothing to do" in hourly.stdout, hourly.stderr[-3000:]
