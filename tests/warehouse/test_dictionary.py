from __future__ import annotations

from pathlib import Path

from warehouse.dictionary import dictionary


def test_the_data_dictionary_is_the_one_the_comments_make():
    written = (Path(__file__).parents[2] / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert written == dictionary(), "stale: run `make docs`"
