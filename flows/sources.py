"""The sources there are: what each is, how far it is trusted, and where its reader lives.

Adding one means its file under `spiders/`, an entry here, a fixture, a line in `docs/sources.md` and one in the
changelog. Readers are imported only when they are needed, so that listing the sources costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType

from spiders.news.publisher import Publisher, publishers


class UnknownSource(Exception):
    """A source was named that does not exist, or asked for in a way it does not work."""


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """One source. `trust` orders witnesses: the smaller number is believed first, all else being equal."""

    name: str
    title: str
    publisher: str
    licence: str
    url: str
    trust: int
    module: str
    night: str | None = None  # the module that says where its word on tonight's contests will stand (spiders.watch)
    spider: str | None = None  # the class that crawls it; None for a source that comes as files
    files: bool = False  # whether --from-folder can feed it, crawled or not
    only_when_named: bool = False  # a run that names no source leaves it out
    bundled: str | None = None  # the folder of its files that comes with the project
    asks_for_known: bool = False  # has no list of its own: it is asked for by-elections that others have told of
    is_night_of: bool = False  # tells results on the night: alone it declares, and a second source settles
    publication: str = ""  # what its figures are printed in, as starter data says it
    publications: Mapping[str, str] = field(default_factory=dict)  # or what those of a document are printed in
    kind: str = "results"  # or "news": a publisher, crawled by `byelections coverage` alone
    expected_freshness_days: int | None = None  # how old the newest capture may be before someone should look

    @property
    def crawls(self) -> bool:
        return self.spider is not None

    @property
    def bundled_folder(self) -> Path | None:
        return Path(__file__).parent.parent / self.bundled if self.bundled else None


SOURCES: dict[str, SourceInfo] = {
    source.name: source
    for source in (
        SourceInfo(
            name="councils",
            title="Declarations on the sites of councils",
            publisher="the councils of the United Kingdom",
            licence="Open Government Licence v3.0",
            url="https://www.gov.uk/find-local-council",
            trust=10,
            module="spiders.results.councils",
            spider="spiders.results.councils_spider.CouncilsSpider",
            files=True,
            only_when_named=True,  # there is no list of all: it is asked for contests that other sources know
            asks_for_known=True,
            is_night_of=True,
            night="spiders.results.councils_night",
        ),
        SourceInfo(
            name="parliament",
            title="UK Parliament election results",
            publisher="House of Commons Library",
            licence="Open Parliament Licence v3.0",
            url="https://electionresults.parliament.uk/",
            trust=20,
            module="spiders.results.parliament",
            spider="spiders.results.parliament_spider.ParliamentSpider",
            night="spiders.results.parliament_spider",
            publication="UK Parliament election results",
            expected_freshness_days=8,
        ),
        SourceInfo(
            name="parliament_files",
            title="Result files of the House of Commons Library, by Parliament",
            publisher="House of Commons Library",
            licence="Open Parliament Licence v3.0",
            url="https://electionresults.parliament.uk/",
            trust=21,
            module="spiders.results.parliament_files",
            files=True,
            publication="House of Commons Library result files",
        ),
        SourceInfo(
            name="commons_library",
            title="Historical files of the House of Commons Library",
            publisher="House of Commons Library",
            licence="Open Parliament Licence v3.0",
            url="https://commonslibrary.parliament.uk/research-briefings/cbp-7529/",
            trust=30,
            module="spiders.results.commons_library",
            spider="spiders.results.commons_library_spider.CommonsLibrarySpider",
            files=True,
            only_when_named=True,  # its hosts refuse some clients, and the files do not change for years
            publications={
                "1918-2017": "House of Commons Library CBP-8647",
                "13 by-elections list Visual": "House of Commons Library CBP-7529",
                "14a By-elections NI": "House of Commons Library CBP-7529",
                "14b By-elections NI": "House of Commons Library CBP-7529",
                "CBP-8280": "House of Commons Library CBP-8280",
            },
        ),
        SourceInfo(
            name="democracy_club",
            title="Democracy Club candidates and results",
            publisher="Democracy Club",
            licence="CC BY 4.0",
            url="https://candidates.democracyclub.org.uk/",
            trust=40,
            module="spiders.results.democracy_club",
            spider="spiders.results.democracy_club_spider.DemocracyClubSpider",
            night="spiders.results.democracy_club_spider",
            publication="Democracy Club",
            expected_freshness_days=8,
        ),
        SourceInfo(
            name="every_election",
            title="EveryElection, the calendar of elections",
            publisher="Democracy Club",
            licence="CC BY 4.0",
            url="https://elections.democracyclub.org.uk/",
            trust=45,
            module="spiders.results.every_election",
            spider="spiders.results.every_election_spider.EveryElectionSpider",
            expected_freshness_days=3,
        ),
        SourceInfo(
            name="democracy_club_files",
            title="Candidate lists of Democracy Club as files: ids of people",
            publisher="Democracy Club",
            licence="CC BY 4.0",
            url="https://candidates.democracyclub.org.uk/data/",
            trust=41,
            module="spiders.results.democracy_club_files",
            files=True,
        ),
        SourceInfo(
            name="wikipedia",
            title="By-election articles of English Wikipedia",
            publisher="Wikipedia contributors",
            licence="CC BY-SA 4.0",
            url="https://en.wikipedia.org/",
            trust=60,
            module="spiders.results.wikipedia",
            spider="spiders.results.wikipedia_spider.WikipediaSpider",
            files=True,  # answers of the API saved by hand
            only_when_named=True,  # its robots.txt keeps crawlers off the API: every run would end incomplete
        ),
        SourceInfo(
            name="bbc",
            title="Constituency pages of the BBC, general election of 2019",
            publisher="BBC",
            licence="copyright BBC; figures only",
            url="https://www.bbc.co.uk/news/politics/constituencies",
            trust=70,
            module="spiders.results.bbc",
            files=True,
        ),
        SourceInfo(
            name="web_archive",
            title="News pages out of web archives",
            publisher="as each page says",
            licence="copyright of each publisher; links, short quotes and verdicts only",
            url="https://commoncrawl.org/news-crawl",
            trust=80,
            module="spiders.news.web_archive",
        ),
        SourceInfo(
            name="starter",
            title="Starter data bundled with the project",
            publisher="as each row says",
            licence="as each row says (DATA-LICENCES.md)",
            url="https://electionresults.parliament.uk/",
            trust=90,
            module="spiders.results.starter",
            bundled="spiders/results/starter_data",
        ),
    )
}


def news_source(publisher: Publisher) -> SourceInfo:
    """A newspaper or broadcaster as a source: believed last, and asked only when coverage is."""
    return SourceInfo(
        name=publisher.name,
        title=publisher.title,
        publisher=publisher.title,
        licence=f"copyright {publisher.title}; links, short quotes and verdicts only",
        url=f"https://{publisher.hosts[0]}/",
        trust=80,
        module="spiders.news.pages",
        spider="spiders.news.spider.NewsSpider",
        only_when_named=True,
        kind="news",
    )


SOURCES |= {name: news_source(publisher) for name, publisher in publishers().items()}

# Whose figures these are, where they reached the warehouse through another's pages: (kind, Parliament) to source and
# publication.
STARTER_ORIGINS = {("by-election", 57): ("democracy_club", "Democracy Club; House of Commons Library CBP-8280")}


def starter_publications() -> dict[tuple[str, str | None], str]:
    """What starter data may be made of: (source, document), or (source, None) for all its documents -> publication."""
    found: dict[tuple[str, str | None], str] = {}
    for source in SOURCES.values():
        if source.publication:
            found[source.name, None] = source.publication
        found |= {(source.name, document): name for document, name in source.publications.items()}
    return found


def source_module(name: str) -> ModuleType:
    """The module with the source's `read` and `READER_VERSION`."""
    return import_module(source_info(name).module)


def source_info(name: str) -> SourceInfo:
    """The source's entry; raises UnknownSource, naming those there are."""
    try:
        return SOURCES[name]
    except KeyError:
        raise UnknownSource(f"there is no source {name!r}; there are {', '.join(sorted(SOURCES))}") from None


def sources_to_crawl(names: Iterable[str] = ()) -> list[SourceInfo]:
    """The sources named, or all that crawl without being named; raises UnknownSource for one that comes as files."""
    chosen = [source_info(name) for name in dict.fromkeys(names)]
    for source in chosen:
        if source.kind == "news":
            raise UnknownSource(f"{source.name} is a publisher of news: `byelections coverage` asks it")
        if source.files and not source.crawls:
            raise UnknownSource(f"{source.name} comes as files: give their folder, --from-folder {source.name}=DIR")
        if not source.crawls:
            raise UnknownSource(f"{source.name} comes with the project: `byelections backfill --offline` reads it")
    return chosen or [source for source in SOURCES.values() if source.crawls and not source.only_when_named]


def news_sources() -> list[SourceInfo]:
    """The publishers whose own lists `byelections coverage` reads."""
    return [source for source in SOURCES.values() if getattr(source, "kind", "") == "news"]
