"""A publisher: where it lists its articles, and what its pages may be taken for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import import_module
from typing import Any

from spiders.news.addresses import host_of
from spiders.own_sites import own_sites
from spiders.settings import SettingsError

# One module of this package each; their names are the spiders', the fixtures' and those of docs/sources.md.
NAMES = (
    "bbc_news", "express", "guardian", "independent", "inews", "metro", "mirror", "national_world", "reach_local",
    "sky_news", "standard", "telegraph",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Publisher:
    """What only an eye on the sites could know. Sitemaps of news that robots.txt names are found without this."""

    name: str
    title: str  # as the tables name it
    hosts: tuple[str, ...]  # of articles
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()  # pages with links, asked for where no feed and no sitemap is known
    feed_hosts: tuple[str, ...] = ()  # of lists alone
    api: str = ""  # address of a search that answers JSON
    articles: str = r"^/.+"  # a pattern for the paths of articles
    terms: str = ""  # where the publisher says what may be done with its pages

    def has_article(self, url: str) -> bool:
        """Whether an address may be an article of the publisher's."""
        path = "/" + url.partition("://")[2].partition("/")[2].partition("?")[0]
        return host_of(url) in self.hosts and re.search(self.articles, path) is not None


@cache
def publishers() -> dict[str, Publisher]:
    """Every publisher by its name: the reviewed ones, and those of one's own (`spiders/own_sites.py`)."""
    reviewed = {name: import_module(f"spiders.news.{name}").PUBLISHER for name in NAMES}
    return reviewed | {name: publisher_from(name, values) for name, values in own_sites()["publishers"].items()}


def publisher_from(name: str, values: Mapping[str, Any]) -> Publisher:
    """A publisher as a file of sites describes it. Raises SettingsError for what no publisher has."""
    known = {one.name for one in fields(Publisher)} - {"name"}
    if unknown := sorted(set(values) - known):
        raise SettingsError(
            f"BYELECTIONS_SITES: publisher {name}: {', '.join(unknown)} is none of {', '.join(sorted(known))}"
        )
    if not values.get("title") or not values.get("hosts"):
        raise SettingsError(f"BYELECTIONS_SITES: publisher {name}: title and hosts are wanted")
    lists: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    return Publisher(name=name, **lists)


@cache
def by_host() -> dict[str, Publisher]:
    return {host: one for one in publishers().values() for host in (*one.hosts, *one.feed_hosts)}


def publisher_of(url: str) -> Publisher | None:
    """Whose page an address is; None for hosts that are nobody's here."""
    return by_host().get(host_of(url))
