"""The reader of articles, on small pages in the structure of each kind of publisher; people and places are invented."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.news import body
from spiders.news.article import read_article
from spiders.news.structured import parsed
from spiders.news.tree import MOST_TAGS, tidy
from spiders.records import Page, ScrapedArticle, ScrapedParagraph, ScrapedTime, UnexpectedPage

URL = "https://www.example.co.uk/news/articles/c1n2v3"
PARAGRAPHS = [
    "Ann Hale has won the Barchester by-election for the Green Alliance with a majority of 6,940 over Labour.",
    "“The people of Barchester have spoken,” she told supporters at the leisure centre after a recount.",
    "The vacancy arose when the member of eleven years, Bob Stone, resigned to lead a railway in another country.",
    "Turnout was 42.7 per cent, and two of the nine candidates kept their deposits beside the winner.",
]
THING = {
    "@context": "http://schema.org",
    "@type": "NewsArticle",
    "headline": "Barchester: Hale takes seat",
    "author": {"@type": "Person", "name": "Clare Wood"},
    "datePublished": "2025-05-02T03:10:00+01:00",
    "publisher": {"@type": "Organization", "name": "The Example"},
}


def paragraphs(texts: list[str] = PARAGRAPHS) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def script(value: Any) -> str:
    return f'<script type="application/ld+json">{value if isinstance(value, str) else json.dumps(value)}</script>'


def html(body: str, head: str = "", lang: str = "en-GB") -> str:
    return f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


def article(body: str = "", head: str = "", url: str = URL, content_type: str = "text/html") -> ScrapedArticle:
    page = html(body or f"<main><article><h1>Hale takes Barchester</h1>{paragraphs()}</article></main>", head)
    return read_article(Page(url, page.encode(), content_type))


def texts(found: ScrapedArticle, *kinds: str) -> list[str]:
    return [one.text for one in found.paragraphs if not kinds or one.kind in kinds]


def test_bbc_like_page():
    """Component pages without meta dates, an organisation as author, pictures and links between the paragraphs."""
    thing = THING | {
        "@type": "ReportageNewsArticle",
        "author": {"@type": "NewsMediaOrganization", "name": "Example News"},
        "dateModified": "2025-05-02T09:00:00.000Z",
    }
    blocks = "".join(
        f'<div data-component="text-block" class="sc-1 a"><p class="sc-2 b">{one}</p></div>' for one in PARAGRAPHS
    )
    body = f"""<header><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav></header>
      <main id="main-content"><article><h1>Hale takes Barchester from Labour</h1>
      <div data-component="image-block"><figure><img alt=""><figcaption>Image source, Agency</figcaption></figure></div>
      {blocks}<div data-component="links-block"><ul><li><a href="/a">Who is Ann Hale?</a></li>
      <li><a href="/b">Barchester: the full result</a></li></ul></div></article></main>
      <footer><p>Copyright 2025 Example. It is not responsible for the content of external sites.</p></footer>"""
    found = article(body, script(thing) + '<link rel="canonical" href="https://www.example.com/news/articles/c1n2v3">')
    assert texts(found) == PARAGRAPHS
    assert found.headlines == (
        ("h1", "Hale takes Barchester from Labour"),
        ("json-ld", "Barchester: Hale takes seat"),
    )
    assert found.byline == ("Example News",)
    assert found.publisher == "The Example"
    assert found.language == "en-GB"
    assert found.canonical_url == "https://www.example.com/news/articles/c1n2v3"
    assert found.times == (
        ScrapedTime("published", "json-ld", "2025-05-02T03:10:00+01:00"),
        ScrapedTime("modified", "json-ld", "2025-05-02T09:00:00.000Z"),
    )
    assert found.reader == "layout" and not found.problems and not found.is_partial


def test_page_with_meta_tags_only():
    """Older pages of one group: `article:author` is a profile's address, and pictures carry names in the text too."""
    head = """<meta name="author" content="Clare Wood">
      <meta property="article:author" content="https://e.co.uk/authors/cw">
      <meta property="og:title" content="Hale storms Barchester"><meta property="og:site_name" content="The Example">
      <meta property="article:published_time" content="2025-05-02T02:10:00Z">
      <meta property="og:section" content="Politics">"""
    body = f"""<article class="article-main"><h1>Hale storms to victory in Barchester</h1>
      <p class="sub-title">The Green Alliance took its first seat in the county, and Labour its worst defeat there.</p>
      <div class="article-body">{paragraphs()}<p>READ MORE: <a href="/x">What happens next in Barchester</a></p>
      <p>Do you have a story to tell? Email: news@example.co.uk</p></div>
      <div class="tag-list"><ul><li><a href="/t">By-elections</a></li></ul></div></article>"""
    found = article(body, head)
    assert texts(found, "standfirst") == [
        "The Green Alliance took its first seat in the county, and Labour its worst defeat there."
    ]
    assert texts(found, "paragraph") == PARAGRAPHS
    assert found.byline == ("Clare Wood",)
    assert found.section == "Politics"
    assert found.times == (ScrapedTime("published", "meta article:published_time", "2025-05-02T02:10:00Z"),)


@pytest.mark.parametrize(
    ("line", "description", "expected"),
    [
        ("<div>The party took its first seat in the county that night</div>", "{}", True),
        ("<div class=standfirst>The party took its first seat in the county that night</div>", "other words", True),
        ("<div>The party took its first seat in the county that night, and more seats are to come.</div>", "{}", False),
        ("<p>The party took its first seat in the county that night</p>", "{}", False),  # a first paragraph
    ],
)
def test_standfirst(line: str, description: str, expected: bool):
    described = description.format("The party took its first seat in the county that night")
    head = f'<meta name="description" content="{described}">'
    found = article(f"<article><h1>Hale</h1>{line}{paragraphs()}</article>", head)
    assert bool(texts(found, "standfirst")) is expected
    assert len(found.paragraphs) == len(PARAGRAPHS) + 1


@pytest.mark.parametrize(
    "value",
    [
        THING,
        [{"@type": "WebSite", "name": "The Example"}, THING],
        {"@graph": [{"@type": "WebPage", "headline": "not this"}, THING]},
        {"@type": "WebPage", "mainEntity": THING},
        json.dumps(THING | {"description": "two\nlines"}).replace("\\n", "\n"),  # a raw newline in a string
        json.dumps(THING)[:-1] + ",}",
        "<!--" + json.dumps(THING) + "-->",
        json.dumps(THING) + ";",
        json.dumps(THING).replace('"', "&quot;"),
    ],
)
def test_shapes_of_structured_data(value: Any):
    found = article(head=script(value))
    assert ("json-ld", "Barchester: Hale takes seat") in found.headlines
    assert found.byline == ("Clare Wood",)
    assert not found.problems


def test_author_by_reference_and_several_scripts():
    head = script({"@type": "Person", "@id": "#cw", "name": "Clare Wood"}) + script(
        THING | {"author": [{"@id": "#cw"}]}
    )
    assert article(head=head).byline == ("Clare Wood",)


def test_meta_tag_that_names_more_authors_than_structured_data():
    found = article(head=script(THING) + '<meta name="author" content="Clare Wood, Dan Rivers">')
    assert found.byline == ("Clare Wood, Dan Rivers",)


def test_broken_structured_data_is_a_problem_and_the_rest_is_read():
    found = article(head=script('{"@type": "NewsArticle", "headline": '))
    assert [one.rule for one in found.problems] == ["structured-data-unreadable"]
    assert texts(found) == PARAGRAPHS


def test_entities_and_markup_in_a_headline():
    found = article(
        head=script(THING | {"headline": "Hale&#039;s <em>night</em> &lt;script&gt;alert(1)&lt;/script&gt;"})
    )
    assert dict(found.headlines)["json-ld"] == "Hale's night alert(1)"


def test_live_blog():
    """Posts keep their own times; their headlines never become the page's; text above them belongs to none."""
    posts = [
        {
            "@type": "BlogPosting",
            "headline": f"Post {number}",
            "url": f"{URL}#live-{number}",
            "datePublished": f"2025-05-02T0{number}:00:00+01:00",
            "author": "Clare Wood",
        }
        for number in (3, 2, 1)
    ]
    thing = THING | {"@type": "LiveBlogPosting", "headline": "Barchester LIVE", "liveBlogUpdate": posts}
    entries = "".join(
        f'<div class="live-entry" id="live-{number}"><time>0{number}:00</time><h3>Post {number}</h3><p>{text}</p></div>'
        for number, text in ((3, PARAGRAPHS[0]), (2, PARAGRAPHS[1]))
    )
    lead = f"<h1>Barchester count LIVE</h1><div class=article-body><p>{PARAGRAPHS[2]}</p>"
    body = f"<article>{lead}{entries}</div></article>"
    found = article(body, script(thing))
    assert dict(found.headlines) == {"h1": "Barchester count LIVE", "json-ld": "Barchester LIVE"}
    assert [(one.text, one.part) for one in found.paragraphs if one.kind == "paragraph"] == [
        (PARAGRAPHS[2], -1),
        (PARAGRAPHS[0], 0),
        (PARAGRAPHS[1], 1),
    ]
    assert [(one.headline, one.times[0].printed, one.source_id) for one in found.posts] == [
        ("Post 3", "2025-05-02T03:00:00+01:00", "live-3"),
        ("Post 2", "2025-05-02T02:00:00+01:00", "live-2"),
    ]
    assert [one.seen for one in found.problems] == ["1 of 3 posts are not on this page"]


def test_live_page_without_structured_data():
    posts = "".join(
        f'<article id="block-{number}"><time datetime="2025-05-02T0{number}:00:00Z"></time><h2>Post {number}</h2>'
        f"<p>{PARAGRAPHS[number]}</p></article>"
        for number in (3, 2)
    )
    body = f"<main><h1>Count in Barchester</h1><div>{posts}</div></main>"
    found = article(body, url="https://www.example.co.uk/politics/live/2025/may/02/barchester")
    assert [(one.headline, one.times[0].printed) for one in found.posts] == [
        ("Post 3", "2025-05-02T03:00:00Z"),
        ("Post 2", "2025-05-02T02:00:00Z"),
    ]


def test_locked_page_is_partial_and_the_wall_is_left_alone():
    thing = THING | {"isAccessibleForFree": True, "articleBody": "\n".join(PARAGRAPHS * 3)}
    body = f"<article><h1>Hale takes Barchester</h1><p>{PARAGRAPHS[0]}</p></article>"
    found = article(body, script(thing) + '<meta name="article:content_tier" content="locked">')
    assert found.is_partial
    assert texts(found) == PARAGRAPHS[:1]


def test_body_in_structured_data_only_where_the_page_gives_little():
    thing = THING | {"articleBody": "\n".join(PARAGRAPHS)}
    assert article("<h1>Hale takes Barchester</h1><div id=app></div>", script(thing)).reader == "json-ld"
    found = article(head=script(thing | {"articleBody": "Another text altogether. " * 100}))
    assert (found.reader, texts(found)) == ("layout", PARAGRAPHS)


def test_text_in_structured_data_tells_when_another_part_was_taken(monkeypatch: pytest.MonkeyPatch):
    """The library is asked, and believed where it has what the data says."""
    library = [ScrapedParagraph(text) for text in PARAGRAPHS]
    monkeypatch.setattr(body, "library_text", lambda root: library)
    other = html(f"<article><h1>Hale</h1><p>{'Another text altogether, of some length. ' * 20}</p></article>", "{}")
    told = read_article(Page(URL, other.format(script(THING | {"articleBody": " ".join(PARAGRAPHS) * 2})).encode()))
    assert (told.reader, texts(told)) == ("trafilatura", PARAGRAPHS)
    untold = read_article(Page(URL, other.format(script(THING)).encode()))
    assert untold.reader == "layout"


def test_boxes_are_kept_apart():
    result = "Ann Hale (Green Alliance) 17,321 votes, elected last night."
    box = f"<details><summary>The full result</summary><p>{result}</p></details>"
    found = article(f"<article><h1>Hale</h1>{paragraphs()}{box}</article>")
    assert texts(found, "paragraph") == PARAGRAPHS
    assert result in texts(found, "box")


def test_teasers_of_other_stories_inside_the_text_go():
    link = '<h3><a href="/o">Another council loses its leader</a></h3>'
    teaser = f"<div class=c-1>{link}<p>He had been in office for nine years.</p></div>"
    story = f"{paragraphs(PARAGRAPHS[:2])}{teaser}{paragraphs(PARAGRAPHS[2:])}"
    assert texts(article(f"<article><h1>Hale</h1><div class=b>{story}</div></article>")) == PARAGRAPHS


def test_many_thin_teasers_around_the_text_weigh_less_than_it():
    link = '<a href="/c">A council in the north</a>'
    teaser = f"<div>{link}<p>It has approved a plan to move its library to a station.</p></div>"
    body = f"<div><h1>Hale</h1><div>{paragraphs()}</div></div><div>{teaser * 30}</div>"
    assert texts(article(body)) == PARAGRAPHS


def test_agency_credit_is_kept_as_a_field():
    found = article(f"<article><h1>Hale</h1>{paragraphs()}<p>Additional reporting from PA</p></article>")
    assert found.credit == "Additional reporting from PA"
    assert texts(found) == PARAGRAPHS
    assert article(f"<article><h1>Hale</h1><p>PA</p>{paragraphs()}</article>").credit is None  # a picture's
    words = "Reports from the count suggest that the Green Alliance is ahead in every ward of the town."
    assert texts(article(f"<article><h1>Hale</h1>{paragraphs([*PARAGRAPHS, words])}</article>"))[-1] == words


def test_marked_author_is_not_another_storys():
    more = '<ul><li><a rel="author" href="/p">Eve Marsh</a></li></ul>'
    assert article(f"<article><h1>Hale</h1>{paragraphs()}{more}</article>").byline == ()
    own = '<a rel="author" href="/p">Clare Wood</a>'
    assert article(f"<article><h1>Hale</h1>{own}{paragraphs()}{more}</article>").byline == ("Clare Wood",)


def test_byline_in_words_only():
    line = '<p class="article-byline">By Clare Wood, Political editor</p>'
    assert article(f"<article><h1>Hale</h1>{line}{paragraphs()}</article>").byline == (
        "By Clare Wood, Political editor",
    )


def test_comments_end_the_story():
    comments = f"<h3>12 responses to “Hale”</h3><p>{PARAGRAPHS[2]} says a reader.</p>" * 3
    assert texts(article(f"<div><h1>Hale</h1>{paragraphs()}{comments}</div>")) == PARAGRAPHS


def test_text_in_old_pages_without_paragraphs():
    body = "<table><tr><td><h1>Hale takes Barchester</h1>" + "<br><br>".join(PARAGRAPHS) + "</td></tr></table>"
    assert texts(article(body)) == PARAGRAPHS


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (html(f"<h1>Siân’s night</h1>{paragraphs()}").encode("cp1252"), "text/html; charset=windows-1252"),
        (html(f"<h1>Siân’s night</h1>{paragraphs()}").replace("utf-8", "iso-8859-1").encode("cp1252"), "text/html"),
        (html(f"<h1>Siân’s night</h1>{paragraphs()}").encode(), "text/html; charset=iso-8859-1"),  # the header is wrong
        (html(f"<h1>Siân’s night</h1>{paragraphs()}").encode("utf-16"), "text/html"),
        (html(f"<h1>Siân’s night</h1>{paragraphs()}").encode("cp1252"), "text/html; charset=utf-8"),  # not so
        (html(f"<h1>Siân’s night</h1>{paragraphs()}").encode("cp1252"), "text/html; charset=no-such-thing"),
        (html(f"<h1>Siân’s night</h1>{paragraphs()}").encode() + b"\xff\xfe", "text/html"),  # broken in one place
    ],
)
def test_charsets(body: bytes, content_type: str):
    found = read_article(Page(URL, body, content_type))
    assert dict(found.headlines)["h1"] == "Siân’s night"
    assert texts(found) == PARAGRAPHS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6,940\u00a0votes", "6,940 votes"),
        ("Órfhlaith".replace("Ó", "O\u0301"), "Órfhlaith"),  # composed
        ("abc\u202edef\u2066ghi\u200b", "abcdefghi"),  # would be shown turned round
        ("a\x00b\x1bc\x07", "abc"),
        ("<script>alert(1)</script> Hale", "alert(1) Hale"),
        ("<scr<b>ipt>x</scr</b>ipt>", "x"),  # no tag is left, nor comes about
        ("a < b > c, 5 < 6", "a < b > c, 5 < 6"),
        ("👩\u200d💻", "👩\u200d💻"),  # the joiner is part of the sign
        (None, ""),
    ],
)
def test_tidy(text: str | None, expected: str):
    assert tidy(text) == expected


@given(st.text())
def test_tidy_twice_is_once_and_leaves_no_tag(text: str):
    once = tidy(text)
    assert tidy(once) == once
    assert "<script" not in once.lower() and "\u202e" not in once and "\x00" not in once


def refusal(body: bytes) -> str:
    with pytest.raises(UnexpectedPage) as refused:
        read_article(Page(URL, body, kept_as="2026/11/invented.warc.gz at 0"))
    return str(refused.value)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "no HTML"),
        (b"%PDF-1.7 ...", "no HTML"),
        (b"\x89PNG\r\n", "no HTML"),
        (html("<div>" * 20_000 + paragraphs()).encode(), "Excessive depth"),
        (html("<b>" * 20_000 + paragraphs()).encode(), "Excessive depth"),
        (html("<p>x</p>" * MOST_TAGS).encode(), "tags"),
        (b"<p>" + b"a" * 9_000_000, "9000003 bytes"),
        (
            html("<h1>News</h1><ul>" + '<li><a href="/x">A story</a></li>' * 50 + "</ul>").encode(),
            "0 characters of text",
        ),
        (html("<h1>Video</h1><video></video>").encode(), "0 characters of text"),
        (html(f"<h1>About us</h1><p>{PARAGRAPHS[0]}</p>").encode(), "nothing that dates or marks it"),
    ],
)
def test_refused_with_a_reason(body: bytes, why: str):
    words = refusal(body)
    assert why in words and URL in words and "next" in words


def test_a_page_too_deep_is_read_as_far_as_it_can_be():
    found = article(f"<article><h1>Hale</h1>{paragraphs()}</article>" + "<div>" * 20_000)
    assert texts(found) == PARAGRAPHS
    assert [one.rule for one in found.problems] == ["page-cut-off"]


HOSTILE = {
    "a megabyte line": html(f"<h1>Hale</h1><p>{'word and another. ' * 60_000}</p>"),
    "a megabyte without a blank": html(f"<h1>Hale</h1>{paragraphs()}<p>{'a' * 1_000_000}</p>"),
    "brackets without end": html(f"<h1>Hale</h1>{paragraphs()}<p>{'<' * 100_000}</p>"),
    "unclosed quotations": html(f"<h1>Hale</h1>{paragraphs()}<p>{'&quot;' * 100_000}</p>"),
    "an entity bomb": '<!DOCTYPE html [<!ENTITY a "&b;&b;&b;&b;"><!ENTITY b "&c;&c;&c;&c;">]>'
    + html(f"<h1>Hale &a;</h1>{paragraphs()}"),
    "deep structured data": html(f"<h1>Hale</h1>{paragraphs()}", script("[" * 100_000)),
    "much structured data": html(f"<h1>Hale</h1>{paragraphs()}", script("[" + "{}," * 300_000 + "{}]")),
    "too much structured data": html(f"<h1>Hale</h1>{paragraphs()}", script('"' + "x" * 4_100_000 + '"')),
    "many posts": html(
        f"<h1>Hale</h1>{paragraphs()}",
        script({"@type": "LiveBlogPosting", "liveBlogUpdate": [{"url": f"#p{number}"} for number in range(20_000)]}),
    ),
    "many headings": html(
        f"<h1>Hale</h1>{paragraphs()}" + '<div><h3><a href="/">Another story</a></h3></div>' * 20_000
    ),
    "many bylines": html(f"<h1>Hale</h1>{paragraphs()}" + '<a rel="author" href="/">A B</a>' * 30_000),
    "many blanks": html(f"<h1>Hale</h1>{paragraphs()}<p>{' ' * 1_000_000}x</p>"),
    "a long class": html(f"<h1>Hale</h1>{paragraphs()}<div class='{'article-' * 100_000}'>x</div>"),
    "numbers for letters": html(f"<h1>Hale &#x202e;&#0;&#x1b;&#xD800;&#99999999;</h1>{paragraphs()}"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_read(name: str):
    found = read_article(Page(URL, HOSTILE[name].encode("utf-8", "replace")))
    if name != "a megabyte line":
        assert texts(found)[: len(PARAGRAPHS)] == PARAGRAPHS
    everything = " ".join(text for _, text in found.headlines) + " ".join(texts(found))
    assert not set("\x00\x1b\u202e") & set(everything)


def test_parsed_gives_none_for_what_is_no_json():
    assert parsed("window.x = 1") is None
    assert parsed("") is None


@given(st.binary(max_size=300), st.integers(0, 2000), st.integers(0, 200))
def test_a_damaged_page_is_read_or_refused(put: bytes, at: int, cut: int):
    whole = html(f"<article><h1>Hale</h1>{paragraphs()}</article>", script(THING)).encode()
    try:
        read_article(Page(URL, whole[:at] + put + whole[at + cut :]))
    except UnexpectedPage:
        return
