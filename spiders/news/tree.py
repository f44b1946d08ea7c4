"""A news page as one lxml tree: decoded once, parsed once, refused where nobody can have written it."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from charset_normalizer import from_bytes
from lxml import etree

from spiders.records import Page, UnexpectedPage

MOST_BYTES = 8_000_000  # the largest page of a UK publisher seen has under two million
MOST_TAGS = 150_000  # theirs has some fifteen thousand
SNIFFED = 20_000  # bytes that detection looks at: the whole of a long page would take seconds
DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,40})""", re.I)
IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.I)
# Marks nobody prints: controls, the ones that turn the direction of writing, blanks without width, soft hyphens.
# The joiners U+200C and U+200D stay, since emoji and several scripts are written with them.
UNPRINTED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
ASCII = bytes(range(128))
MARKUP = re.compile(r"</?[A-Za-z!][^<>]*>")


def tree_of(page: Page) -> tuple[Any, str]:
    """The root element of a page, comments left out, and why the parser gave up before its end ("" when it did not).

    It gives up at 256 elements inside one another; what stands before is there.
    Raises UnexpectedPage for a page that is empty, larger than anybody writes, or no text at all.
    """
    body = page.body
    if len(body) > MOST_BYTES or body.count(b"<") > MOST_TAGS:
        raise refused(page, f"{len(body)} bytes with {body.count(b'<')} tags")
    if not body.strip() or body.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04")):
        raise refused(page, f"{body[:20]!r}, which is no HTML")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(decoded(page).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise refused(page, f"nothing to parse: {error}") from error
    if root is None:
        raise refused(page, "nothing to parse")
    last = parser.error_log.last_error
    is_cut = last is not None and last.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT
    return root, str(last.message).partition(",")[0] if is_cut else ""


def refused(page: Page, seen: str) -> UnexpectedPage:
    return UnexpectedPage(page, wanted="an HTML page that somebody wrote", seen=seen)


def decoded(page: Page) -> str:
    """The page as text: by its byte order mark, the transfer header, its first kilobytes, and detection, in this order.

    A charset that does not fit the bytes is passed over; UTF-8 that fits is UTF-8, whatever a page says of itself.
    """
    body = page.body
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    for name in (*IN_HEADER.findall(page.content_type), *(m.decode() for m in DECLARED.findall(body[:4096]))):
        try:
            return body.decode(charset(name))
        except (LookupError, UnicodeDecodeError):
            continue
    if mostly_utf8(body):
        return body.decode("utf-8", "replace")
    found = from_bytes(body[:SNIFFED]).best()
    return body.decode(found.encoding if found else "cp1252", "replace")


def charset(name: str) -> str:
    """Browsers read the Latin-1 a page declares as windows-1252, where the curly quotation marks are."""
    return "cp1252" if name.lower() in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii") else name


def mostly_utf8(body: bytes) -> bool:
    """Whether the page is UTF-8 with a few broken places, as when a script cut a letter in two."""
    wrong = body.decode("utf-8", "replace").count("\ufffd")
    return wrong * 4 < len(body.translate(None, ASCII))


def tidy(text: str | None) -> str:
    """Text as a reader sees it: no markup, no unprinted marks, blanks folded (also the ones that do not break)."""
    if not text:
        return ""
    if "<" in text:
        text = without_markup(text)
    text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", " ".join(UNPRINTED.sub("", text).split()))


def without_markup(text: str) -> str:
    """Text in which tags stood as text; also those that come about when others are taken out ("<scr<b>ipt>")."""
    for _ in range(4):
        text, count = MARKUP.subn(" ", text)
        if not count:
            break
    else:
        text = text.replace("<", " ")
    return text
