"""How well articles are read, on the real pages beside the working copy: scores may rise and must not fall.

The figures pinned are a little below what was measured (docs/performance.md); raise them when the reader is mended.
"""

from __future__ import annotations

from benchmarks.articles import benchmark_pages, library_text, our_body, our_text, scores, uk_pages, uk_score
from tests.shared import needs_shared

pytestmark = needs_shared


def test_bodies_of_pages_in_many_languages():
    """Better than the library; how fast both are is for benchmarks/articles.py."""
    truths = benchmark_pages()
    found = [[way(one.page) for one in truths] for way in (our_text, library_text({"fast": True}))]
    stored, library = (scores(list(zip([one.body for one in truths], texts, strict=True))) for texts in found)
    assert stored[2] >= 0.980  # with the standfirst, which these truths leave out
    assert stored[2] > library[2] + 0.015


def test_bodies_without_the_standfirst():
    assert scores([(one.body, our_body(one.page)) for one in benchmark_pages()])[2] >= 0.983


def test_fields_and_bodies_of_uk_publishers():
    found = uk_score(uk_pages())
    assert (found.headline, found.authors, found.instant) == (1, 1, 1), found.wrong
    assert found.headline_taken >= 0.81
    assert found.body >= 0.979
