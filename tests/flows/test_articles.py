"""Cleaning articles: addresses, bylines, moments, headlines, text; and copies of one text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.clean.addresses import address_key, canonical_of, normal_url
from flows.clean.articles import Article, clean_article
from flows.clean.bylines import agency_named, byline
from flows.clean.moments import chosen, read_time, with_zones_mended
from flows.clean.syndication import Text, clusters, signature, similarity
from spiders.records import ScrapedArticle, ScrapedParagraph, ScrapedPost, ScrapedProblem, ScrapedTime

URL = "https://www.bbc.co.uk/news/articles/c1n2v3?ns_mchannel=social"
SCRAPED = ScrapedArticle(
    headlines=(("og:title", "Hale takes Barchester - BBC News"), ("h1", "Hale takes seat from Labour")),
    byline=("By Clare Wood, Political correspondent",),
    publisher="BBC News",
    section="Politics",
    canonical_url="https://www.bbc.com/news/articles/c1n2v3",
    language="en_gb",
    times=(
        ScrapedTime("published", "json-ld", "2025-05-02T03:10:00+01:00"),
        ScrapedTime("modified", "json-ld", "2025-05-02T09:00:00.000Z"),
    ),
    paragraphs=(
        ScrapedParagraph("The Green Alliance took its first seat.", "standfirst"),
        ScrapedParagraph("Ann Hale has won Barchester with a majority of 6,940. 👏"),
        ScrapedParagraph("Hale 17,321", "box"),
        ScrapedParagraph("“Thank you,” she said."),
    ),
)


def cleaned(**changes: object) -> Article:
    return clean_article(replace(SCRAPED, **changes), URL, datetime(2025, 5, 2, 12, tzinfo=UTC))  # type: ignore[arg-type]


def test_an_article():
    found = cleaned()
    assert found.headline == "Hale takes Barchester"
    assert found.headlines == SCRAPED.headlines  # as they stood
    assert found.byline == ("Clare Wood",)
    assert found.publisher == "BBC"
    assert found.url == "https://www.bbc.com/news/articles/c1n2v3"
    assert found.language == "en-GB"
    assert found.published_at == datetime(2025, 5, 2, 2, 10, tzinfo=UTC)
    assert found.modified_at == datetime(2025, 5, 2, 9, tzinfo=UTC)
    assert found.boxes == ("Hale 17,321",)
    assert not found.problems


def test_text_is_the_paragraphs_and_offsets_count_code_points():
    found = cleaned()
    assert found.text.split("\n\n") == [one.text for one in SCRAPED.paragraphs if one.kind != "box"]
    assert [found.text[one.start : one.end] for one in found.parts] == found.text.split("\n\n")
    assert [one.kind for one in found.parts] == ["standfirst", "paragraph", "paragraph"]


def test_identity_is_the_address_and_the_version_the_words():
    first = cleaned()
    other = clean_article(SCRAPED, "https://www.bbc.com/news/articles/c1n2v3.amp#top")
    assert first.article_id == other.article_id and first.version_id == other.version_id
    updated = cleaned(paragraphs=(*SCRAPED.paragraphs, ScrapedParagraph("There will be a recount.")))
    assert updated.article_id == first.article_id and updated.version_id != first.version_id
    assert cleaned(headlines=(("h1", "Recount"),)).version_id != first.version_id


def test_posts_of_a_live_blog():
    post = ScrapedPost("Recount", ("Clare Wood",), (ScrapedTime("published", "json-ld", "2025-05-02T02:00:00Z"),), "p1")
    found = cleaned(posts=(post,), paragraphs=(ScrapedParagraph("Lead.", part=-1), ScrapedParagraph("Post.", part=0)))
    assert [one.post for one in found.parts] == [None, 0]
    assert found.posts[0].published_at == datetime(2025, 5, 2, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headlines", "publisher", "expected"),
    [
        ((("h1", "One"), ("og:title", "Two")), "BBC", "Two"),
        ((("h1", "One"), ("json-ld", "Three")), "BBC", "One"),
        ((("og:title", "Hale wins | The Barchester Gazette"),), "Barchester Gazette", "Hale wins"),
        ((("og:title", "Hale wins - and Labour loses"),), "Barchester Gazette", "Hale wins - and Labour loses"),
        ((("og:title", "Barchester 2025 - results and reaction"),), "BBC", "Barchester 2025 - results and reaction"),
        ((), "BBC", ""),
    ],
)
def test_headline(headlines, publisher, expected):
    found = clean_article(replace(SCRAPED, headlines=headlines, publisher=publisher), "https://news.example/a")
    assert found.headline == expected


def test_newsroom_behind_a_name():
    assert cleaned(byline=("Clare Wood, BBC News",)).byline == ("Clare Wood",)
    assert cleaned(byline=("BBC News",)).byline == ("BBC News",)


def test_publisher_is_empty_when_nobody_says():
    nobody = replace(SCRAPED, publisher=None)
    assert clean_article(nobody, "https://copied.example/a").publisher == ""
    assert clean_article(nobody, "https://amp.theguardian.com/a").publisher == "The Guardian"


def test_what_is_wrong_is_a_problem():
    times = (ScrapedTime("published", "json-ld", "yesterday"), ScrapedTime("published", "meta date", "2025-06-01"))
    found = cleaned(times=times, problems=(ScrapedProblem("structured-data-unreadable", "{"),))
    assert [one.rule for one in found.problems] == [
        "structured-data-unreadable",
        "time-unreadable",
        "published-after-fetch",
    ]
    assert [one.rule for one in cleaned(times=()).problems] == ["publication-undated"]
    assert [one.rule for one in clean_article(SCRAPED, "file:///a").problems] == ["address-unreadable"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://metro.co.uk/2025/05/02/hale-1/?ico=mosaic_politics", "https://metro.co.uk/2025/05/02/hale-1/"),
        ("https://www.mirror.co.uk/news/hale-2.amp", "https://www.mirror.co.uk/news/hale-2"),
        ("https://www.express.co.uk/news/3/hale/amp", "https://www.express.co.uk/news/3/hale"),
        ("https://www.standard.co.uk/hale-b4.html?amp", "https://www.standard.co.uk/hale-b4.html"),
        ("https://amp.theguardian.com/politics/hale", "https://www.theguardian.com/politics/hale"),
        ("https://e.example/a?id=7&utm_source=x&CMP=y&at_medium=RSS#post_1", "https://e.example/a?id=7"),
        ("https://e.example/amplifier", "https://e.example/amplifier"),  # no AMP
        ("https://e.example//a//b", "https://e.example/a/b"),
        ("javascript:alert(1)", ""),
        ("https://user:secret@e.example/", ""),
        ("https://[broken/", ""),
        ("", ""),
    ],
)
def test_normal_url(url, expected):
    assert normal_url(url) == expected
    assert normal_url(expected) == expected


def test_one_address_by_many_ways():
    assert address_key("https://www.bbc.co.uk/news/1") == address_key("http://bbc.com/news/1/?at_campaign=x#a")
    assert address_key("https://e.example/a?b=1&a=2") == address_key("https://m.e.example/a?a=2&b=1")
    assert address_key("https://e.example/a?id=1") != address_key("https://e.example/a?id=2")


@given(st.text())
def test_addresses_never_raise(text):
    canonical_of("https://e.example/", text)
    canonical_of(text, text)
    assert address_key(normal_url(text)) == address_key(text)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("/a", ("https://www.e.example/a", "")),
        ("https://e.example/b?utm_source=x", ("https://e.example/b", "")),
        ("https://www.e.example/", ("https://www.e.example/a", "")),  # a front page is nobody's address
        ("https://first.example/a", ("https://www.e.example/a", "https://first.example/a")),  # a copy, and says so
        ("http://[broken", ("https://www.e.example/a", "")),
        (None, ("https://www.e.example/a", "")),
    ],
)
def test_canonical_of(stated, expected):
    assert canonical_of("https://www.e.example/a?ref=x", stated) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (["Clare Wood"], ("Clare Wood",)),
        (["By Clare Wood and Dan Rivers"], ("Clare Wood", "Dan Rivers")),
        (["Clare Wood, Dan Rivers & Eve Marsh"], ("Clare Wood", "Dan Rivers", "Eve Marsh")),
        (["Clare Wood, Political Editor"], ("Clare Wood",)),
        (["Clare Wood Deputy political editor"], ("Clare Wood",)),
        (["Clare Wood | Local democracy reporter"], ("Clare Wood",)),
        (["Clare Wood", "clare wood", "https://e.example/clare-wood"], ("Clare Wood",)),
        (["Dr Clare Wood @clarewood"], ("Clare Wood",)),
        (["Clare Wood for e.example.co.uk"], ("Clare Wood",)),
        (["Wood, Clare"], ("Clare Wood",)),
        (["Hale, Ann", "de Wit, Jan"], ("Ann Hale", "Jan de Wit")),
        (["Guardian staff reporter"], ("Guardian staff reporter",)),  # a desk
        (["Guardian staff and agencies"], ("Guardian staff and agencies",)),
        (["BBC News"], ("BBC News",)),
        (["Political Editor"], ("Political Editor",)),  # all there is
        (["Órfhlaith Ní Bhriain"], ("Órfhlaith Ní Bhriain",)),
        ([], ()),
    ],
)
def test_byline(printed, expected):
    assert byline(printed) == expected


@given(st.lists(st.text(max_size=30), max_size=3))
def test_byline_gives_names_once(printed):
    names = byline(printed)
    assert len({name.casefold() for name in names}) == len(names) and "" not in names


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Additional reporting from PA", "PA"),
        ("Reporting by Reuters", "Reuters"),
        ("Press Association", "PA"),
        ("Local Democracy Reporting Service", "LDRS"),
        ("Pa Hughes", ""),
        ("", ""),
    ],
)
def test_agency_named(text, agency):
    assert agency_named(text) == agency


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2024-09-16T21:33+0100", datetime(2024, 9, 16, 20, 33, tzinfo=UTC)),
        ("2024-04-30 16:38:37 +02:00", datetime(2024, 4, 30, 14, 38, 37, tzinfo=UTC)),
        ("2024-05-12T12:52:40.566Z", datetime(2024, 5, 12, 12, 52, 40, tzinfo=UTC)),
        ("2024-07-17 11:21:03", datetime(2024, 7, 17, 10, 21, 3, tzinfo=UTC)),  # no zone: London, in summer
        ("2024-01-17 11:21", datetime(2024, 1, 17, 11, 21, tzinfo=UTC)),
        ("2024-07-17", datetime(2024, 7, 16, 23, tzinfo=UTC)),  # a day
        ("Fri, 02 May 2025 03:10:00 GMT", datetime(2025, 5, 2, 3, 10, tzinfo=UTC)),
        ("1722888018921", datetime(2024, 8, 5, 20, 0, 18, 921000, tzinfo=UTC)),
        ("2024-13-40T99:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("3 hours ago", None),
        ("", None),
    ],
)
def test_read_time(printed, expected):
    assert read_time(ScrapedTime("published", "json-ld", printed)).stated_at == expected


@given(st.text(max_size=30))
def test_read_time_never_raises(printed):
    read_time(ScrapedTime("published", "json-ld", printed))


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)))  # noqa: DTZ001 - given its zone below
def test_a_moment_reads_back(moment):
    printed = moment.replace(microsecond=0, tzinfo=UTC)
    assert read_time(ScrapedTime("published", "json-ld", printed.isoformat())).stated_at == printed


def taken(*stated: tuple[str, str, str]) -> datetime | None:
    found = chosen(with_zones_mended([read_time(ScrapedTime(*one)) for one in stated]), "published")
    return found.stated_at if found else None


def test_structured_data_is_believed_before_meta_tags():
    """On a live page the meta tag holds the last update."""
    assert taken(
        ("published", "meta article:published_time", "2024-08-05T19:49:50Z"),
        ("published", "json-ld", "2024-08-04T13:23:00Z"),
    ) == datetime(2024, 8, 4, 13, 23, tzinfo=UTC)


def test_of_two_objects_of_one_page_the_first_is_the_main_one():
    assert taken(
        ("published", "json-ld 2", "2024-08-05T19:49:50Z"), ("published", "json-ld", "2024-08-04T13:23:00Z")
    ) == datetime(2024, 8, 4, 13, 23, tzinfo=UTC)


def test_a_bare_day_gives_way_to_a_moment_of_that_day():
    assert taken(
        ("published", "json-ld", "2024-08-04"), ("published", "meta article:published_time", "2024-08-04T13:23:00Z")
    ) == datetime(2024, 8, 4, 13, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("other", "hour"),
    [
        (("modified", "meta article:modified_time", "2024-07-17T18:39:23+0100"), 10),  # the page writes London's offset
        (("published", "time itemprop", "2024-07-17T11:21:03+01:00"), 10),  # the same clock with it
        (("modified", "meta article:modified_time", "2024-07-17T18:39:23+0000"), 11),  # nothing says so
        (("published", "meta date", "2024-07-17T11:21:03Z"), 11),  # confirmed
    ],
)
def test_london_time_labelled_utc(other, hour):
    meta = ("published", "meta article:published_time", "2024-07-17T11:21:03+0000")
    assert taken(meta, other) == datetime(2024, 7, 17, hour, 21, 3, tzinfo=UTC)


def test_the_same_clock_with_londons_offset_is_enough():
    assert taken(
        ("published", "meta article:published_time", "2024-07-17T11:21:03+0000"),
        ("published", "time itemprop", "2024-07-17T11:21+0100"),
        ("modified", "meta article:modified_time", "2024-07-17T20:39:23+0200"),
    ) == datetime(2024, 7, 17, 10, 21, 3, tzinfo=UTC)


def test_winter_time_labelled_utc_is_utc():
    meta = ("published", "meta article:published_time", "2024-01-17T11:21:03+0000")
    assert taken(meta) == datetime(2024, 1, 17, 11, 21, 3, tzinfo=UTC)


STORY = (
    "Ann Hale has won the Barchester by-election for the Green Alliance with a majority of 6,940 over Labour. "
    "The people of Barchester have spoken, she told supporters at the sports hall after a recount till four. "
    "The vacancy arose when the member of eleven years, Bob Stone, resigned to lead a railway in another country. "
    "Turnout was 42.7 per cent, and two of the nine candidates kept their deposits beside the winner on the night. "
    "The party leader said the seat would be the first of many; the chair of Labour in the county asked for patience. "
    "Counting began at ten and ended when the returning officer, a judge, called the candidates together. "
)
OTHER = (
    "A council in the north has approved a plan to move its library into the old station, closed when the line was. "
    "Members voted by nine to four after a debate of three hours, in which several spoke of coal and of books. "
    "Work is to begin in the spring, and the trains that stand there now will be given to a museum on the other coast. "
    "The people of Barchester have spoken, she told supporters at the sports hall after a recount till four. "
)
DAY = datetime(2025, 5, 2, tzinfo=UTC)


def text(article_id: str, words: str, hours: int | None, publisher: str = "") -> Text:
    at = None if hours is None else DAY + timedelta(hours=hours)
    return Text(article_id, publisher or article_id.upper(), at, signature(words))


def test_copies_of_one_text():
    """Another headline and a cut tail make a copy; a shared quotation does not."""
    texts = [
        text("late", STORY.replace("majority of 6,940", "majority of almost 7,000"), 5),
        text("cut", STORY[: len(STORY) * 2 // 3] + "Read the whole story in print.", 3),
        text("first", STORY, 1, "Agency Daily"),
        text("undated", STORY, None),
        text("other", OTHER, 0),
    ]
    found = clusters(texts)
    assert {one.article_id for one in found} == {"late", "cut", "first", "undated"}
    assert {(one.cluster_id, one.origin_publisher) for one in found} == {("first", "Agency Daily")}
    assert [one.article_id for one in found if one.is_origin] == ["first"]
    assert all(one.similarity > 0.5 for one in found)
    assert clusters(reversed(texts)) == found


def test_what_is_shared_must_be_long_and_most_of_the_shorter():
    def words(letter: str, count: int) -> str:
        return " ".join(f"{letter}{number}" for number in range(count))

    shared = words("q", 60)
    assert clusters([text("a", words("a", 90), 1), text("b", words("a", 90), 2)])
    assert not clusters([text("a", f"{shared} {words('a', 400)}", 1), text("b", f"{shared} {words('b', 400)}", 2)])
    assert not clusters([text("a", words("a", 12), 1), text("b", words("a", 12), 2)])  # a line says too little


def test_case_accents_and_marks_make_no_other_text():
    assert signature(STORY) == signature(STORY.upper().replace(",", " –").replace("A", "Á"))
    assert similarity(signature(STORY), signature(STORY)) == 1.0
    assert similarity(signature(STORY), signature("Too short")) == 0.0


def test_many_texts_are_compared_quickly():
    texts = [
        text(f"n{number}", STORY.replace("e", chr(97 + number % 26)) + str(number), number) for number in range(200)
    ]
    assert clusters(texts)
