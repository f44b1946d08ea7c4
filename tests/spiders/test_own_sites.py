"""Sites of one's own beside the reviewed ones."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from spiders.news.publisher import publisher_from
from spiders.own_sites import read_sites
from spiders.settings import SettingsError

ROOT = Path(__file__).parents[2]
DEMONSTRATION = ROOT / "flows/demo/sites.yaml"


def test_the_demonstration_has_sites_of_its_own():
    sites = read_sites(DEMONSTRATION)
    assert set(sites["publishers"]) == {"barchester_chronicle", "jupiter"}
    jupiter = publisher_from("jupiter", sites["publishers"]["jupiter"])
    assert jupiter.hosts == ("www.jupiter.example",)
    assert jupiter.has_article("https://www.jupiter.example/politics/tories-humbled-1")
    assert not jupiter.has_article("https://www.jupiter.example/weather/fog-1")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("papers: {}", "papers is none of publishers"),
        ("publishers: [a, b]", "holds no lists of sites by their names"),
        ("publishers: {The Jupiter: {}}", "cannot name a publisher"),
        ("publishers: {a: [", "cannot be read"),
    ],
)
def test_a_file_that_is_none_such_is_refused_in_words(tmp_path, text, words):
    path = tmp_path / "sites.yaml"
    path.write_text(text)
    with pytest.raises(ValueError, match=words):
        read_sites(path)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"title": "The Paper", "hosts": ["paper.example"], "fedes": []}, "fedes is none of"),
        ({"title": "The Paper"}, "title and hosts are wanted"),
    ],
)
def test_a_publisher_that_cannot_be_one(values, words):
    with pytest.raises(SettingsError, match=words):
        publisher_from("paper", values)


def run(*arguments: str, sites: Path, home: Path) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"BYELECTIONS_SITES": str(sites), "BYELECTIONS_HOME": str(home), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments], capture_output=True, text=True, env=env, check=False
    )


def test_they_are_sources_like_the_others(tmp_path):
    listed = run("sources", sites=DEMONSTRATION, home=tmp_path)
    assert listed.returncode == 0 and "The Jupiter" in listed.stdout


def test_a_wrong_file_ends_a_run_before_it_begins(tmp_path):
    (tmp_path / "sites.yaml").write_text("publishers: {paper: {title: The Paper}}")
    refused = run("refresh", sites=tmp_path / "sites.yaml", home=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr == "BYELECTIONS_SITES: publisher paper: title and hosts are wanted\n"
