"""How well articles are read, on the real pages beside the working copy: scores may rise and must not fall.

The figures pinned are a little below what was measured (docs/performance.md); raise them when the reader is mended.
"""

from __future__ import annotations

import pytest

from benchmarks.articles import (
    Truth,
    benchmark_pages,
    library_text,
    our_body,
    our_text,
    scores,
    speed,
    uk_pages,
    uk_score,
)
from tests.shared import needs_shared

pytestmark = needs_shared


@pytest.fixture(scope="module")
def truths() -> list[Truth]:
    return benchmark_pages()


def test_bodies_of_pages_in_many_languages(truths: list[Truth]):
    ours = scores([(one.body, our_body(one.page)) for one in truths])
    stored = scores([(one.body, our_text(one.page)) for one in truths])
    library = scores([(one.body, library_text({"fast": True})(one.page)) for one in truths])
    assert ours[2] >= 0.982
    assert stored[2] >= 0.979  # with the standfirst, which these truths leave out
    assert stored[2] > library[2] + 0.015


def test_fields_and_bodies_of_uk_publishers():
    found = uk_score(uk_pages())
    assert (found.headline, found.authors, found.instant) == (1, 1, 1), found.wrong
    assert found.headline_taken >= 0.81
    assert found.body >= 0.979


def test_reading_all_fields_is_faster_than_the_library_reads_text(truths: list[Truth]):
    """Measured at twice as fast; CPU seconds, so that other work on the machine counts for little."""
    found = speed([one.page for one in truths], rounds=1)
    assert found["read_article, all fields"] > found["trafilatura fast, text only"]
