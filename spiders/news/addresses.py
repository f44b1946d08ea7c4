"""Addresses of articles: one form for the same article, whatever list or campaign led to it."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

# What lists and social media hang on an address to see who came from where; no page depends on it.
TRACKING = re.compile(
    r"^(?:utm_\w+|at_\w+|ns_\w+|ito|ico|cmp|cmpid|fbclid|gclid|dicbo|xtor|ocid|ref|ref_src|smid|srnd)$", re.I
)
# Hosts that show the same articles under the same paths.
SAME_HOST = {
    "www.bbc.com": "www.bbc.co.uk",
    "bbc.com": "www.bbc.co.uk",
    "bbc.co.uk": "www.bbc.co.uk",
    "theguardian.com": "www.theguardian.com",
    "www.guardian.co.uk": "www.theguardian.com",
}


def article_address(url: str) -> str:
    """The address an article is asked for: https, one host for each publisher, no tracking, no fragment.

    "http://www.bbc.com/news/articles/abc#0?x" loses its fragment; an address that is none comes back as it is.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removesuffix(".")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return url
    if parts.scheme not in ("http", "https") or not host:
        return url
    asked = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.match(name)
    ]
    query = urlencode(asked) if len(asked) != len(parse_qsl(parts.query, keep_blank_values=True)) else parts.query
    return urlunsplit(("https", SAME_HOST.get(host, host) + port, parts.path or "/", query, ""))


def host_of(url: str) -> str:
    """The host in small letters; "" for what is no address."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def words_in_address(url: str) -> str:
    """The words of an address's last part that has some: ".../2021/may/07/tories-win-seat" -> "tories win seat"."""
    try:
        parts = [part for part in urlsplit(url).path.split("/") if "-" in part]
    except ValueError:
        return ""
    return re.sub(r"\.\w+$", "", parts[-1]).replace("-", " ") if parts else ""
