"""Every fixture of every source through its reader: `fixtures/<source>/<case>/{page.*, expected.json, about.toml}`.

`expected.json` is written from the page by a person: {"records": [...], "problems": [...]}, or {"refused": "words"}.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import MISSING, fields, is_dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.clean.contests import clean_contest
from flows.clean.polls import clean_poll
from flows.sources import SOURCES
from spiders.records import Page, ScrapedContest, ScrapedPoll, UnexpectedPage

FIXTURES = Path(__file__).parent.parent / "fixtures"
CASES = sorted(path.parent for path in FIXTURES.glob("*/*/about.toml"))


def shown(value: Any) -> Any:
    """A record as expected.json writes it: only the fields that say something."""
    if is_dataclass(value):
        kept = {}
        for one in fields(value):
            field = getattr(value, one.name)
            if field != one.default and field != () or one.default is MISSING:
                kept[one.name] = shown(field)
        return kept
    return [shown(one) for one in value] if isinstance(value, tuple) else value


def page_of(case: Path) -> Page:
    about = tomllib.loads((case / "about.toml").read_text(encoding="utf-8"))
    (body,) = case.glob("page.*")
    return Page(url=about["url"], body=body.read_bytes(), kept_as="2026/11/invented.warc.gz at 0")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_reader(case: Path):
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    reader = import_module(SOURCES[case.parent.name].module)
    page = page_of(case)
    if "refused" in expected:
        with pytest.raises(UnexpectedPage) as refusal:
            reader.read(page)
        words = str(refusal.value)
        assert expected["refused"] in words
        assert page.url in words and page.kept_as in words and "next" in words
        return
    found = reader.read(page)
    records = [{"record": type(record).__name__} | shown(record) for record in found.records]
    assert records == expected["records"]
    assert [shown(problem) for problem in found.problems] == expected.get("problems", [])


MODULES = sorted({info.module for info in SOURCES.values()})


@pytest.mark.parametrize("module", MODULES)
def test_every_reader_has_fixtures_a_refusal_among_them(module: str):
    cases = [case for case in CASES if SOURCES[case.parent.name].module == module]
    expected = [json.loads((case / "expected.json").read_text(encoding="utf-8")) for case in cases]
    assert any("refused" in one for one in expected) and any("records" in one for one in expected)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_fixture_says_where_it_comes_from(case: Path):
    about = tomllib.loads((case / "about.toml").read_text(encoding="utf-8"))
    assert {"url", "day", "licence", "written"} <= set(about)


@given(
    case=st.sampled_from(CASES),
    at=st.floats(0, 1),
    cut=st.integers(0, 60),
    put=st.one_of(
        st.binary(max_size=6), st.sampled_from([b",", b'"', b"<td>", b"</table>", b"99999999999", b"-1", b"1e9"])
    ),
)
def test_a_damaged_document_is_read_or_refused(case: Path, at: float, cut: int, put: bytes):
    whole = page_of(case)
    place = int(at * len(whole.body))
    page = replace(whole, body=whole.body[:place] + put + whole.body[place + cut :])
    try:
        records = import_module(SOURCES[case.parent.name].module).read(page).records
    except UnexpectedPage:
        return
    for record in records:
        if isinstance(record, ScrapedContest):
            clean_contest(record)  # refuses by telling a problem, never by raising
        elif isinstance(record, ScrapedPoll):
            clean_poll(record)
