"""The command line: dates, exit codes, what goes to stdout and what to stderr."""

from __future__ import annotations

import html
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
import typer
from typer.testing import CliRunner

from flows import cli, runs
from warehouse.publish import WriterLock, publish

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in [name for name in os.environ if name.startswith(("BYELECTIONS_", "PREFECT_"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)  # away from a person's own .env
    monkeypatch.setenv("BYELECTIONS_HOME", str(tmp_path / "home"))
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    yield tmp_path / "home"
    for number, handler in before.items():  # commands in this process have set their own
        signal.signal(number, handler)


@pytest.fixture
def published(home: Path) -> Path:
    link = home / "warehouse" / "byelections.duckdb"

    def build(into: Path) -> None:
        with duckdb.connect(str(into)) as con:
            con.execute("create schema core")
            con.execute("create table core.contest as select 'Hartlepool' as constituency, 6940 as majority")
            con.execute("create view by_elections as from core.contest")
            con.execute("create view sources as select 'parliament' as source, now() as last_fetched_at")
            con.execute("create view about as select 1 as one")

    publish(link, build)
    return link


def byelections(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The program itself, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),  # a bare year is all of it
        ("2021-05-06", date(2021, 5, 6), date(2021, 5, 6)),
    ],
)
def test_dates(text: str, first: date, last: date) -> None:
    assert (cli.first_day(text), cli.last_day(text)) == (first, last)


@pytest.mark.parametrize("text", ["", "21", "2021-13-01", "06/05/2021", "today", "20x1"])
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="neither a date like 2024-07-04 nor a year"):
        cli.first_day(text)


@pytest.mark.parametrize("text", ["parliament_files", "=folder", "parliament_files="])
def test_what_names_no_folder_is_refused(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="is not SOURCE=DIR"):
        cli.source_folder(text)


def test_help_and_sql_import_nothing_heavy() -> None:
    script = (
        "import sys; import flows.cli; print([m for m in ('prefect', 'scrapy', 'duckdb', 'rich') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout == "[]\n"


def test_the_page_of_commands_is_up_to_date() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "typer", "flows.cli", "utils", "docs", "--name", "byelections"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert page == html.unescape(run.stdout), "run `make docs`"


def test_ctrl_c_ends_a_run_that_waits(home: Path) -> None:
    home.mkdir()
    with WriterLock(home, "night") as lock:
        assert lock.acquire()
        run = subprocess.Popen(
            [sys.executable, "-m", "flows.cli", "rebuild"],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert run.stderr is not None
        assert "held by night" in run.stderr.readline()
        run.send_signal(signal.SIGINT)
        _, words = run.communicate(timeout=20)
    assert run.returncode == 130
    assert words == "stopped; what is archived stays, and the next run goes on from there\n"


def test_nothing_published_yet_says_what_to_do(home: Path) -> None:
    for command in (["sql", "select 1"], ["check"], ["export", "out"]):
        run = CliRunner().invoke(cli.app, command)
        assert (run.exit_code, run.stdout) == (2, ""), command
        assert "byelections backfill --offline" in run.stderr


def test_sql_answers_on_stdout(published: Path) -> None:
    run = byelections("sql", "--format", "json", "select * from by_elections")
    assert json.loads(run.stdout) == [{"constituency": "Hartlepool", "majority": 6940}]
    assert run.stderr == ""
    assert "Hartlepool" in byelections("sql", "select * from by_elections").stdout


def test_sql_cannot_write(published: Path) -> None:
    run = byelections("sql", "create table mine (n int)")
    assert run.returncode != 0
    assert "read-only" in run.stderr


def test_sql_without_a_query_reads_from_stdin(published: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "flows.cli", "sql", "--format", "csv"],
        input="select majority from by_elections;",
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert run.stdout.split() == ["majority", "6940"]


@pytest.mark.parametrize("format", ["parquet", "csv"])
def test_export_writes_views_and_core_tables(published: Path, tmp_path: Path, format: str) -> None:
    run = CliRunner().invoke(cli.app, ["export", str(tmp_path / "out"), "--format", format, "--json"])
    assert run.exit_code == 0, run.output
    assert json.loads(run.stdout)["rows"] == {
        f"{name}.{format}": 1 for name in ("about", "by_elections", "sources", "core/contest")
    }
    assert sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*")) == [
        f"about.{format}",
        f"by_elections.{format}",
        f"core/contest.{format}",
        f"sources.{format}",
    ]
    rows = duckdb.sql(f"from '{tmp_path}/out/by_elections.{format}'").fetchall()
    assert rows == [("Hartlepool", 6940)]


def test_sources_before_and_after_the_first_publish(home: Path, request: pytest.FixtureRequest) -> None:
    before = CliRunner().invoke(cli.app, ["sources", "--json"])
    assert {row["source"] for row in json.loads(before.stdout)} >= {"parliament", "parliament_files", "starter"}
    request.getfixturevalue("published")
    after = CliRunner().invoke(cli.app, ["sources", "--json"])
    assert [row["source"] for row in json.loads(after.stdout)] == ["parliament"]


def summary_of(**values: Any) -> runs.Summary:
    return runs.Summary("backfill", datetime(2025, 5, 2, tzinfo=UTC), **values)


@pytest.mark.parametrize(
    ("summary", "code"),
    [
        (summary_of(path=Path("b.duckdb"), tables={"by_elections": 60}), 0),
        (summary_of(path=Path("b.duckdb"), new_problems=[{"rule": "sum", "seen": "[red]12,64"}]), 1),
        (summary_of(refusal=["650 seats became 12"]), 2),
    ],
)
def test_a_run_prints_its_counts_and_leaves_with_its_code(
    monkeypatch: pytest.MonkeyPatch, summary: runs.Summary, code: int
) -> None:
    async def backfill(settings: Any, **options: Any) -> runs.Summary:
        assert options["from_date"] == date(2021, 1, 1)
        assert options["to_date"] == date(2021, 12, 31)
        assert options["sources"] == ["parliament"]
        assert options["from_folder"] == [("parliament_files", Path("a=b")), ("parliament_files", Path("c"))]
        return summary

    monkeypatch.setattr(runs, "backfill", backfill)
    arguments = ["backfill", "--from", "2021", "--to", "2021", "--source", "parliament"]
    arguments += ["--from-folder", "parliament_files=a=b", "--from-folder", "parliament_files=c"]
    run = CliRunner().invoke(cli.app, arguments)
    assert run.exit_code == code, run.output
    assert (str(summary.path) in run.stdout) == (summary.path is not None)
    for problem in summary.new_problems:
        assert problem["seen"] in run.stdout  # text of a page is never taken for markup
    assert summary.closing_line() in run.stderr
    run = CliRunner().invoke(cli.app, [*arguments, "--json"])
    assert json.loads(run.stdout)["exit_code"] == code


def test_a_source_that_does_not_exist_is_named(home: Path) -> None:
    run = CliRunner().invoke(cli.app, ["refresh", "--source", "parlament"])
    assert run.exit_code == 2
    assert "there is no source 'parlament'" in run.stderr
    assert isinstance(run.exception, SystemExit), "said in words, and no crash"


def test_a_folder_without_its_files_is_refused(tmp_path: Path) -> None:
    run = CliRunner().invoke(
        cli.app, ["backfill", "--offline", "--from-folder", f"parliament_files={tmp_path / 'nowhere'}"]
    )
    assert run.exit_code == 2
    assert "there is no folder" in run.stderr


def test_a_malformed_setting_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYELECTIONS_HOEM", "x")
    run = byelections("sources")
    assert run.returncode == 2
    assert "BYELECTIONS_HOEM" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_crash_does_not_look_like_published_with_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: Any) -> None:
        raise RuntimeError("out of luck")

    monkeypatch.setattr(cli, "app", breaks)
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2


@pytest.mark.parametrize(
    "error", [PermissionError(13, "Permission denied", "/srv/data"), RuntimeError("x: No space left on device")]
)
def test_a_machine_in_trouble_is_told_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    def breaks(*_: Any) -> None:
        raise error

    monkeypatch.setattr(cli, "app", breaks)
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    said = capsys.readouterr().err
    assert str(error) in said
    assert "byelections doctor" in said
    assert "Traceback" not in said


def test_a_home_that_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").touch()
    monkeypatch.setenv("BYELECTIONS_HOME", str(tmp_path / "home"))
    run = byelections("rebuild")
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
    assert "byelections doctor" in run.stderr
    run = byelections("doctor", "--json")
    assert run.returncode == 1
    (home,) = (finding for finding in json.loads(run.stdout) if finding["what"] == "home")
    assert home["verdict"] == "fail"


def test_check_leaves_with_1_only_for_new_problems(monkeypatch: pytest.MonkeyPatch, published: Path) -> None:
    from warehouse import checks

    known = {"check": "votes_sum", "ballot_paper_id": "parl.x.by.2020-01-01", "is_known": True}
    monkeypatch.setattr(checks, "run_checks", lambda path, known_ones: [known])
    assert CliRunner().invoke(cli.app, ["check"]).exit_code == 0
    monkeypatch.setattr(checks, "run_checks", lambda path, known_ones: [known, {**known, "is_known": False}])
    run = CliRunner().invoke(cli.app, ["check", "--json"])
    assert run.exit_code == 1
    assert len(json.loads(run.stdout)) == 2


class TestDoctor:
    def findings(self, *, code: int = 0) -> dict[str, SimpleNamespace]:
        run = CliRunner().invoke(cli.app, ["doctor", "--json"])
        assert run.exit_code == code, run.output
        return {finding["what"]: SimpleNamespace(**finding) for finding in json.loads(run.stdout)}

    def test_a_healthy_set_up(self, published: Path) -> None:
        findings = self.findings()
        assert findings["packages"].verdict == "ok"
        assert findings["warehouse"].verdict == "ok"
        assert "prefect server" not in findings
        assert CliRunner().invoke(cli.app, ["doctor"]).exit_code == 0

    def test_nothing_published_is_no_fault(self) -> None:
        assert self.findings()["warehouse"].mend == "byelections backfill --offline"

    def test_a_link_to_nothing(self, published: Path) -> None:
        published.resolve().unlink()
        assert self.findings(code=1)["warehouse"].verdict == "fail"

    def test_a_broken_file(self, published: Path) -> None:
        published.resolve().chmod(0o644)
        published.resolve().write_bytes(b"not a database")
        assert self.findings(code=1)["warehouse"].mend == "byelections rebuild"

    def test_leftovers_and_a_server_that_is_away(self, published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        published.with_name(".byelections-0a1b.building").write_bytes(b"")
        monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
        findings = self.findings(code=1)
        assert findings["leftovers"].verdict == "warn"
        assert findings["prefect server"].verdict == "fail"

    @pytest.mark.parametrize(
        ("version", "bound", "is_within"),
        [
            ("2.0.58", "<2.1", True),
            ("2.1.0b1", "<2.1", False),
            ("2.10", "<2.9", False),  # numbers, not text
            ("0.150.0", "<0.151", True),
            ("1.5.5", "==1.5.5", True),
            ("1.5.5.post1", "==1.5.5", True),
            ("2024.2", ">=2024", True),
        ],
    )
    def test_bounds(self, version: str, bound: str, is_within: bool) -> None:
        from flows.doctor import is_within as compare

        assert compare(version, bound) is is_within


def test_a_night_without_a_poll_ends_at_once(home: Path) -> None:
    run = byelections("night", "--json")
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["contests"] == []
    assert "no contest is polled today" in run.stderr


def test_a_night_wants_ids_of_by_elections_and_times(home: Path) -> None:
    run = CliRunner().invoke(cli.app, ["night", "parl.barchester.2024-07-04"])
    assert run.exit_code == 2 and "is not the id of a by-election" in run.stderr
    run = CliRunner().invoke(cli.app, ["night", "--until", "dawn"])
    assert run.exit_code == 2 and "is neither a time" in run.stderr
