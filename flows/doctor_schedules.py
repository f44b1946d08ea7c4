"""What is wrong with what runs on its own: Prefect's server, its worker and deployments, the messages, the sources.

Prefect is asked over its own HTTP interface: importing it would take seconds, and nothing here is a flow.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from flows.outbox import load_outbox
from spiders.settings import Settings
from warehouse.look import ask
from warehouse.publish import current

DEPLOYMENTS = Path(__file__).parent.parent / "prefect.yaml"
LIMIT = "warehouse-writer"  # flows/tasks.py holds it while a run writes
SKEW = timedelta(minutes=2)
TIMEOUT = 5.0
DEPLOY = "prefect --no-prompt deploy --all, in the checkout"


@dataclass(frozen=True, slots=True)
class Finding:
    verdict: str  # "ok", "warn" or "fail"
    what: str
    seen: str
    mend: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def ok(what: str, seen: str) -> Finding:
    return Finding("ok", what, seen)


def warn(what: str, seen: str, mend: str) -> Finding:
    return Finding("warn", what, seen, mend)


def fail(what: str, seen: str, mend: str) -> Finding:
    return Finding("fail", what, seen, mend)


Ask = Callable[..., Any]  # (path, body or None) -> the answer; None for 404


def asking(api: str) -> Ask:
    """Asks Prefect's server; None when there is no such thing, urllib's errors for everything else."""

    def ask_server(path: str, body: dict[str, Any] | None = None) -> Any:
        request = urllib.request.Request(
            f"{api.rstrip('/')}{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                if error.code == 404:
                    return None
            raise

    return ask_server


def prefect_findings(api: str | None, settings: Settings | None) -> Iterator[Finding]:
    """Only where a server is configured: nothing but the schedules needs it."""
    if not api:
        return
    server = asking(api)
    try:
        server("/health")
    except (OSError, ValueError) as error:
        mend = "prefect server start, or unset PREFECT_API_URL when you use no schedules"
        yield fail("prefect server", f"{api} does not answer: {error}", mend)
        return
    yield ok("prefect server", f"{api} answers")
    try:
        yield from pool_and_worker(server)
        yield limit(server)
        if DEPLOYMENTS.is_file():
            yield from deployments(server, yaml.safe_load(DEPLOYMENTS.read_text(encoding="utf-8"))["deployments"])
        else:
            yield warn("deployments", f"{DEPLOYMENTS} is not here to compare with", "run this in the checkout")
        yield from blocks(server, settings)
    except (OSError, ValueError) as error:
        yield fail("prefect server", f"answers, and breaks down when asked for more: {error}", "see the server's log")


def pool_and_worker(server: Ask) -> Iterator[Finding]:
    pool = server("/work_pools/local")
    if pool is None:
        yield fail("work pool", "there is none called local", "prefect work-pool create local --type process")
        return
    if pool["is_paused"]:
        yield fail("work pool", "local is paused: no run starts", "prefect work-pool resume local")
    else:
        yield ok("work pool", "local is there")
    workers = server("/work_pools/local/workers/filter", {}) or []
    alive = [one["name"] for one in workers if one["status"] == "ONLINE"]
    if alive:
        yield ok("worker", f"{', '.join(alive)} is alive")
    else:
        seen = max((one["last_heartbeat_time"] or "" for one in workers), default="")
        words = f"none is alive{f'; the last was seen {seen[:19]}' if seen else ''}: no run starts"
        yield fail("worker", words, "prefect worker start --pool local, or systemctl restart byelections-worker")


def limit(server: Ask) -> Finding:
    """The limit that lets one writing run at a time start, on whatever machine its worker is."""
    found = server(f"/v2/concurrency_limits/{LIMIT}")
    if found is None:
        mend = f"prefect gcl create {LIMIT} --limit 1"
        return fail("one writer", f"there is no concurrency limit {LIMIT}: every scheduled run fails", mend)
    if not found["active"] or found["limit"] != 1:
        words = f"the limit {LIMIT} is {found['limit']}{'' if found['active'] else ' and switched off'}"
        return warn("one writer", words, f"prefect gcl update {LIMIT} --limit 1; prefect gcl enable {LIMIT}")
    return ok("one writer", f"the limit {LIMIT} is 1, {found['active_slots']} in use")


def deployments(server: Ask, wanted: list[dict[str, Any]]) -> Iterator[Finding]:
    """Whether all that prefect.yaml has are registered and not paused, and how the last run of each ended."""
    names = [one["name"] for one in wanted]
    registered = {one["name"]: one for one in server("/deployments/filter", {}) or []}
    if missing := [name for name in names if name not in registered]:
        yield fail("deployments", f"not registered: {', '.join(missing)}", DEPLOY)
    ours = [registered[name] for name in names if name in registered]
    scheduled = {one["name"] for one in wanted if one.get("schedules")}
    for one in ours:
        is_off = one["name"] in scheduled and not any(each["active"] for each in one["schedules"])
        if one["paused"] or is_off:
            mend = f"prefect deployment schedule resume, or {DEPLOY}"
            yield warn("deployments", f"{one['name']} is paused: it runs only when started by hand", mend)
    if not missing:
        yield ok("deployments", f"all {len(ours)} are registered")
    for one in ours:
        yield from last_run(server, one)


def last_run(server: Ask, deployment: dict[str, Any]) -> Iterator[Finding]:
    """How the last run of a deployment ended, and whether one should have started and has not."""
    of_it = {"deployments": {"id": {"any_": [deployment["id"]]}}, "limit": 1}
    ended = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}}, "sort": "END_TIME_DESC"}
    runs = server("/flow_runs/filter", of_it | ended) or []
    if runs and runs[0]["state_type"] != "COMPLETED":
        words = (runs[0]["state"]["message"] or "").splitlines() or [""]
        seen = f"{deployment['name']} ended {runs[0]['state_name']}, {str(runs[0]['end_time'])[:19]}: {words[0][:200]}"
        yield warn("last run", seen, f"prefect flow-run inspect {runs[0]['id']}; docs/operations.md, When a run is red")
    late = {"flow_runs": {"state": {"name": {"any_": ["Late"]}}}}
    if waiting := server("/flow_runs/filter", of_it | late):
        since = str(waiting[0]["expected_start_time"])[:19]
        yield warn("late run", f"{deployment['name']} should have started {since}", "see whether the worker is alive")


def blocks(server: Ask, settings: Settings | None) -> Iterator[Finding]:
    for target in settings.notify_targets if settings else ():
        if target.startswith("block:"):
            kind, _, name = target.removeprefix("block:").partition("/")
            if server(f"/block_types/slug/{quote(kind)}/block_documents/name/{quote(name)}") is None:
                mend = "create it (prefect block create, or the server's page), or mend BYELECTIONS_NOTIFY"
                yield fail("notifications", f"there is no block {kind}/{name}", mend)
            else:
                yield ok("notifications", f"the block {kind}/{name} is there")


def receivers(settings: Settings) -> Iterator[Finding]:
    """Whether the web addresses of BYELECTIONS_NOTIFY answer at all, and whether messages wait; nothing is told."""
    for target in settings.notify_targets:
        if target.startswith("block:"):
            continue
        address = target.removeprefix("slack:")
        host = urlsplit(address).netloc.rpartition("@")[2]
        try:
            urllib.request.urlopen(urllib.request.Request(address, method="HEAD"), timeout=TIMEOUT).close()
        except urllib.error.HTTPError as error:
            error.close()  # an answer all the same: most take no HEAD
            yield ok("notifications", f"{host} answers")
        except OSError as error:
            why = getattr(error, "reason", error)
            yield fail("notifications", f"{host} does not answer: {why}", "mend BYELECTIONS_NOTIFY, or wait for it")
        else:
            yield ok("notifications", f"{host} answers")
    try:
        outbox = load_outbox(settings.home / "notifications.json")
    except ValueError as error:
        yield fail("notifications", str(error).partition("\n")[0], "remove it: recent events are told again")
        return
    for name, receiver in outbox.receivers.items():
        if receiver.waiting:
            why = f"; {receiver.last_failure}" if receiver.last_failure else ""
            yield warn(
                "notifications", f"{len(receiver.waiting)} events wait for {name}{why}", "the next run tries again"
            )


def clock(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Whether London's time is known, and the clock has not gone back behind what was fetched."""
    try:
        summer = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/London")).utcoffset()
    except ZoneInfoNotFoundError:
        yield fail("time zones", "Europe/London is not known", "install tzdata, the package of the system")
        return
    if summer != timedelta(hours=1):
        yield fail("time zones", f"London is {summer} from UTC in July", "install tzdata, the package of the system")
    newest = next((row[0] for row in published_rows(settings, "select max(fetched_at) from captures")), None)
    if newest and newest > now + SKEW:
        words = f"it is {now:%Y-%m-%d %H:%M} UTC here, and the newest page was fetched later: {newest:%Y-%m-%d %H:%M}"
        yield fail("clock", words, "set the clock (timedatectl set-ntp true)")
    else:
        yield ok("clock", f"{now:%Y-%m-%d %H:%M} UTC, and London's time is known")


def published_rows(settings: Settings, question: str) -> list[tuple[Any, ...]]:
    """The answer of the published warehouse, nothing where there is none that can answer."""
    try:
        return ask(current(settings.warehouse_file), question)[1]
    except Exception:  # noqa: BLE001  what is wrong with the file is a finding of its own
        return []


def sources(settings: Settings) -> Iterator[Finding]:
    """Sources that have been silent for too long, or whose pages do not read, as the published warehouse has it."""
    rows = published_rows(
        settings,
        "select source, is_overdue, strftime(last_success_at, '%Y-%m-%d'), expected_freshness_days, last_error "
        "from sources where captures is not null",
    )
    for source, is_overdue, last, days, error in rows:
        if is_overdue:
            seen = f"{source}: nothing since {last}, and news is expected every {days} days"
            yield warn("sources", seen, f"byelections refresh --source {source}")
        if error:
            mend = "docs/operations.md, When a source breaks"
            yield warn("sources", f"{source}: {error[:200]}", mend)
    if rows and not any(is_overdue or error for _, is_overdue, _, _, error in rows):
        yield ok("sources", f"{len(rows)} fetched, none overdue")
