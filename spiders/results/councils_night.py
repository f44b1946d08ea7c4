"""Where councils declare on the night: their lists of elections first, and what those lead to once it is there."""

from __future__ import annotations

from spiders.records import Page
from spiders.results.council_sites import addresses, domain_of, follow, wanted_contest
from spiders.results.declarations.containers import kind_of_data
from spiders.watch import Watched


def night_addresses(contest: Watched) -> list[str]:
    """The pages of the council that declares the contest; none where nobody has said which council that is."""
    return addresses(contest.ballot_paper_id, ward=contest.constituency)


def night_owner(host: str) -> str:
    """The domain whose hosts are all of the council that has this one."""
    return domain_of(host)


def night_links(page: Page, contest: Watched) -> list[str]:
    """From a list to the contest's own pages; a declaration, its XML or PDF leads nowhere."""
    if kind_of_data(page) is None and b"<a" not in page.body and b"<A" not in page.body:
        return []
    return follow(page, wanted_contest(contest.ballot_paper_id, contest.constituency))
