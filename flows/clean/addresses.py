"""Addresses of articles: one address for one article, whatever way a reader came to it."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit

# Parameters that say where a reader came from, never what is read.
TRACKING = re.compile(
    r"utm_.*|ns_.*|at_.*|mc_[ce]id|pk_.*|fb(?:clid|_.*)|gclid|dclid|msclkid|yclid|igshid|xtor|ico|ito|cmp|cmpid|icid|ncid"
    r"|ocid|smid|ref|ref_src|ref_url|referrer|source|src|intcmp|int_.*|traffic_source|campaign.*|partner|feed|rss|shareid"
    r"|share.*|guccounter|guce_.*|_ga|_gl|spref|ecid|sr_share|wt\.mc_id|amp|outputtype|usqp",
    re.I,
)
AMP_PATH = re.compile(r"(?:\.amp(?:\.html)?|/amp/?)$", re.I)
SAME_SITE = {"bbc.co.uk": "bbc.com", "guardian.co.uk": "theguardian.com"}
DOORS = re.compile(r"^(?:www\d?|amp|m|mobile|touch|edition)\.")


def normal_url(url: str) -> str:
    """An address without tracking, fragment or AMP: what a person would be sent to. "" for no web address."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return ""
    if host.startswith("amp."):
        host = "www." + host.removeprefix("amp.")
    query = urlencode([(name, value) for name, value in parse_qsl(parts.query, True) if not TRACKING.fullmatch(name)])
    path = re.sub("/{2,}", "/", AMP_PATH.sub("", parts.path)) or "/"
    return urlunsplit(("https", f"{host}:{port}" if port not in (None, 80, 443) else host, path, query, ""))


def site_of(url: str) -> str:
    """The site of an address: its host without the doors of it ("www.", "amp."), BBC's two hosts as one."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
    bare = DOORS.sub("", host)
    return SAME_SITE.get(bare, bare)


def address_key(url: str) -> str:
    """What two addresses of one article have in common: "bbc.com/news/articles/c1?page=2"; "" for no web address."""
    normal = normal_url(url)
    if not normal:
        return ""
    parts = urlsplit(normal)
    query = urlencode(sorted(parse_qsl(parts.query, True)))
    return f"{site_of(normal)}{unquote(parts.path).rstrip('/')}" + (f"?{query}" if query else "")


def joined(url: str, stated: str) -> str:
    """What a page at `url` means by an address; "" where it is none."""
    try:
        return urljoin(url, stated)
    except ValueError:
        return ""


def canonical_of(url: str, stated: str | None) -> tuple[str, str]:
    """(the article's address, the address on another site that the page says is the original).

    What a page states is believed about its own site only, and never when it leads to a front page: pages under a wall
    or with a fault name those.
    """
    own = normal_url(url)
    other = normal_url(joined(url, stated)) if stated else ""
    if not other or not own:
        return own or other, ""
    if site_of(other) != site_of(own):
        return own, other
    is_front = urlsplit(other).path == "/" and urlsplit(own).path != "/"
    return (own if is_front else other), ""
