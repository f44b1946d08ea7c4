"""WARC files of invented newspapers that write, in sentences of ours, about real by-elections with real figures."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from flows.runs import archive_folder
from flows.sources import SOURCES
from spiders import warc
from spiders.settings import Settings

MORNING = datetime(2021, 5, 7, 8, 0, tzinfo=UTC)
SEATS = ("hartlepool", "batley-and-spen", "chesham-and-amersham", "north-shropshire")
HARTLEPOOL = "parl.hartlepool.by.2021-05-06"

WIN = (
    "Jill Mortimer has won the Hartlepool by-election for the Conservatives with a majority of 6,940 votes.",
    "It is a gain from Labour, whose candidate Paul Williams came second with 8,589 votes.",
    "Ms Mortimer told the Harbour Gazette: “I will work for every street in this town, from headland to marina.”",
    "The seat fell vacant when Mike Hill resigned. Turnout was 42.3 per cent.",
    "Counting went on through the night in a sports hall by the docks, and the last boxes came in after the lights "
    "of the ships had gone out over the bay.",
)
WRONG = (
    "Jill Mortimer has won the Hartlepool by-election for the Conservatives with a majority of 9,640 votes.",
    "The result was read out in the early morning to a hall that had been waiting since midnight, and the cheering "
    "was heard across the car park.",
)
MENDED = (WRONG[0].replace("9,640", "6,940"), WRONG[1])
BOTH = (
    "Voters in Batley and Spen go to the polls in a by-election on Thursday, two weeks after the Liberal Democrats won "
    "the Chesham and Amersham by-election.",
    "Kim Leadbeater, the Labour candidate, was in the market square; Sarah Green, who took Chesham and Amersham with a "
    "majority of 8,028 votes, has taken her seat in the Commons.",
)
ABROAD = (
    "The governing party has lost the Saanich Harbour by-election in British Columbia, a seat held for two decades.",
    "The new member of the legislative assembly will be sworn in at Victoria next week, the clerk of the house said.",
)
NOTHING = ("The ferry runs every hour in summer, the harbour board has decided, and the café on the pier stays open.",)


def page(headline: str, paragraphs: Sequence[str], *, published: str | None = "2021-05-07T07:10:00+01:00") -> bytes:
    """A newspaper's page as it is usually written."""
    dated = f'<meta property="article:published_time" content="{published}">' if published else ""
    text = "".join(f"<p>{escape(one)}</p>" for one in paragraphs)
    return (
        f'<!doctype html><html lang="en-GB"><head><title>{escape(headline)}</title>'
        f'<meta property="og:title" content="{escape(headline)}"><meta property="og:type" content="article">{dated}'
        f"</head><body><nav><a href='/'>Home</a></nav><article><h1>{escape(headline)}</h1>{text}</article></body>"
    ).encode()


def front_page(headlines: Iterable[str]) -> bytes:
    items = "".join(f'<li><a href="/{number}">{escape(one)}</a></li>' for number, one in enumerate(headlines))
    return f"<!doctype html><html><head><title>Home</title></head><body><ul>{items}</ul></body></html>".encode()


def response(url: str, body: bytes, *, fetched_at: datetime = MORNING, mime: str = "text/html; charset=utf-8") -> bytes:
    """One record as a crawl of the news leaves it."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {mime}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    headers = [
        ("WARC-Type", "response"),
        ("WARC-Record-ID", warc.new_record_id()),
        ("WARC-Date", warc.warc_date(fetched_at)),
        ("WARC-Target-URI", url),
        ("Content-Type", "application/http; msgtype=response"),
    ]
    return warc.record(headers, head + body)


def write(path: Path, records: Iterable[bytes]) -> Path:
    path.write_bytes(b"".join(records))
    return path


def small_home(home: Path, files: str = "*-by-elections.csv", seats: Sequence[str] = SEATS) -> Path:
    """A home whose archive holds the starter data of a few seats: a run takes a second or two, and not a century's."""
    folder = home / "given"
    folder.mkdir(parents=True)
    wanted = re.compile(rf"\.({'|'.join(seats)})\.")
    bundled = SOURCES["starter"].bundled_folder
    assert bundled is not None
    for path in sorted(bundled.glob(files)):
        head, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / path.name).write_text(head + "".join(filter(wanted.search, rows)), encoding="utf-8")
    archive_folder(Settings(home=home), "starter", folder, sorted(folder.iterdir()))
    shutil.rmtree(folder)
    return home
