"""`byelections doctor`: what is wrong with this machine's set-up, and how to mend it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path

from flows.doctor_schedules import Finding, clock, fail, ok, prefect_findings, receivers, sources, warn
from spiders.settings import Settings, SettingsError, load_settings
from warehouse.look import ask, command_line
from warehouse.publish import NothingPublished, WriterLock, current, leftovers, versions

LONGEST_RUN = timedelta(hours=26)  # a night's watch, from the close of poll to the next evening
ROOM_NEEDED = 1 << 30  # bytes; a full archive and five versions of the warehouse stay well below

# What the packages' own metadata does not say (pyproject.toml says why each bound is there).
BOUNDS = {
    "prefect": ("==3.8.8", ""),
    "scrapy": ("==2.19.0", ""),
    "fastapi": ("<0.151", "Prefect's server does not start with later ones"),
    "sqlalchemy": ("<2.1", "Prefect's scheduler silently creates no runs with 2.1"),
    "duckdb": ("==1.5.5", ""),
    "duckdb-cli": ("==1.5.5", ""),
    "fastwarc": ("==2.0.1", ""),
    "pytz": (">=2024", "DuckDB cannot hand out timestamps with a zone without it"),
}
SET_UP_AGAIN = "make distclean run sets up .venv anew from requirements.lock"


def examine(folder: Path) -> list[Finding]:
    """Every finding, in the order one would mend them; `folder` is where the commands are run."""
    findings = [python(), *packages(), duckdb_program()]
    settings: Settings | None = None
    try:
        settings = load_settings()
    except SettingsError as error:
        findings.append(fail("settings", str(error), f"mend the variable, or the line of {folder / '.env'}"))
    else:
        findings.append(ok("settings", f"home {settings.home}"))
        if not settings.contact:
            mend = "set BYELECTIONS_CONTACT to an address the sites' owners can write to before fetching from them"
            findings.append(warn("contact", "not set", mend))
        now = datetime.now(UTC)
        findings += [writable(settings), room(settings), *clock(settings, now), *published(settings)]
        findings += [writer(settings, now), *sources(settings), *receivers(settings)]
    findings += prefect_findings(os.environ.get("PREFECT_API_URL"), settings)
    return findings


def python() -> Finding:
    return ok("python", f"{'.'.join(map(str, sys.version_info[:3]))} at {sys.executable}")


def packages() -> Iterator[Finding]:
    """Installed versions against the bounds; one line when all is well."""
    is_well = True
    for name, (bound, why) in BOUNDS.items():
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            is_well = False
            yield fail(name, "not installed", SET_UP_AGAIN)
            continue
        if not is_within(version, bound):
            is_well = False
            yield fail(name, f"{version}, but it must be {bound}" + (f": {why}" if why else ""), SET_UP_AGAIN)
    if is_well:
        yield ok("packages", f"{len(BOUNDS)} that matter are within their bounds")


def is_within(version: str, bound: str) -> bool:
    """Whether a version meets one bound of `==`, `<` or `>=`; a bound compares as many numbers as it names."""
    match = re.fullmatch(r"(==|<|>=)([\d.]+)", bound)
    if match is None:
        raise ValueError(f"{bound!r} is not a bound like ==1.5.5, <2.1 or >=2024")
    wanted = [int(number) for number in match[2].split(".")]
    numbers = [int(number) for number in re.findall(r"\d+", version)][: len(wanted)]
    have = numbers + [0] * (len(wanted) - len(numbers))
    return {"==": have == wanted, "<": have < wanted, ">=": have >= wanted}[match[1]]


def duckdb_program() -> Finding:
    program = command_line()
    if program is None:
        return fail("duckdb command line", "not found", SET_UP_AGAIN)
    try:
        run = subprocess.run([program, "-version"], capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        return fail("duckdb command line", f"{program} does not run: {error}", SET_UP_AGAIN)
    library = metadata.version("duckdb")
    said = run.stdout.strip()
    if f"v{library}" not in said.split():
        return warn("duckdb command line", f"{said} at {program}, but the library is {library}", SET_UP_AGAIN)
    return ok("duckdb command line", f"{said} at {program}")


def writable(settings: Settings) -> Finding:
    """Whether we can write to the home, or make it where it is to be."""
    folder = settings.home
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return ok("home", f"{settings.home.absolute()} is writable")
    return fail("home", f"{folder.absolute()} is not a folder we may write to", "set BYELECTIONS_HOME to one that is")


def room(settings: Settings) -> Finding:
    folder = settings.home.absolute()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < ROOM_NEEDED:
        return warn("room", f"{free >> 20} MiB free at {folder}", "make room, or set BYELECTIONS_HOME to a larger disk")
    return ok("room", f"{free >> 30} GiB free at {folder}")


def published(settings: Settings) -> Iterator[Finding]:
    """The link, the file behind it, what killed publishers left."""
    link = settings.warehouse_file
    try:
        now = current(link)
    except NothingPublished:
        if link.is_symlink():
            older = next(iter(versions(link)), None)
            mend = f"ln -sfn {older.name} {link}" if older else "byelections rebuild"
            yield fail("warehouse", f"{link} leads to {link.readlink()}, which is gone", mend)
        else:
            yield warn("warehouse", "nothing published yet", "byelections backfill --offline")
        return
    if not link.is_symlink():
        yield warn("warehouse", f"{link} is a file, not a link to a version", "the next publish sets this right")
    try:
        ask(now, "select 1 from about")
    except Exception as error:  # noqa: BLE001  whatever DuckDB finds wrong with the file is the finding
        yield fail("warehouse", f"{now} cannot be read: {error}", "byelections rebuild")
    else:
        yield ok("warehouse", f"{now.name}, {now.stat().st_size >> 10} KiB; {len(versions(link))} versions kept")
    if left := leftovers(link):
        yield warn("leftovers", f"{len(left)} files of publishers that were killed", "the next publish sweeps them")


def writer(settings: Settings, now: datetime) -> Finding:
    """Who holds the writer lock. It ends with its process, so one held for days is a run that hangs."""
    holder = WriterLock(settings.home).holder()
    if holder is None:
        return ok("writer lock", "free")
    since = re.search(r"since (\S+)$", holder)
    if since and datetime.fromisoformat(since[1]) < now - LONGEST_RUN:
        pid = re.search(r"process (\d+)", holder)
        return fail("writer lock", f"held by {holder}", f"see what it does, and end it: kill {pid[1] if pid else ''}")
    return warn("writer lock", f"held by {holder}", "wait for it, or end that process if it should not be there")
