"""Why a seat fell vacant: the words of a source to one of a closed list."""

from __future__ import annotations


def vacancy_cause(printed: str | None) -> str | None:
    """The cause in the list of `core.contest`; "unknown" for words that fit none, None where a source says nothing."""
    return None
