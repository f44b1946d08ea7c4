"""Declarations as councils publish them, made for tests: pages of every shape, and PDFs with words in given places."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from spiders.records import Page, ReadPage, ScrapedCandidacy, ScrapedContest
from spiders.results.councils import read

BARSET = "https://www.kirklees.gov.uk"  # a host of the configuration; places and people are invented
PEOPLE = (
    ("HARDING", "Septimus", "Labour Party", 952),
    ("GRANTLY", "Theophilus John", "Conservative and Unionist Party", 1203),
    ("PROUDIE", "Maria", "Liberal Democrats", 64),
)


def page_of(body: str, *, title: str = "", url: str = f"{BARSET}/elections/result", encoding: str = "utf-8") -> Page:
    """A whole HTML page around a body."""
    whole = f"<!DOCTYPE html><html><head><title>{escape(title)}</title></head><body>{body}</body></html>"
    return Page(url=url, body=whole.encode(encoding), content_type="text/html")


def contests(page: Page) -> list[ScrapedContest]:
    found: ReadPage = read(page)
    return [one for one in found.records if isinstance(one, ScrapedContest)]


def contest(page: Page) -> ScrapedContest:
    """The only contest of a page."""
    (found,) = contests(page)
    return found


def spoken(one: ScrapedCandidacy) -> str:
    """A candidate's name in its natural order."""
    return one.name or f"{one.given_name} {one.family_name}"


def table_of(rows: Sequence[Sequence[str]], *, caption: str = "", heads: Sequence[str] = ()) -> str:
    """An HTML table; cells are HTML."""
    head = "".join(f"<th>{words}</th>" for words in heads)
    body = "".join("<tr>" + "".join(f"<td>{words}</td>" for words in row) + "</tr>" for row in rows)
    named = f"<caption>{caption}</caption>" if caption else ""
    return f"<table>{named}{f'<tr>{head}</tr>' if heads else ''}{body}</table>"


def pdf_of(words: Sequence[tuple[float, float, str]], rules: Sequence[tuple[float, float, float, float]] = ()) -> bytes:
    """One A4 leaf with each text at (x, y from the top) in 10 point Helvetica, and lines from point to point."""

    def quoted(text: str) -> bytes:
        return text.encode("cp1252", "replace").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")

    drawn = b"".join(b"%.1f %.1f m %.1f %.1f l S\n" % (x0, 842 - y0, x1, 842 - y1) for x0, y0, x1, y1 in rules)
    told = b"".join(b"BT /F1 10 Tf %.1f %.1f Td (%s) Tj ET\n" % (x, 842 - y, quoted(text)) for x, y, text in words)
    stream = drawn + told
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
