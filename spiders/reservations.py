"""What a publisher asks of machines on or beside a page: not to index it, not to keep it, not to mine its text.

The signs are those of the Robots meta tag, its header X-Robots-Tag, and the TDM Reservation Protocol of the W3C's
community group (`tdm-reservation: 1`, as a header or a meta tag).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spiders.warc import CannotUnpack, unpack

if TYPE_CHECKING:
    from scrapy.http import Headers

OURS = ("robots", "byelections")  # meta tags and header prefixes that speak to us
NO = frozenset(("noindex", "noarchive", "none", "noai"))
HEAD = 256 << 10  # bytes in which the meta tags of a page are looked for
META = re.compile(rb"<meta\b[^>]{0,2000}>", re.IGNORECASE)
ATTRIBUTE = re.compile(rb"""\b(name|property|content)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


def reservation(headers: Headers, body: bytes, limit: int) -> str | None:
    """What the publisher asks, in words; None when it asks nothing. `body` may still be packed."""
    for value in headers.getlist("X-Robots-Tag"):
        if words := rules_against_us(value.decode("latin-1")):
            return f"X-Robots-Tag: {words}"
    if b"1" in [value.strip() for value in headers.getlist("tdm-reservation")]:
        return "tdm-reservation: text and data mining is reserved"
    codings = b", ".join(headers.getlist("Content-Encoding")).decode("latin-1")
    try:
        return meta_reservation(unpack(body, codings, limit))
    except CannotUnpack:
        return None  # the page is refused for that, further on


def rules_against_us(printed: str) -> str:
    """The rules of an X-Robots-Tag that keep us off: "googlebot: noindex" speaks to another, "noarchive" to all."""
    agent, colon, rules = printed.partition(":")
    speaks_to_one = bool(colon) and re.fullmatch(r"\s*[\w*-]+\s*", agent) is not None
    if speaks_to_one and agent.strip().lower() in ("unavailable_after", "max-snippet", "max-image-preview"):
        speaks_to_one = False
    if speaks_to_one and agent.strip().lower() not in (*OURS, "*"):
        return ""
    given = (rules if speaks_to_one else printed).lower()
    return ", ".join(sorted(NO & {one.strip() for one in given.split(",")}))


def meta_reservation(page: bytes) -> str | None:
    """The same in the meta tags of a page."""
    for tag in META.findall(page[:HEAD]):
        found = {
            name.lower().decode(): (double or single or bare).decode("latin-1").strip().lower()
            for name, double, single, bare in ATTRIBUTE.findall(tag)
        }
        name, content = found.get("name") or found.get("property") or "", found.get("content", "")
        if name in OURS and (words := rules_against_us(content)):
            return f"meta {name}: {words}"
        if name == "tdm-reservation" and content == "1":
            return "meta tdm-reservation: text and data mining is reserved"
    return None
