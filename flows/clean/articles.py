"""A scraped article becomes an article: one headline, one moment, one address, one text to quote from.

What a page states twice or wrongly stays visible: every headline and moment is kept beside the one taken, and what
cannot be read becomes a problem.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flows.clean.addresses import address_key, canonical_of, site_of
from flows.clean.bylines import agency_named, byline
from flows.clean.contests import Problem
from flows.clean.moments import StatedTime, chosen, read_time, with_zones_mended
from flows.clean.names import clean_name
from flows.clean.syndication import signature
from spiders.records import ScrapedArticle

BREAK = "\n\n"  # between paragraphs of the text
EARLY = timedelta(hours=26)  # a page may be dated by tomorrow's paper, and clocks differ; beyond that it is a fault
# Which headline is taken, first that is there. What is shared (og:title) is most often the whole one, JSON-LD holds
# what is written for search engines and h1 what fits the layout.
HEADLINES = ("og:title", "h1", "json-ld", "twitter:title", "title")
SUFFIX = re.compile(r"\s+[|–—-]\s+(?P<site>[^|–—-]{2,40})$")
LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?\b.*")
# Newsrooms read day by day, by their site: one name for each, whatever a page calls it ("mirror", "BBC Sport").
PUBLISHERS = {
    "bbc.com": "BBC",
    "channel4.com": "Channel 4",
    "dailymail.co.uk": "Daily Mail",
    "dailystar.co.uk": "Daily Star",
    "euronews.com": "Euronews",
    "express.co.uk": "Daily Express",
    "independent.co.uk": "The Independent",
    "inews.co.uk": "The i Paper",
    "itv.com": "ITV",
    "metro.co.uk": "Metro",
    "mirror.co.uk": "The Mirror",
    "news.sky.com": "Sky News",
    "standard.co.uk": "The Standard",
    "telegraph.co.uk": "The Telegraph",
    "theguardian.com": "The Guardian",
    "thesun.co.uk": "The Sun",
    "thetimes.co.uk": "The Times",
    "thetimes.com": "The Times",
}
SITE_WORDS = frozenset(("news", "sport", "online", "uk", "the", "co", "com", "www"))  # beside a publisher's own name


@dataclass(frozen=True, slots=True)
class ArticlePart:
    """One paragraph of `Article.text`: `text[start:end]` in code points. `post` is None outside a live blog's posts."""

    start: int
    end: int
    kind: str  # "paragraph", "heading", "list item", "standfirst"
    post: int | None = None


@dataclass(frozen=True, slots=True)
class ArticlePost:
    """One post of a live blog, as `ArticlePart.post` numbers it."""

    headline: str
    byline: tuple[str, ...]
    published_at: datetime | None
    source_id: str


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one article. None and "" where the page does not say."""

    article_id: str  # of the canonical address: the same for every version
    version_id: str  # of headline and text
    url: str  # canonical, without tracking
    headline: str
    headlines: tuple[tuple[str, str], ...]
    byline: tuple[str, ...]
    publisher: str
    credit: str  # the agency: "PA"
    section: str
    language: str  # "en-GB", "en"
    published_at: datetime | None
    modified_at: datetime | None
    times: tuple[StatedTime, ...]
    text: str
    parts: tuple[ArticlePart, ...]
    posts: tuple[ArticlePost, ...] = ()
    boxes: tuple[str, ...] = ()  # text beside the story, out of the text
    is_partial: bool = False
    fetched_at: datetime | None = None
    original_url: str = ""  # on another site, where the page says that it is a copy
    signature: tuple[int, ...] = field(default=(), repr=False)  # of the text, to find copies by (syndication.py)
    problems: tuple[Problem, ...] = ()


def clean_article(scraped: ScrapedArticle, url: str, fetched_at: datetime | None = None) -> Article:
    """The article of a page at `url`, fetched at a moment with zone. Never raises: what is wrong becomes a problem."""
    problems = [Problem(one.rule, one.seen, one.field) for one in scraped.problems]
    address, original = canonical_of(url, scraped.canonical_url)
    times = with_zones_mended([read_time(time) for time in scraped.times])
    published, modified = chosen(times, "published"), chosen(times, "modified")
    problems += time_problems(times, published, fetched_at)
    publisher = publisher_of(scraped, url)
    headline = headline_of(scraped, publisher)
    text, parts = text_of(scraped)
    names, credit = byline_and_credit(scraped, publisher)
    if not address_key(url):
        problems.append(Problem("address-unreadable", url[:200], "url"))
    return Article(
        article_id=digest(address_key(address) or url),
        version_id=digest(headline + BREAK + text),
        url=address,
        headline=headline,
        headlines=scraped.headlines,
        byline=names,
        publisher=publisher,
        credit=credit,
        section=clean_name(scraped.section),
        language=language_of(scraped.language),
        published_at=published.stated_at if published else None,
        modified_at=modified.stated_at if modified else None,
        times=tuple(times),
        text=text,
        parts=parts,
        posts=posts_of(scraped),
        boxes=tuple(one.text for one in scraped.paragraphs if one.kind == "box"),
        is_partial=scraped.is_partial,
        fetched_at=fetched_at,
        original_url=original,
        signature=signature(" ".join(one.text for one in scraped.paragraphs if one.kind in ("paragraph", "list item"))),
        problems=tuple(problems),
    )


def digest(words: str) -> str:
    """Sixteen hexadecimal digits that stand for a text."""
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def headline_of(scraped: ScrapedArticle, publisher: str) -> str:
    """The headline taken, without the name of the site behind it; "" where the page has none."""
    by_place: dict[str, str] = {}
    for where, text in scraped.headlines:
        by_place.setdefault(where, text)
    text = next((by_place[where] for where in HEADLINES if where in by_place), "")
    found = SUFFIX.search(text)
    if found and is_site_name(found["site"], (publisher, scraped.publisher or "")):
        return text[: found.start()].rstrip()
    return text


def is_site_name(words: str, publishers: tuple[str, ...]) -> bool:
    """Whether the end of a headline names its site: "BBC News", where the publisher is BBC."""
    said = set(re.findall(r"\w+", words.casefold()))
    own = {word for name in publishers for word in re.findall(r"\w+", name.casefold())} - SITE_WORDS
    return bool(said & own) and said <= own | SITE_WORDS


def text_of(scraped: ScrapedArticle) -> tuple[str, tuple[ArticlePart, ...]]:
    """The text to quote from, and where each paragraph stands in it."""
    parts: list[ArticlePart] = []
    texts: list[str] = []
    start = 0
    for one in scraped.paragraphs:
        if one.kind == "box" or not one.text:
            continue
        post = one.part if scraped.posts and one.part >= 0 else None
        parts.append(ArticlePart(start, start + len(one.text), one.kind, post))
        texts.append(one.text)
        start += len(one.text) + len(BREAK)
    return BREAK.join(texts), tuple(parts)


def byline_and_credit(scraped: ScrapedArticle, publisher: str) -> tuple[tuple[str, ...], str]:
    """The names, and the agency that a line of the page or the byline itself credits.

    The newsroom behind a name ("Clare Wood, BBC News") goes; alone it is the byline.
    """
    names = byline(scraped.byline)
    people = tuple(name for name in names if not is_site_name(name, (publisher, scraped.publisher or "")))
    names = people or names
    credit = agency_named(scraped.credit or "") or next((found for name in names if (found := agency_named(name))), "")
    return names, credit


def publisher_of(scraped: ScrapedArticle, url: str) -> str:
    """The newsroom by its site, else as the page names it; "" where neither is known."""
    return PUBLISHERS.get(site_of(url)) or clean_name(scraped.publisher)


def language_of(printed: str | None) -> str:
    """A language tag: "en_GB" -> "en-GB"; "" for none or anything else."""
    found = LANGUAGE.fullmatch((printed or "").strip())
    if not found:
        return ""
    return found[1].lower() + (f"-{found[2].upper()}" if found[2] else "")


def posts_of(scraped: ScrapedArticle) -> tuple[ArticlePost, ...]:
    found = []
    for post in scraped.posts:
        published = chosen([read_time(time) for time in post.times], "published")
        at = published.stated_at if published else None
        found.append(ArticlePost(post.headline or "", byline(post.byline), at, post.source_id or ""))
    return tuple(found)


def time_problems(times: list[StatedTime], published: StatedTime | None, fetched_at: datetime | None) -> list[Problem]:
    found = [
        Problem("time-unreadable", f"{time.where}: {time.printed[:80]!r}", time.of)
        for time in times
        if time.stated_at is None
    ]
    if published is None:
        found.append(Problem("publication-undated", "no publication time that can be read", "published"))
    elif fetched_at and published.stated_at and published.stated_at > fetched_at + EARLY:
        found.append(Problem("published-after-fetch", f"{published.printed} fetched {fetched_at}", "published"))
    return found
