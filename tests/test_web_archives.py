"""Coverage out of web archives through the real command: what is kept, what is found in it, and what a kill costs."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.clean.facts import ContestFacts
from flows.web_archives import look_through
from spiders.settings import Settings
from tests import news_archive as news
from tests.homes import in_process
from tests.news_archive import MORNING, front_page, page, response, small_home, write

pytestmark = pytest.mark.slow
COMMAND = Path(sys.executable).with_name("byelections")
DUCKDB = Path(sys.executable).with_name("duckdb")
SAME = {
    "articles": "* exclude (first_observed_at, last_observed_at)",
    "quotes": "*",
    "claims": "*",
    "coverage": "*",
    "by_elections": "*",
}


def byelections(home: Path, *args: object, **settings: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"BYELECTIONS_HOME": str(home)} | settings
    return subprocess.run([COMMAND, *map(str, args)], env=env, capture_output=True, text=True, check=False)


def in_the_cli(home: Path, query: str) -> list[dict[str, Any]]:
    """A query in the DuckDB command line, as a user would ask it."""
    file = home / "warehouse/byelections.duckdb"
    run = subprocess.run([DUCKDB, "-readonly", "-json", file, query], capture_output=True, text=True, check=True)
    rows: list[dict[str, Any]] = json.loads(run.stdout or "[]")
    return rows


def rows(home: Path) -> dict[str, list[str]]:
    return {
        view: sorted(json.dumps(row, sort_keys=True) for row in in_the_cli(home, f"select {columns} from {view}"))
        for view, columns in SAME.items()
    }


def archived(home: Path) -> list[Path]:
    return sorted(home.glob("archive/**/web_archive-*.warc.gz"))


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two files of one crawl: six pages of three papers, and next day's with one of them mended."""
    folder = tmp_path_factory.mktemp("crawl")
    first = [
        response("https://gazette.example/2021/hartlepool", page("Conservatives take Hartlepool", news.WIN)),
        response("https://courier.example/count/1", page("Conservatives take Hartlepool", news.WIN)),
        response("https://herald.example/9", page("Hartlepool: a majority to remember", news.WRONG)),
        response("https://herald.example/bc", page("Shock in Saanich Harbour by-election", news.ABROAD)),
        response("https://herald.example/", front_page(["Hartlepool by-election: live", "Ferry times"])),
        response("https://herald.example/ferry", page("Ferry times", news.NOTHING)),
    ]
    later = MORNING + timedelta(days=1)
    undated = page("Two by-elections in two weeks", news.BOTH, published=None)
    second = [
        response("https://herald.example/9", page("Hartlepool: a majority to remember", news.MENDED), fetched_at=later),
        response("https://herald.example/two", undated, fetched_at=MORNING.replace(month=6, day=29)),
    ]
    # the second file as some crawlers write it, unpacked
    return [
        write(folder / "CC-NEWS-1.warc.gz", first),
        write(folder / "CC-NEWS-2.warc", map(gzip.decompress, second)),
    ]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a published warehouse that has no article."""
    home = small_home(tmp_path_factory.mktemp("start") / "home")
    run = in_process(home, "rebuild")
    assert run.returncode == 0, run.stderr
    return home


def copy_of(home: Path, folder: Path) -> Path:
    return shutil.copytree(home, folder / "home", symlinks=True)


@pytest.fixture(scope="module")
def first_file(start: Path, crawl: list[Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The home after the first file, and what the command said."""
    home = copy_of(start, tmp_path_factory.mktemp("first"))
    run = byelections(home, "coverage", "--warc", crawl[0])
    assert run.returncode == 0, run.stderr
    return home, run.stderr


@pytest.fixture(scope="module")
def home(first_file: tuple[Path, str], crawl: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home after both files, the second run having been given the first file as well."""
    home = copy_of(first_file[0], tmp_path_factory.mktemp("both"))
    kept = {path: path.read_bytes() for path in archived(home)}
    twice = crawl[1].parent / ".." / crawl[1].parent.name / crawl[1].name  # one file by two names
    run = byelections(home, "coverage", "--warc", crawl[0], "--warc", crawl[1], "--warc", twice, "--json")
    assert run.returncode == 0, run.stderr
    looked = json.loads(run.stdout)["web_archives"]
    assert [(one["records"], one["candidates"], one["kept"], one["is_done"]) for one in looked] == [
        (6, 5, 3, True),
        (2, 2, 2, True),
    ]
    assert {path: path.read_bytes() for path in archived(home) if path in kept} == kept
    assert len(archived(home)) == len(kept) + 1, "the first file was not read again"
    return home


def test_what_it_says(first_file):
    _, said = first_file
    assert "CC-NEWS-1.warc.gz: 6 records, 5 speak of a by-election, 3 are about a contest and kept" in said
    assert "3 coverage, 2 quotes, 21 claims; 0 new problems" in said
    assert "WARNING" not in said


def test_verdicts(first_file):
    home, _ = first_file
    found = in_the_cli(home, "select url, claim, claimed_value, verdict, verdict_reason, settled_value from claims")
    wrong = [one for one in found if one["verdict"] == "disagrees"]
    assert [(one["url"], one["claim"], one["claimed_value"], one["settled_value"]) for one in wrong] == [
        ("https://herald.example/9", "majority", "9640", "6940")
    ]
    right = {one["claim"]: one["verdict"] for one in found if one["url"].startswith("https://gazette")}
    # the small home knows no general election, and so nobody who left the seat
    assert right.pop("outgoing_member") == "not checkable"
    assert set(right.values()) == {"agrees"}
    assert {"winner", "winning_party", "majority", "outcome", "votes", "turnout", "vacancy_cause"} <= set(right)


def test_a_candidate_is_quoted(first_file):
    home, _ = first_file
    (quote,) = in_the_cli(home, "from quotes where origin_article_id is null")
    assert (quote["speaker"], quote["role"], quote["party"]) == ("Jill Mortimer", "candidate", "Conservative")
    assert (quote["person_id"], quote["channel"], quote["verb"]) == ("mnis:4916", "Harbour Gazette", "told")
    assert quote["quote"] == "I will work for every street in this town, from headland to marina."


def test_one_text_under_two_mastheads(home):
    copies = in_the_cli(home, "select url, origin_article_id from articles where origin_article_id is not null")
    (origin,) = in_the_cli(home, "select article_id from articles where url like 'https://gazette%'")
    (copy,) = copies
    assert copy == {"url": "https://courier.example/count/1", "origin_article_id": origin["article_id"]}
    counts = in_the_cli(home, "select url[9:15] as paper, count(*) as n from claims group by all order by all")
    assert counts[:2] == [{"paper": "courier", "n": 9}, {"paper": "gazette", "n": 9}], "each has them, in every publish"


def test_a_mended_article_is_one_article_and_its_claim_agrees(home):
    (article,) = in_the_cli(home, "select versions, article_text from articles where url = 'https://herald.example/9'")
    assert article["versions"] == 2 and "6,940" in article["article_text"]
    assert in_the_cli(home, "from claims where verdict = 'disagrees'") == []


def test_an_undated_article_about_two_contests(home):
    found = in_the_cli(
        home,
        "select ballot_paper_id, published_at, hours_after_declaration from coverage "
        "where url like '%/two' order by all",
    )
    assert found == [
        {"ballot_paper_id": contest, "published_at": None, "hours_after_declaration": None}
        for contest in ("parl.batley-and-spen.by.2021-07-01", "parl.chesham-and-amersham.by.2021-06-17")
    ]
    claims = in_the_cli(
        home, "select ballot_paper_id, claimed_value from claims where url like '%/two' and claim = 'majority'"
    )
    assert claims == [{"ballot_paper_id": "parl.chesham-and-amersham.by.2021-06-17", "claimed_value": "8028"}]


def test_search_from_the_bare_command_line(home):
    found = in_the_cli(home, "select url from search('cheering')")
    assert found == [{"url": "https://herald.example/9"}]
    assert in_the_cli(home, "from search('ferry')") == [], "what is about no contest was never kept"


def test_a_rebuild_makes_the_same_rows(home, tmp_path):
    shutil.copytree(home / "archive", tmp_path / "archive")
    run = in_process(tmp_path, "rebuild")
    assert run.returncode == 0, run.stderr
    assert rows(tmp_path) == rows(home)
    assert byelections(tmp_path, "archive", "verify").returncode == 0


def test_an_export_holds_no_text(home, tmp_path):
    assert byelections(home, "export", tmp_path, "--format", "csv").returncode == 0
    exported = "".join(path.read_text(encoding="utf-8") for path in sorted(tmp_path.rglob("*.csv")))
    assert "a majority to remember" in exported and "from headland to marina" in exported
    assert "sports hall" not in exported and "cheering" not in exported


def test_killed_and_run_again(start, home, crawl, tmp_path):
    """Killed while a file that goes on and on is looked through: the next run ends with the rows of one undisturbed."""
    long = tmp_path / "long.warc.gz"
    chaff = response("https://herald.example/x", page("The by-election abroad", news.ABROAD))
    own = crawl[0].read_bytes()
    long.write_bytes(own + chaff * 3000)
    killed = copy_of(start, tmp_path)
    command = [COMMAND, "coverage", "--warc", long, "--warc", crawl[1]]
    env = os.environ | {"BYELECTIONS_HOME": str(killed)}
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        while run.poll() is None and not any(path.stat().st_size for path in archived(killed)):
            time.sleep(0.001)  # watching for the moment, not waiting for a duration
        workers = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text(encoding="ascii").split()
        run.send_signal(signal.SIGKILL)
    assert run.returncode == -signal.SIGKILL
    deadline = time.monotonic() + 5  # an end they come to at once; with the files it would be half a minute
    while left := [worker for worker in workers if not is_gone(worker)]:
        assert time.monotonic() < deadline, f"{left} read on after the run was killed"
        time.sleep(0.001)
    long.write_bytes(own + chaff)  # the same file for what matters, and short
    again = byelections(killed, "coverage", "--warc", long, "--warc", crawl[1])
    assert again.returncode == 0, again.stderr
    assert rows(killed) == rows(home)


def is_gone(process: str) -> bool:
    """Whether a process has ended; one that nobody has buried yet has."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_files_that_are_not_whole(start, crawl, tmp_path):
    torn, no_warc = tmp_path / "torn.warc.gz", tmp_path / "no.warc.gz"
    torn.write_bytes(crawl[0].read_bytes()[:-100])
    no_warc.write_bytes(b"<html>403 Forbidden, by-election</html>" * 100)
    home = copy_of(start, tmp_path)
    run = byelections(home, "coverage", "--warc", torn, "--warc", no_warc)
    assert run.returncode == 1
    assert "torn.warc.gz: cannot be read on from byte" in run.stderr
    assert "no.warc.gz: cannot be read on from byte 0" in run.stderr
    assert run.stderr.count("get the file again") == 2
    assert len(in_the_cli(home, "from coverage")) == 3, "what is whole was kept"

    shutil.copy(crawl[0], torn)
    mended = in_process(home, "coverage", "--warc", str(torn))
    assert mended.returncode == 0, mended.stderr
    assert len(in_the_cli(home, "from coverage")) == 3


def test_what_is_asked_for_wrongly(start, crawl, tmp_path):
    home = copy_of(start, tmp_path)
    missing = byelections(home, "coverage", "--warc", tmp_path / "missing.warc.gz")
    assert missing.returncode == 2 and "there is no file" in missing.stderr and "Traceback" not in missing.stderr
    unknown = byelections(home, "coverage", "parl.barchester.by.2024-02-15", "--warc", crawl[0])
    assert unknown.returncode == 2 and "there is no by-election parl.barchester" in unknown.stderr
    nothing = byelections(tmp_path / "fresh", "coverage", "--warc", crawl[0])
    assert nothing.returncode == 2 and "backfill --offline" in nothing.stderr


def test_only_the_contests_named(crawl, tmp_path):
    settings = Settings(home=tmp_path)
    hartlepool, barchester = (
        ContestFacts(f"parl.{name.lower()}.by.2021-05-06", date(2021, 5, 6), name)
        for name in ("Hartlepool", "Barchester")
    )
    counts = [look_through(settings, crawl[:1], [contest])[0].kept for contest in (barchester, hartlepool)]
    assert counts == [0, 3], "another question, another look"
