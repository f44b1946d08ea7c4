"""Any news page to a ScrapedArticle: one reader for all publishers.

Structured data first (JSON-LD, then meta tags), the body from the page itself by where its text lies thickest
(`body.py`), other ways where that finds little. Everything stays as printed; choosing is done in `flows/clean`.

Gives      headlines, byline, publisher, section, times, language, address, paragraphs, posts of live blogs
Quirks     the text in JSON-LD is often a teaser, and sometimes longer than what a reader sees: only where the page
           itself gives little, and never where the page says that the rest is behind a wall
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from spiders.news import body, live, metadata
from spiders.news.blocks import Layout, layout_of
from spiders.news.structured import Structured, Thing, first_text, is_live, structured
from spiders.news.tree import tidy, tree_of
from spiders.records import Page, ScrapedArticle, ScrapedParagraph, ScrapedPost, ScrapedProblem, UnexpectedPage

DOUBT = 0.4
SAMPLES = 24
LEAST = 80  # characters of text below which a page is no article


def read_article(page: Page) -> ScrapedArticle:
    """Read one article page. Raises UnexpectedPage for a page without an article: what was seen instead is in it."""
    root, cut = tree_of(page)
    data = structured(root)
    articles = data.articles()
    posts = live.posts_of(data)
    if not posts and is_live_page(page, articles):
        posts = live.posts_on_page(root)
    headlines = metadata.headlines_of(root, data, articles)
    is_partial = metadata.is_locked(data, articles)
    layout = layout_of(root, posts)
    paragraphs, credits, reader = paragraphs_of(root, data, articles, layout, is_partial)
    times = metadata.times_of(root, data, articles)
    is_marked = bool(articles or times) or data.meta("og:type") == "article"
    refuse_unless_article(page, headlines, paragraphs, is_marked, cut)
    return ScrapedArticle(
        headlines=tuple(headlines),
        byline=tuple(metadata.byline_of(root, data, articles)),
        publisher=metadata.publisher_of(data, articles) or None,
        credit=credits[0] if credits else None,
        section=metadata.section_of(data, articles) or None,
        canonical_url=metadata.canonical_of(root, data, articles) or None,
        language=metadata.language_of(root, data, articles) or None,
        times=tuple(times),
        paragraphs=tuple(paragraphs),
        posts=live.in_page_order(posts, layout.post_ids),
        is_partial=is_partial,
        reader=reader,
        problems=(*data.problems, *missing_posts(posts, layout), *cut_off(cut)),
    )


def is_live_page(page: Page, articles: Sequence[Thing]) -> bool:
    return any(is_live(thing) for thing in articles) or "/live/" in page.url


def paragraphs_of(
    root: Any, data: Structured, articles: Sequence[Thing], layout: Layout, is_partial: bool
) -> tuple[list[ScrapedParagraph], list[str], str]:
    """The body's paragraphs, the agencies its lines credit, and the way it was found."""
    body.weighed(layout)
    story = body.story_box(layout)
    paragraphs: list[ScrapedParagraph] = []
    credits: list[str] = []
    if story is not None:
        paragraphs, credits = body.story_of(layout, story, first_text(articles, "headline"))
        description = data.meta("og:description", "description")
        paragraphs = with_standfirst(paragraphs, body.standfirst_of(layout, story, description))
    found = [("layout", paragraphs)]
    if length(paragraphs) < body.ENOUGH:
        found.append(("trafilatura", body.library_text(root)))
        if not is_partial:
            found.append(("json-ld", stated_body(articles)))
    elif (told := agreement(paragraphs, articles)) < DOUBT:
        other = body.library_text(root)
        if agreement(other, articles) > told + DOUBT:
            found = [("trafilatura", other)]
    reader, paragraphs = max(found, key=lambda way: length(way[1]))
    if reader != "layout" and layout.post_ids:
        paragraphs = [replace(one, part=-1) for one in paragraphs]  # which post they belong to is not known
    return paragraphs, credits, reader


def agreement(paragraphs: Sequence[ScrapedParagraph], articles: Sequence[Thing]) -> float:
    """How much of the text in JSON-LD the paragraphs have, 0 to 1, by samples of it; 1 where it is too short to tell.

    All pages measured that give such text agree to two thirds at least: less than DOUBT means that another part of the
    page was taken for the story.
    """
    stated = " ".join(one.text for one in stated_body(articles))
    if len(stated) < SAMPLES * 20:
        return 1.0
    text = " ".join(one.text for one in paragraphs)
    starts = range(0, len(stated) - 30, (len(stated) - 30) // SAMPLES)
    return sum(stated[start : start + 30] in text for start in starts) / len(starts)


def with_standfirst(paragraphs: list[ScrapedParagraph], standfirst: str) -> list[ScrapedParagraph]:
    """The paragraphs with the standfirst before them, once."""
    if not standfirst:
        return paragraphs
    part = -1 if any(one.part for one in paragraphs) else 0
    others = [one for one in paragraphs if one.text != standfirst]
    if len(others) < len(paragraphs) and paragraphs[0].text != standfirst and length(paragraphs[:1]) > 400:
        return paragraphs
    return [ScrapedParagraph(standfirst, "standfirst", part), *others]


def stated_body(articles: Sequence[Thing]) -> list[ScrapedParagraph]:
    """The text in JSON-LD, by its lines."""
    for thing in articles:
        if isinstance(text := thing.get("articleBody"), str) and text.strip():
            return [ScrapedParagraph(line) for line in (tidy(line) for line in text.splitlines()) if line]
    return []


def length(paragraphs: Sequence[ScrapedParagraph]) -> int:
    return sum(len(one.text) for one in paragraphs if one.kind != "box")


def missing_posts(posts: dict[str, ScrapedPost], layout: Layout) -> list[ScrapedProblem]:
    """A long live blog lists posts that stand on its further pages: how many is told, their words are not here."""
    missing = len(posts) - len(set(layout.post_ids))
    seen = f"{missing} of {len(posts)} posts are not on this page"
    return [ScrapedProblem("posts-not-on-page", seen, "posts")] if missing else []


def cut_off(cut: str) -> list[ScrapedProblem]:
    return [ScrapedProblem("page-cut-off", cut, "paragraphs")] if cut else []


def refuse_unless_article(
    page: Page, headlines: Sequence[tuple[str, str]], paragraphs: Sequence[ScrapedParagraph], is_marked: bool, cut: str
) -> None:
    found = length(paragraphs)
    if not headlines or found < LEAST or (not is_marked and found < 3 * LEAST):
        seen = f"{cut}: " * bool(cut) + f"{len(headlines)} headlines and {found} characters of text"
        raise UnexpectedPage(
            page,
            wanted="an article with a headline and text",
            seen=seen if is_marked else f"{seen}, and nothing that dates or marks it as an article",
            next_step="nothing, if it is a front page, a video or a picture; else see spiders/news/body.py",
        )
