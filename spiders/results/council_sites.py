"""Which council a page is of, where each publishes, where a contest's result will stand (`councils.yaml`, reviewed).

Pure: nothing here asks a site. `addresses` says what to ask first, `follow` what to ask next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import yaml
from bs4.filter import SoupStrainer

from spiders.own_sites import own_sites
from spiders.records import Page
from spiders.results.declarations import modern_gov, places
from spiders.results.declarations import words as say
from spiders.results.declarations.containers import items_in, kind_of_data
from spiders.results.html import tree_of, words

SYSTEMS = ("modern_gov", "cmis", "own")
TWO_LABELS = frozenset(["gov.uk", "co.uk", "org.uk", "gov.wales", "gov.scot", "uk.com", "llyw.cymru"])
# Of a maker: the council is the part before.
MAKERS = frozenset(["moderngov.co.uk", "cmis.uk.com", "cmis-ni.org"])
# Of whoever keeps the data of many: whose they are only a whole address says.
KEEPERS = frozenset([
    "arcgis.com", "azurewebsites.net", "azureedge.net", "cloudfront.net", "amazonaws.com", "herokuapp.com",
    "windows.net", "googleapis.com",
])  # fmt: skip
SHARED_HOSTS = MAKERS | KEEPERS
SMALL = frozenset(["and", "the", "of", "ward", "division", "electoral", "constituency", "in", "with"])
FOLLOWED = re.compile(r"declaration|result|by-?\s?election|etholiad|\.pdf$", re.IGNORECASE)
UNWANTED = re.compile(r"nominat|agent|notice of (?:poll|election)|register to vote|timetable", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Site:
    """One council, or returning officer, as reviewed; `base` "" where there is nothing to ask (any more)."""

    code: str
    slug: str
    name: str
    nation: str
    system: str = ""
    base: str = ""
    results: tuple[str, ...] = ()
    since: date = date.min
    until: date = date.max
    is_council: bool = True

    @property
    def hosts(self) -> frozenset[str]:
        addresses = [self.base, *self.results]
        return frozenset(host for one in addresses if one and (host := urlsplit(one).hostname))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A contest whose result is looked for: `ward` is the seat's name, as any source prints it."""

    ballot_paper_id: str
    ward: str
    polled: date
    site: Site | None = None


@lru_cache(maxsize=1)
def configuration() -> dict[str, Any]:
    """`councils.yaml`, and the sites of one's own over it (`spiders/own_sites.py`)."""
    text = (Path(__file__).parent / "councils.yaml").read_text(encoding="utf-8")
    reviewed = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  the safe one, in C
    own = own_sites()
    return reviewed | {part: reviewed[part] | own[part] for part in ("councils", "lead_councils")}


@lru_cache(maxsize=1)
def sites() -> tuple[Site, ...]:
    """Every council and officer of the configuration."""
    return tuple(sites_of(configuration()))


def sites_of(table: Mapping[str, Any]) -> Iterator[Site]:
    for part in ("councils", "officers"):
        for code, entry in table.get(part, {}).items():
            fields = dict(entry) | {"results": tuple(entry.get("results", ()))}
            yield Site(code, is_council=part == "councils", **fields)


def site_called(slug: str, polled: date | None = None) -> Site | None:
    """The council with this part of a ballot id: the one that existed on the day, where two had it."""
    found = [site for site in sites() if site.slug == slug]
    if polled is not None and len(found) > 1:
        found = [site for site in found if site.since <= polled <= site.until] or found
    return max(found, key=lambda site: site.until, default=None)


def domain_of(host: str) -> str:
    """The part of a host that its owner has: "www.n-kesteven.gov.uk" -> "n-kesteven.gov.uk"."""
    labels = host.casefold().split(".")
    suffix = ".".join(labels[-2:])
    if suffix in SHARED_HOSTS or ".".join(labels[-3:]) in SHARED_HOSTS:
        return host.casefold()
    return ".".join(labels[-3:] if suffix in TWO_LABELS else labels[-2:])


@lru_cache(maxsize=1)
def by_domain() -> dict[str, tuple[Site, ...]]:
    found: dict[str, tuple[Site, ...]] = {}
    for site in sites():
        for domain in {domain_of(host) for host in site.hosts if not host.casefold().endswith(tuple(KEEPERS))}:
            found[domain] = (*found.get(domain, ()), site)
    return found


@lru_cache(maxsize=1)
def by_address() -> dict[str, Site]:
    """The councils by the addresses that are configured as theirs alone: a service may hold the data of many."""
    found: dict[str, list[Site]] = {}
    for site in sites():
        for address in site.results:
            found.setdefault(without_query(address), []).append(site)
    return {address: of[0] for address, of in found.items() if len(of) == 1}


def without_query(url: str) -> str:
    return url.partition("?")[0].rstrip("/")


@lru_cache(maxsize=1)
def names() -> tuple[tuple[str, Site], ...]:
    """What councils are called on their pages, the longest name first."""
    found: dict[str, Site] = {}
    for site in sorted(sites(), key=lambda one: one.until):
        plain = re.sub(r"^the ", "", site.name.casefold())
        short = places.short_council(site.name).casefold()
        kinds = (
            "council",
            "borough council",
            "district council",
            "city council",
            "county council",
            "metropolitan borough council",
        )
        called = [plain, f"{short} council"] if site.is_council else [plain]
        called += [f"{short} {kind}" for kind in kinds if site.is_council and kind in plain]
        found |= dict.fromkeys(called, site)
    return tuple(sorted(found.items(), key=lambda one: -len(one[0])))


def council_of_page(url: str, text: str) -> Site | None:
    """The council a page is of: by its host, a file's path, or the name it prints; None when none of them says."""
    if (of_address := by_address().get(without_query(url))) is not None:
        return of_address
    parts = urlsplit(url)
    of_host = by_domain().get(domain_of(parts.hostname or ""), ()) if parts.hostname else ()
    if len(of_host) == 1:
        return of_host[0]
    if not parts.hostname:
        slugs = set(re.split(r"[/._]", unquote(parts.path).casefold()))
        for site in sites():
            if site.slug in slugs:
                return site_called(site.slug)
    plain = " ".join(text.casefold().split())
    among = set(of_host)
    for name, site in names():
        if name in plain and (not among or site in among) and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", plain):
            return site
    return None


def wanted_contest(ballot_paper_id: str, ward: str = "") -> Wanted:
    """A contest by its ballot id: `local.<council>.<ward>.by.<day>` or `parl.<seat>.by.<day>`, and its seat's name.

    Raises ValueError for an id that has no day.
    """
    parts = ballot_paper_id.split(".")
    polled = date.fromisoformat(parts[-1])
    if parts[0] == "local" and len(parts) >= 4:
        return Wanted(ballot_paper_id, ward or parts[2].replace("-", " "), polled, site_called(parts[1], polled))
    return Wanted(ballot_paper_id, ward or parts[1].replace("-", " "), polled, lead_council(parts[1]))


def lead_council(seat: str) -> Site | None:
    """The council that declares a constituency's result: the reviewed one, or the only one whose name it has."""
    if code := configuration().get("lead_councils", {}).get(seat):
        return next(site for site in sites() if site.code == code)
    of_seat = set(seat.split("-"))
    live = [site for site in sites() if site.base and site.is_council]
    fitting = [site for site in live if set(site.slug.split("-")) - SMALL <= of_seat]
    longest = max((len(site.slug.split("-")) for site in fitting), default=0)
    fitting = [site for site in fitting if len(site.slug.split("-")) == longest]
    return fitting[0] if len(fitting) == 1 else None


def addresses(ballot_paper_id: str, *, ward: str = "", election_id: str = "", area_id: str = "") -> list[str]:
    """Where to look for a contest's result, the best first; [] when its council, or its site, is not known.

    With Modern.Gov's ids of the election and area, where known, these are the pages of the result themselves; without
    them the list of elections, from which `follow` leads on.
    """
    contest = wanted_contest(ballot_paper_id, ward)
    site = contest.site
    if site is None or not site.base:
        return []
    if site.results and ballot_paper_id.startswith("parl."):
        return list(site.results)  # the committee system has the council's own elections
    found: list[str] = []
    if site.system == "modern_gov":
        if election_id:
            found += [
                modern_gov.service_address(site.base, election_id),
                modern_gov.areas_address(site.base, election_id),
            ]
        if area_id:
            found.append(modern_gov.area_address(site.base, area_id))
        if not found:
            found.append(f"{site.base}/mgManageElectionResults.aspx")
    if not (election_id or area_id):
        found = [*site.results, *found]
    return found


def follow(page: Page, contest: Wanted) -> list[str]:
    """Where a list page leads for this contest: further lists, its page, its XML, its PDF; [] for no such link.

    Links are told by their words: the seat's name, the day, "by-election". Only hosts of the same owner are followed.
    Raises UnexpectedPage for a page that broke off.
    """
    if kind_of_data(page) is not None:
        return follow_items(page, contest)
    tree = tree_of(page, SoupStrainer(["a", "h2", "h1", "title"]))
    name = modern_gov.name_of_page(page.url)
    base = urlsplit(page.url)._replace(query="", fragment="").geturl().rpartition("/")[0]
    found: list[str] = []
    for link in tree.find_all("a", href=True):
        said = f"{words(link)} {link.get('title') or ''} {words_of_path(str(link['href']))}"
        target = urldefrag(urljoin(page.url, str(link["href"]).strip()))[0]
        if not is_of_owner(target, page):
            continue
        to = modern_gov.name_of_page(target)
        if to in modern_gov.LISTS and (election := modern_gov.election_of(target)):
            if leads_to(said, contest):
                found += [modern_gov.service_address(base, election), modern_gov.areas_address(base, election)]
        elif to == modern_gov.AREA:
            if has_seat(said, contest):
                found.append(modern_gov.area_address(base, modern_gov.asked_for(target).get("ID", "")))
        elif name not in modern_gov.LISTS and FOLLOWED.search(f"{said} {target}") and not UNWANTED.search(said):
            found += [target] if leads_to(said, contest) else []
    return [one for one in dict.fromkeys(found) if one != page.url]


def follow_items(page: Page, contest: Wanted) -> list[str]:
    """Where the items of a feed, or of JSON like one, lead for this contest; [] for data that is no list of pages."""
    found = []
    for item in items_in(page):
        said = f"{plain(item.title)} {words_of_path(item.address)}"
        target = urldefrag(urljoin(page.url, item.address))[0]
        if FOLLOWED.search(said) and not UNWANTED.search(said) and item.address and is_of_owner(target, page):
            found += [target] if leads_to(said, contest) else []
    return [one for one in dict.fromkeys(found) if one != page.url]


def plain(title: str) -> str:
    """A title of HTML as words: its hyphens are plain ones."""
    return re.sub("[\u2010\u2011]", "-", unescape(title))


def is_of_owner(target: str, page: Page) -> bool:
    """Whether an address is of the owner of the page that names it."""
    parts = urlsplit(target)
    return parts.scheme in ("http", "https") and domain_of(parts.hostname or "") == domain_of(
        urlsplit(page.url).hostname or ""
    )


def leads_to(said: str, contest: Wanted) -> bool:
    """Whether the words of a link are of this contest, or of a list that may hold it."""
    days = {day for day, _ in say.days_in(said)}
    if days:
        return contest.polled in days
    if has_seat(said, contest):
        years = set(re.findall(r"\b(?:19|20)[0-9]{2}\b", said))
        return not years or str(contest.polled.year) in years
    if say.KINDS.search(said) and not places.place_in(said, contest.site.name if contest.site else ""):
        years = set(re.findall(r"\b(?:19|20)[0-9]{2}\b", said))
        return not years or str(contest.polled.year) in years
    return False


def words_of_path(address: str) -> str:
    """The words that the last part of an address is made of: "/media/castle-ward.pdf" -> "castle ward pdf"."""
    name = unquote(urlsplit(address).path).rstrip("/").rpartition("/")[2]
    return "" if name.casefold().endswith(".aspx") else " ".join(re.findall(r"[^\W_]+", name))


def has_seat(said: str, contest: Wanted) -> bool:
    """Whether the seat's name is among the words, in whatever order and spelling of its small words."""
    return bool(ward_words(contest.ward)) and ward_words(contest.ward) <= ward_words(said)


def ward_words(name: str) -> frozenset[str]:
    """The words of a seat's name as they are compared: "St Mary`s & Hill Ward" -> {"st", "marys", "hill"}."""
    plain = re.sub("['\u2019`\u00b4]", "", name.casefold().replace("&", " and "))
    plain = re.sub(r"\bsaint\b", "st", plain)
    return frozenset(word for word in re.findall(r"[^\W_]+", plain) if word not in SMALL)
