"""Publishing: readers are never hindered, a killed publisher leaves nothing broken."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from warehouse.publish import (
    NothingPublished,
    PublishError,
    WriterLock,
    current,
    leftovers,
    previous_versions,
    publish,
    roll_back,
    versions,
    writer_lock,
)

ROOT = Path(__file__).parent.parent

# Two tables that must always agree: a reader who sees one load in the first and another in the second saw half a load.
BUILD = """
import sys, time
from pathlib import Path
import duckdb
from warehouse.publish import publish

def build(into):
    serial = time.time_ns()
    with duckdb.connect() as con:
        con.execute(f"attach '{into}' as made (storage_version 'v1.4.0')")
        for table in ("first", "second"):
            con.execute(f"create table made.{table} as select {serial} as load, range as n from range(20000)")
        con.execute("checkpoint made")
        con.execute("detach made")
    return serial
"""


def build_of(value: int) -> Callable[[Path], int]:
    """A builder of a warehouse of one figure."""

    def build(into: Path) -> int:
        with duckdb.connect(str(into)) as con:
            con.execute("create table figure as select ? as value", [value])
        return value

    return build


def value_at(path: Path) -> int:
    with duckdb.connect(str(path), read_only=True) as con:
        row = con.execute("select value from figure").fetchone()
    assert row is not None
    return int(row[0])


@pytest.fixture
def link(tmp_path: Path) -> Path:
    return tmp_path / "warehouse" / "byelections.duckdb"


def test_the_first_publish_makes_the_folder_and_the_link(link: Path) -> None:
    assert publish(link, build_of(1)) == 1
    assert link.is_symlink()
    assert value_at(link) == 1
    assert current(link) == versions(link)[0]
    assert current(link).stat().st_mode & 0o777 == 0o444


def test_nothing_published_says_what_to_do(link: Path) -> None:
    with pytest.raises(NothingPublished, match="backfill --offline"):
        current(link)
    link.parent.mkdir()
    link.symlink_to("byelections-1.duckdb")
    with pytest.raises(NothingPublished):
        current(link)


def test_a_reader_keeps_its_snapshot_and_the_next_one_sees_the_new(link: Path) -> None:
    publish(link, build_of(1))
    with duckdb.connect(str(link), read_only=True) as reader:
        for value in range(2, 10):  # more publishes than are kept: the reader's file is unlinked under it
            publish(link, build_of(value), keep=3)
            assert value_at(link) == value
        assert len(versions(link)) == 3
        assert reader.execute("select value from figure").fetchall() == [(1,)]
    assert [value_at(version) for version in versions(link)] == [9, 8, 7]


def test_a_failed_build_leaves_the_old_version_and_no_trace(link: Path) -> None:
    publish(link, build_of(1))
    before = sorted(path.name for path in link.parent.iterdir())

    def fails(into: Path) -> None:
        into.write_bytes(b"half")
        raise RuntimeError("the checks found something grave")

    with pytest.raises(RuntimeError, match="grave"):
        publish(link, fails)
    assert value_at(link) == 1
    assert sorted(path.name for path in link.parent.iterdir()) == before


@pytest.mark.parametrize("leave", ["nothing", "an empty file", "a log"])
def test_an_unfinished_build_is_refused(link: Path, leave: str) -> None:
    def build(into: Path) -> None:
        if leave == "nothing":
            return
        into.write_bytes(b"" if leave == "an empty file" else b"database")
        if leave == "a log":
            into.with_name(into.name + ".wal").write_bytes(b"log")

    with pytest.raises(PublishError):
        publish(link, build)
    assert not link.exists()
    assert versions(link) == []
    assert leftovers(link) == []


def test_the_log_of_an_old_version_never_touches_the_new_file(link: Path) -> None:
    """A CLI opened for writing (root may, whatever the mode says) dies and leaves its log beside the old version."""
    publish(link, build_of(1))
    old = current(link)
    old.chmod(0o644)
    script = (
        "import duckdb, os, sys\n"
        "con = duckdb.connect(sys.argv[1])\n"
        "con.execute(\"set wal_autocheckpoint = '1TB'\")\n"
        "con.execute('update figure set value = 666')\n"
        "os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(link)], check=False)
    assert old.with_name(old.name + ".wal").exists(), "the log is named after the version, not after the link"
    publish(link, build_of(2))
    assert value_at(link) == 2
    # the same for a log that was left by path when the warehouse was still a plain file
    link.with_name(link.name + ".wal").write_bytes(old.with_name(old.name + ".wal").read_bytes())
    publish(link, build_of(3))
    assert value_at(link) == 3


def test_logs_go_with_their_version(link: Path) -> None:
    publish(link, build_of(1))
    old = current(link)
    log = old.with_name(old.name + ".wal")
    log.write_bytes(b"left by a reader")
    publish(link, build_of(2), keep=1)
    assert not old.exists()
    assert not log.exists()
    log.write_bytes(b"left by a reader who died later")
    assert leftovers(link) == [log]
    publish(link, build_of(3), keep=1)
    assert not log.exists()


def test_leftovers_of_killed_publishers_are_swept(link: Path) -> None:
    publish(link, build_of(1))
    for name in (".byelections-0a1b.building", ".byelections-0a1b.building.wal", ".byelections-0a1b.lnk"):
        link.with_name(name).write_bytes(b"")
    spill = link.with_name(".byelections-0a1b.building.spill")
    spill.mkdir()
    (spill / "duckdb_temp_storage_DEFAULT-0.tmp").write_bytes(b"")
    bystander = link.with_name("my-own.duckdb")
    bystander.write_bytes(b"")
    assert len(leftovers(link)) == 4
    publish(link, build_of(2))
    assert leftovers(link) == []
    assert bystander.exists()


def test_a_plain_file_in_the_links_place_becomes_an_old_version(link: Path) -> None:
    """A home that was copied without its links."""
    link.parent.mkdir()
    build_of(1)(link)
    publish(link, build_of(2))
    assert link.is_symlink()
    assert value_at(link) == 2
    assert [value_at(version) for version in previous_versions(link)] == [1]


def test_roll_back_and_forward_again(link: Path) -> None:
    for value in (1, 2, 3):
        publish(link, build_of(value))
    first = versions(link)[-1]
    assert value_at(roll_back(link)) == 2
    assert value_at(link) == 2
    assert roll_back(link, first) == first
    with pytest.raises(PublishError, match="no version older"):
        roll_back(link)
    with pytest.raises(PublishError, match="not one of the versions"):
        roll_back(link, link.with_name("byelections-1.duckdb"))
    publish(link, build_of(4), keep=2)
    assert value_at(link) == 4


def test_versions_go_up_when_the_clock_goes_back(link: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(link, build_of(1))
    monkeypatch.setattr(time, "time_ns", lambda: 1)
    publish(link, build_of(2))
    assert value_at(versions(link)[0]) == 2


@pytest.mark.slow
def test_readers_see_whole_loads_while_publishers_are_killed(link: Path) -> None:
    """Some four seconds of publishers that die at any instant, and of readers who open the link all the while."""
    script = BUILD + "while True:\n    publish(Path(sys.argv[1]), build, keep=3)\n"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    first = BUILD + "publish(Path(sys.argv[1]), build)\n"
    subprocess.run([sys.executable, "-c", first, str(link)], check=True, env=environment)

    stop, seen = threading.Event(), set()
    faults: list[object] = []
    chance = random.Random(1)
    question = "select (select any_value(load) from first), (select any_value(load) from second), count(*) from second"

    def read() -> None:
        while not stop.is_set():
            try:
                with duckdb.connect(str(current(link)), read_only=True) as con:
                    one, two, count = con.execute(question).fetchall()[0]
                if one != two or count != 20000:
                    faults.append((one, two, count))
                seen.add(one)
            except (duckdb.Error, NothingPublished) as error:
                # only a reader who waited through three publishes between resolving and opening may miss its file
                if "does not exist" not in str(error) and "No such file" not in str(error):
                    faults.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    deadline = time.monotonic() + 4
    kills = 0
    while time.monotonic() < deadline:
        publisher = subprocess.Popen([sys.executable, "-c", script, str(link)], env=environment)
        before = link.readlink()
        while link.readlink() == before and time.monotonic() < deadline + 5:
            stop.wait(0.002)  # until it is past its start-up and at work
        stop.wait(chance.uniform(0, 0.05))  # a publish takes about as long: the kill falls anywhere in it
        publisher.send_signal(signal.SIGKILL)
        publisher.wait()
        kills += 1
    stop.set()
    for reader in readers:
        reader.join()
    assert faults == []
    assert kills >= 3
    assert len(seen) >= 3
    publish(link, build_of(1))
    assert leftovers(link) == []
    assert value_at(link) == 1


HOLD = """
import sys
from pathlib import Path
from warehouse.publish import writer_lock
with writer_lock(Path(sys.argv[1]), "backfill"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    with process:
        yield process
        process.kill()


def test_the_second_writer_waits_and_says_for_whom(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    lock = WriterLock(tmp_path)
    assert not lock.acquire()
    assert f"backfill, process {holder.pid}" in (lock.holder() or "")
    said: list[str] = []

    def say(words: str) -> None:
        said.append(words)
        holder.kill()  # the lock ends with the process, and the wait with the lock

    with writer_lock(tmp_path, "refresh", say=say):
        assert json.loads((tmp_path / ".writer.lock").read_text())["doing"] == "refresh"
    assert len(said) == 1
    assert f"process {holder.pid}" in said[0]
    assert lock.holder() is None


def test_a_forked_worker_does_not_keep_the_lock_of_a_killed_writer(tmp_path: Path) -> None:
    script = (
        "import os, sys, signal\n"
        "from pathlib import Path\n"
        "from warehouse.publish import WriterLock\n"
        "lock = WriterLock(Path(sys.argv[1])); assert lock.acquire()\n"
        "worker = os.fork()\n"
        "if worker == 0:\n"
        "    print(os.getpid(), flush=True)\n"
        "signal.pause()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert run.stdout is not None
    with run:
        worker = int(run.stdout.readline())
        run.kill()
        run.wait()
        try:
            lock = WriterLock(tmp_path)
            assert lock.acquire()
            lock.release()
        finally:
            os.kill(worker, signal.SIGKILL)
