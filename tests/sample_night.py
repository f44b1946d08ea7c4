"""A source that can be watched on the sample site: the contest's name is the list of its addresses."""

from __future__ import annotations

from spiders.records import Page
from spiders.watch import Watched


def night_addresses(contest: Watched) -> list[str]:
    return contest.constituency.split()


def night_links(page: Page, contest: Watched) -> list[str]:
    """A page that names an address in its first line leads there."""
    first = page.text().partition("\n")[0]
    return [first] if first.startswith("https://") else []
