"""The command line. It only parses, calls the runs and the warehouse, and prints: data to stdout, words to stderr.

Everything heavy is imported inside the command that needs it, so that `byelections --help` and `byelections sql`
answer at once.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import sys
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager, nullcontext
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from flows.runs import Report, Step, Summary
    from spiders.settings import Settings

PUBLISHED, NEW_PROBLEMS, NOT_PUBLISHED = 0, 1, 2  # the exit codes; 3, a source could not be reached, comes from a run
STOPPED = 130

app = typer.Typer(
    name="byelections",
    epilog=(
        "Exit codes: 0 published, no new problem; 1 published with new problems; 2 not published; "
        "3 a source could not be reached."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # main() has its own words for errors
    context_settings={"help_option_names": ["-h", "--help"]},
)
archive_app = typer.Typer(help="The archived bytes everything is made from.", no_args_is_help=True)
app.add_typer(archive_app, name="archive")


class Format(StrEnum):
    parquet = "parquet"
    csv = "csv"
    starter = "starter"


class Output(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"
    markdown = "markdown"
    line = "line"


AsJson = Annotated[bool, typer.Option("--json", help="Write JSON to stdout, for a program to read.")]
Sources = Annotated[
    list[str] | None, typer.Option("--source", metavar="NAME", help="Only this source; may be given again.")
]


def first_day(text: str) -> date:
    """A date, or a bare year for its first day."""
    return _day(text, "-01-01")


def last_day(text: str) -> date:
    """A date, or a bare year for its last day."""
    return _day(text, "-12-31")


def _day(text: str, rest: str) -> date:
    try:
        return date.fromisoformat(text + rest if len(text) == 4 else text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is neither a date like 2024-07-04 nor a year like 2024") from None


def moment_of(text: str) -> datetime:
    """A moment: ISO, or an hour of the day as London has it, the next time it comes."""
    from spiders.watch import next_time

    try:
        return next_time(text, datetime.now(UTC))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is neither a time like 07:30 nor one like 2025-05-02T07:30+01:00") from None


def source_folder(text: str) -> tuple[str, Path]:
    source, equals, folder = text.partition("=")
    if not (source and equals and folder):
        raise typer.BadParameter(f"{text!r} is not SOURCE=DIR, like parliament_files=results-by-parliament")
    return source, Path(folder).expanduser()


def _show_version(is_wanted: bool) -> None:
    if is_wanted:
        from importlib.metadata import version

        sys.stdout.write(f"byelections {version('byelections')}\n")
        raise typer.Exit


@app.callback()
def byelections(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Every UK by-election, from the returning officer's declaration to one DuckDB file that answers SQL."""


@app.command()
def backfill(
    first: Annotated[
        date | None,
        typer.Option(
            "--from", parser=first_day, metavar="DATE", help="Fetch polls from this day on; a year: 1 January."
        ),
    ] = None,
    last: Annotated[
        date | None,
        typer.Option(
            "--to", parser=last_day, metavar="DATE", help="Up to and including this day; a year: 31 December."
        ),
    ] = None,
    sources: Sources = None,
    folders: Annotated[
        list[Any] | None,
        typer.Option(
            "--from-folder",
            parser=source_folder,
            metavar="SOURCE=DIR",
            help="Read a folder of a source's files as if they had been fetched; may be given again.",
        ),
    ] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Fetch nothing: read the bundled starter data and the archive.")
    ] = False,
    as_json: AsJson = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say what the crawl is doing.")] = False,
) -> None:
    """The main job: gather (or, offline, read what is here), clean, settle, check and publish.

    The dates limit what is fetched; what is published is always everything the archive holds.
    """
    from flows import runs

    def run(settings: Settings, step: Step, report: Report) -> Coroutine[Any, Any, Summary]:
        return runs.backfill(
            settings,
            step=step,
            report=report,
            now=datetime.now(UTC),
            sources=sources or (),
            from_folder=folders or (),
            from_date=first,
            to_date=last,
            offline=offline,
        )

    _run(run, as_json, verbose)


@app.command()
def refresh(
    sources: Sources = None,
    as_json: AsJson = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say what the crawl is doing.")] = False,
) -> None:
    """Fetch what is new since last time, with conditional requests, and publish it."""
    from flows import runs

    def run(settings: Settings, step: Step, report: Report) -> Coroutine[Any, Any, Summary]:
        return runs.refresh(settings, step=step, report=report, now=datetime.now(UTC), sources=sources or ())

    _run(run, as_json, verbose)


@app.command()
def night(
    contests: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[BALLOT_PAPER_ID]...",
            help="Watch these; without any, the by-elections polled today or still being counted.",
            show_default=False,
        ),
    ] = None,
    every: Annotated[
        float, typer.Option("--every", min=0.1, metavar="SECONDS", help="Between two looks in the hours of the count.")
    ] = 10.0,
    until: Annotated[
        datetime | None,
        typer.Option(
            "--until", parser=moment_of, metavar="TIME", help="Stop then, declared or not: 07:30 (London) or ISO."
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line: each event, then the counts.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say what the watch is doing.")] = False,
) -> None:
    """Watch tonight's contests until they are declared and confirmed; each change is published at once."""
    import asyncio
    import signal

    from flows.night_run import night_of
    from flows.night_screen import Screen
    from flows.sources import UnknownSource

    settings = _settings()
    signal.signal(signal.SIGTERM, _interrupt)
    with Screen(as_json, verbose) as screen:
        try:
            summary = asyncio.run(
                night_of(
                    settings,
                    report=screen,
                    now=datetime.now(UTC),
                    contests=contests or (),
                    every=every,
                    until=until,
                    on_event=screen.event,
                    on_standing=screen.standings,
                )
            )
        except UnknownSource as error:
            _fail(str(error))
        except KeyboardInterrupt:
            _say("stopped; what is published stays, and the next run goes on from what is archived")
            raise typer.Exit(STOPPED) from None
    if as_json:
        sys.stdout.write(json.dumps(summary.as_dict(), ensure_ascii=False, default=str) + "\n")
    else:
        _print_rows(summary.new_problems[:20], "new problems")
    _say(summary.closing_line())
    raise typer.Exit(summary.exit_code)


@app.command()
def coverage(
    ballots: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[BALLOT_PAPER_ID]...", help="Contests; without any, all that are near.", show_default=False
        ),
    ] = None,
    since: Annotated[
        date | None,
        typer.Option("--since", parser=first_day, metavar="DATE", help="Contests polled from this day on, too."),
    ] = None,
    warc: Annotated[
        list[Path] | None,
        typer.Option(
            "--warc", metavar="FILE", help="Ask nobody: look through this WARC file instead; may be given again."
        ),
    ] = None,
    as_json: AsJson = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say what the crawls are doing.")] = False,
) -> None:
    """Gather the news coverage of by-elections: from the publishers' own lists, or out of web archives.

    Near is a contest from its nominations to two weeks after the poll.
    """
    from flows import coverage_run

    def run(settings: Settings, step: Step, report: Report) -> Coroutine[Any, Any, Summary]:
        return coverage_run.coverage(
            settings,
            step=step,
            report=report,
            now=datetime.now(UTC),
            ballots=ballots or (),
            since=since,
            warc=warc or (),
        )

    _run(run, as_json, verbose)


@app.command()
def rebuild(as_json: AsJson = False) -> None:
    """Make the warehouse anew from the archive alone: every page is read again, nothing is fetched."""
    from flows import runs

    def run(settings: Settings, step: Step, report: Report) -> Coroutine[Any, Any, Summary]:
        return runs.rebuild(settings, step=step, report=report, now=datetime.now(UTC))

    _run(run, as_json, False)


@app.command()
def check(as_json: AsJson = False) -> None:
    """Run every data check on the published warehouse; prints the offending rows, exit code 1 if any is new."""
    from flows.publishing import known_offences
    from warehouse.checks import run_checks

    rows = run_checks(_published(), known_offences())
    new = [row for row in rows if not row.get("is_known")]
    if as_json:
        _print_json(rows)
    else:
        _print_rows([row for row in rows if row.get("is_known")], "known")
        _print_rows(new, "new")
        _say(f"check: {len(new)} new offending rows, {len(rows) - len(new)} known")
    raise typer.Exit(NEW_PROBLEMS if new else PUBLISHED)


@app.command()
def sql(
    query: Annotated[
        str | None, typer.Argument(help="A query; without one the DuckDB command line opens.", show_default=False)
    ] = None,
    output: Annotated[Output | None, typer.Option("--format", "-f", help="How to print the rows of QUERY.")] = None,
) -> None:
    """Run a query on the published warehouse, or open the DuckDB command line on it, read-only."""
    from warehouse.look import command_line

    database = _published()
    program = command_line()
    if program is None:
        _fail(
            "the DuckDB command line is not installed\n"
            "  next      pip install duckdb-cli==1.5.5 into the environment byelections runs in"
        )
    arguments = [str(program), "-readonly"]
    if query is not None:
        arguments.append("-no-init")  # a person's own ~/.duckdbrc must not change what a script reads
        arguments += [f"-{output or 'box'}"] if output is not Output.table else ["-box"]
        arguments += [str(database), "-c", query]
    else:
        arguments += [f"-{output}"] if output and output is not Output.table else []
        arguments.append(str(database))
    os.execv(program, arguments)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to; made when missing.")],
    format: Annotated[Format, typer.Option("--format", help="The kind of file.")] = Format.parquet,
    as_json: AsJson = False,
) -> None:
    """Write every public view, and the core tables, as Parquet or CSV files.

    The format "starter" writes the starter data that comes with the project instead.
    """
    database = _published()
    if format is Format.starter:
        from flows.sources import STARTER_ORIGINS, starter_publications
        from warehouse.starter import export_starter

        written = export_starter(database, folder, publications=starter_publications(), origins=STARTER_ORIGINS)
    else:
        from warehouse.export import export as write_files

        with _terminal(False) as report:

            def wrote(done: int, of: int) -> None:
                report.progress("writing", done, of)

            files = write_files(database, folder, format.value, progress=wrote)
        written = {f"{name}.{format.value}": rows for name, rows in files.items()}
    if as_json:
        _print_json({"folder": str(folder), "format": format.value, "rows": written})
    else:
        _print_rows([{"file": name, "rows": rows} for name, rows in written.items()], "written")
    _say(f"export: {len(written)} files, {sum(written.values())} rows in {folder}")


@app.command()
def sources(as_json: AsJson = False) -> None:
    """The sources: what they are, how far they are trusted, how fresh they are in the published warehouse."""
    from flows.sources import SOURCES
    from warehouse.look import ask
    from warehouse.publish import NothingPublished, current

    try:
        columns, rows = ask(current(_settings().warehouse_file), "from sources order by all")
        table = [dict(zip(columns, row, strict=True)) for row in rows]
    except NothingPublished:
        _say("nothing is published yet: these are the sources there are")
        table = [
            {
                "source": source.name,
                "title": source.title,
                "publisher": source.publisher,
                "licence": source.licence,
                "url": source.url,
                "trust": source.trust,
            }
            for source in SOURCES.values()
        ]
    if as_json:
        _print_json(table)
    else:
        long = ("title", "url", "licence", "expected_freshness_days")  # too wide for a terminal; --json has them
        _print_rows([{name: value for name, value in row.items() if name not in long} for row in table], "sources")


@archive_app.command("verify")
def archive_verify(as_json: AsJson = False) -> None:
    """Read every record of the archive and compare its digests; exit code 1 when one does not hold."""
    from spiders.archive import verify

    settings = _settings()
    verdict = verify(settings.archive_dir)
    faults = [
        {"warc_file": fault.warc_file, "offset": fault.offset, "reason": fault.reason, "next": fault.next_step}
        for fault in verdict.faults
    ]
    if as_json:
        _print_json({"files": verdict.files, "records": verdict.records, "faults": faults})
    else:
        _print_rows([{name: value for name, value in fault.items() if name != "next"} for fault in faults], "faults")
        for step in dict.fromkeys(fault["next"] for fault in faults):
            _say(f"  next      {step}")
        _say(f"archive: {verdict.files} files, {verdict.records} records, {len(faults)} faults")
    raise typer.Exit(NEW_PROBLEMS if faults else PUBLISHED)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """What is wrong with this machine's set-up, and how to mend it; exit code 1 when something must be mended."""
    from flows.doctor import examine

    findings = examine(Path.cwd())
    if as_json:
        _print_json([finding.as_dict() for finding in findings])
    else:
        from rich.console import Console
        from rich.text import Text

        colours = {"ok": "green", "warn": "yellow", "fail": "bold red"}
        console = Console(soft_wrap=True)
        for finding in findings:
            console.print(
                Text(f"{finding.verdict:<5}", colours[finding.verdict]), Text(f"{finding.what}: {finding.seen}")
            )
            if finding.mend:
                console.print(Text(f"      next  {finding.mend}", "dim"))
    raise typer.Exit(1 if any(finding.verdict == "fail" for finding in findings) else 0)


@app.command()
def demo(
    home: Annotated[
        Path | None,
        typer.Option("--home", metavar="DIR", help="Where to; emptied first. Default: demo in the usual home."),
    ] = None,
    pace: Annotated[float, typer.Option("--pace", min=0.0, metavar="SECONDS", help="Between two scenes.")] = 3.0,
    as_json: AsJson = False,
) -> None:
    """A by-election night of an invented seat, played in under a minute, without a network.

    A small council site, a results service and two papers on this machine; the night is watched, settled, published and
    checked by the same code as a real one, into a home of its own that can be queried afterwards.
    """
    import asyncio

    from flows.demo.play import CannotPlay, play
    from flows.night_screen import Screen

    folder = home or _settings().home / "demo"
    with Screen(False, False) as screen:
        try:
            played = asyncio.run(play(folder, say=screen.say, screen=screen, scene=pace))
        except CannotPlay as error:
            _fail(str(error))
        except KeyboardInterrupt:
            _say("stopped")
            raise typer.Exit(STOPPED) from None
    if as_json:
        _print_json({"home": str(folder), "events": played.events, "answers": played.answers})
    else:
        for title, rows in played.answers.items():
            _print_rows(rows, title)
    _say(f"look around: BYELECTIONS_HOME={folder} byelections sql")
    raise typer.Exit(played.exit_code)


class TerminalReport:
    """Words to stderr; a bar there too, but only when a person is looking."""

    def __init__(self, bars: Progress | None, verbose: bool):
        self.bars = bars
        self.verbose = verbose
        self.task: tuple[str, TaskID] | None = None

    def say(self, words: str) -> None:
        if self.bars is not None:
            self.bars.console.print(words, markup=False, highlight=False, soft_wrap=True)
        else:
            _say(words)

    def log(self, level: int, message: str) -> None:
        if level >= (logging.INFO if self.verbose else logging.WARNING):
            self.say(message)

    def turn(self) -> AbstractAsyncContextManager[object]:
        return nullcontext()

    def progress(self, what: str, done: int, of: int | None = None) -> None:
        if self.bars is None:
            return
        if self.task is None or self.task[0] != what:
            if self.task is not None:
                self.bars.remove_task(self.task[1])
            self.task = (what, self.bars.add_task(what, total=of))
        self.bars.update(self.task[1], completed=done, total=of)


@contextmanager
def _terminal(verbose: bool) -> Iterator[TerminalReport]:
    if not sys.stderr.isatty():
        yield TerminalReport(None, verbose)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        yield TerminalReport(bars, verbose)


def _run(
    body: Callable[[Settings, Step, Report], Coroutine[Any, Any, Summary]], as_json: bool, verbose: bool
) -> NoReturn:
    """Carry out a run plainly, print its counts, and leave with its exit code."""
    import asyncio
    import signal

    from flows import runs
    from flows.sources import UnknownSource
    from warehouse.publish import NothingPublished

    settings = _settings()
    # at once, also in the middle of a step that never awaits; a crawl still gets to end its child in good order
    signal.signal(signal.SIGINT, _interrupt)
    with _terminal(verbose) as report:
        try:
            summary = asyncio.run(body(settings, runs.plain_step, report))
        except (UnknownSource, runs.FolderError, NothingPublished) as error:
            _fail(str(error))
        except KeyboardInterrupt:
            _say("stopped; what is archived stays, and the next run goes on from there")
            raise typer.Exit(STOPPED) from None
    if as_json:
        _print_json(summary.as_dict())
    else:
        _print_summary(summary)
    _say(summary.closing_line())
    raise typer.Exit(summary.exit_code)


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _print_summary(summary: Summary) -> None:
    if summary.path is None:
        return
    _print_rows([{"table": name, "rows": rows} for name, rows in summary.tables.items()], "published")
    _print_rows(summary.new_problems[:20], "new problems")
    if len(summary.new_problems) > 20:
        _say(f'and {len(summary.new_problems) - 20} more: byelections sql "from problems where not is_known"')
    sys.stdout.write(f"{summary.path}\n")


def _print_rows(rows: Sequence[dict[str, Any]], title: str) -> None:
    """A table for people; nothing at all for no rows."""
    if not rows:
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    columns = list(dict.fromkeys(name for row in rows for name in row))
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for name in columns:
        is_number = all(isinstance(row.get(name), int | float | None) for row in rows)
        table.add_column(name, justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_in_words(row.get(name))) for name in columns))
    # into a pipe or a file a table has all the width it needs
    console = Console(width=None if sys.stdout.isatty() else 200)
    with console.capture() as drawn:
        console.print(table)
    sys.stdout.write("\n".join(line.rstrip() for line in drawn.get().splitlines()) + "\n")


def _in_words(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return "" if value is None else str(value)


def _print_json(value: Any) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


def _settings() -> Settings:
    from spiders.settings import SettingsError, load_settings

    try:
        return load_settings()
    except SettingsError as error:
        _fail(str(error))


def _published() -> Path:
    """The file behind the link: what is opened now stays whole, whatever is published meanwhile."""
    from warehouse.publish import NothingPublished, current

    try:
        return current(_settings().warehouse_file)
    except NothingPublished as error:
        _fail(str(error))


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")


def _fail(words: str) -> NoReturn:
    _say(words)
    raise typer.Exit(NOT_PUBLISHED)


def main() -> None:
    """The console script. A crash must not look like exit code 1, "published with new problems"."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(STOPPED)
    except Exception as error:  # noqa: BLE001  whatever it was, the exit code must say "not published"
        from spiders.settings import SettingsError

        if isinstance(error, SettingsError):  # met while something was imported
            _say(str(error))
        elif isinstance(error, OSError) or os.strerror(errno.ENOSPC) in str(error):
            _say(f"{error}\n  next      `byelections doctor` looks at the room and the rights of this machine")
        else:
            logging.exception("byelections broke down; this is a bug, or a machine in trouble (`byelections doctor`)")
        sys.exit(NOT_PUBLISHED)


if __name__ == "__main__":
    main()
