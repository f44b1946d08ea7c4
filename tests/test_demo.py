"""The demonstration, through the real command: it is also the whole way from nominations to checked headlines."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.demo.play import CannotPlay, stage
from flows.demo.site import CHRONICLE, COUNCIL, DECLARATION, SERVICE, Site, story
from warehouse.look import command_line

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def played(tmp_path_factory) -> tuple[Path, dict]:
    home = tmp_path_factory.mktemp("demo") / "home"
    run = subprocess.run(
        [sys.executable, "-m", "flows.cli", "demo", "--json", "--pace", "0.2", "--home", str(home)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT), "BYELECTIONS_CONTACT": "somebody@newsroom.example"},
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return home, json.loads(run.stdout)


def test_the_night_is_told_in_order(played):
    kinds = [
        event["kind"] for event in played[1]["events"] if event["kind"] not in ("watching", "failing", "answering")
    ]
    assert kinds == ["nominated", "declared", "disputed", "corrected", "confirmed"]


def test_the_result_is_the_one_of_the_story(played):
    votes = sorted((one["votes"] for one in story()["candidates"]), reverse=True)
    (result,) = played[1]["answers"]["The result"]
    assert (result["winner"], result["gained_from"], result["status"]) == ("Letty Quiverful", "Conservative", "settled")
    assert result["majority"] == votes[0] - votes[1] == 3964


def test_the_slip_and_its_correction_are_kept(played):
    (change,) = played[1]["answers"]["What changed during the night"]
    assert (change["candidate"], change["old_value"], change["new_value"]) == ("Griselda Lookaloft", "10192", "10912")


def test_the_paper_that_printed_the_slip_is_told(played):
    (wrong,) = played[1]["answers"]["Claims that the settled result contradicts"]
    assert (wrong["publisher"], wrong["claim"], wrong["claimed_value"]) == ("The Jupiter", "majority", "4684")
    assert "superseded" in wrong["verdict_reason"]
    fare = {one["publisher"]: one["agrees"] for one in played[1]["answers"]["How the papers' claims fare"]}
    assert fare["Barchester Chronicle"] >= 12 and fare["The Jupiter"] >= 4


def test_who_said_what(played):
    said = {(one["publisher"], one["speaker"]) for one in played[1]["answers"]["Who said what"]}
    assert said == {
        ("Barchester Chronicle", "Letty Quiverful"),
        ("Barchester Chronicle", "Griselda Lookaloft"),
        ("Barchester Chronicle", None),
        ("The Jupiter", "Letty Quiverful"),
        ("The Jupiter", "Septimus Harding"),
    }


def test_its_home_answers_the_command_line(played):
    program = command_line()
    assert program is not None
    query = "select count(*), count(ballot_paper_id) from articles"
    run = subprocess.run(
        [program, "-readonly", "-csv", "-noheader", played[0] / "warehouse/byelections.duckdb", query],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "2,2\n"


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(CannotPlay, match="is not empty"), stage(tmp_path):
        pass
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_the_settings_of_a_person_come_back(tmp_path, monkeypatch):
    monkeypatch.setenv("BYELECTIONS_NOTIFY", "https://desk.newsroom.example")
    with stage(tmp_path / "home"):
        assert "BYELECTIONS_NOTIFY" not in os.environ, "nobody is told of an invented night"
        assert os.environ["BYELECTIONS_HOME"] == str(tmp_path / "home")
    assert os.environ["BYELECTIONS_NOTIFY"] == "https://desk.newsroom.example"


def test_pages_come_with_the_story():
    site = Site()
    assert site.page(COUNCIL, DECLARATION) is None and site.page(CHRONICLE, "/news/plumstead-episcopi-result") is None
    site.step = 1
    page = site.page(COUNCIL, DECLARATION)
    assert page is not None and "10,192" in page[1] and "37,730" in page[1]
    site.step = 3
    page = site.page(COUNCIL, DECLARATION)
    assert page is not None and "10,912" in page[1]
    assert site.page(SERVICE, "/api/next/people/") is None
