"""Statements on their way to Parquet: what each document said, typed, with whose word it is and since when.

The tables of one WARC file: `contest`, `candidacy`, `party_votes`, `listing`, `registration`, `figure`, `claim`,
`article`, `person_redirect`, `person_identifier`, `poll`, `problem`;
their columns are `TYPES`. Wide on purpose (one row per candidacy and document): every build reads them all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from flows.clean.articles import Article, clean_article
from flows.clean.contests import Problem, Row, clean_contest
from flows.clean.counts import bare, poll_date
from flows.clean.names import clean_name, name_key
from flows.clean.parties import party_named
from flows.clean.polls import clean_poll, iso_moment, poll_row
from spiders.records import (
    Page,
    ReadPage,
    ScrapedArticle,
    ScrapedClaim,
    ScrapedContest,
    ScrapedFigure,
    ScrapedListing,
    ScrapedPersonIdentifier,
    ScrapedPersonRedirect,
    ScrapedPoll,
    ScrapedRegistration,
    UnexpectedPage,
)

CLEANING_VERSION = 11  # raised whenever flows/clean makes other rows of the same scraped record

TEXT, INT, REAL, DAY, BOOL = pa.string(), pa.int64(), pa.float64(), pa.date32(), pa.bool_()
MOMENT = pa.timestamp("us", tz="UTC")
PROVENANCE = {"source": TEXT, "capture_id": TEXT, "source_url": TEXT, "stated_at": MOMENT, "observed_at": MOMENT}
KEY = {"statement_id": TEXT}
TYPES: dict[str, dict[str, pa.DataType]] = {
    "contest": KEY | PROVENANCE
    | {"is_starter": BOOL, "document": TEXT, "document_rank": INT, "kind": TEXT, "state": TEXT}
    | dict.fromkeys(("source_contest_id", "source_area_id", "ballot_paper_id"), TEXT)
    | dict.fromkeys(("election_type", "organisation_id", "organisation", "ward_key", "voting_system"), TEXT)
    | {"is_won_by_lot": BOOL}
    | {"poll_date": DAY, "poll_date_printed": TEXT, "general_election_date": DAY, "parliament_number": INT}
    | dict.fromkeys(("constituency", "gss_code", "nation", "region", "designation"), TEXT)
    | {"boundary_set_start": DAY, "writ_date": DAY, "declared_at": MOMENT}
    | dict.fromkeys(("electorate", "valid_votes", "rejected_ballot_papers", "ballot_papers_issued", "majority"), INT)
    | dict.fromkeys(("majority_share", "turnout", "turnout_tolerance"), REAL)
    | dict.fromkeys(("outcome", "outcome_party", "outcome_family", "gained_from", "gained_from_family"), TEXT)
    | {"winner_name": TEXT, "seats": INT, "boundary_set": TEXT, "poll_status": TEXT}
    | {"replaces": TEXT, "replaced_by": TEXT}
    | {"vacancy_cause": TEXT, "vacancy_words": TEXT, "vacancy_date": DAY}
    | {"outgoing_member": TEXT, "outgoing_party": TEXT}
    | dict.fromkeys(("constituency_printed", "electorate_printed", "valid_votes_printed"), TEXT)
    | dict.fromkeys(("rejected_ballot_papers_printed", "majority_printed", "turnout_printed", "outcome_printed"), TEXT)
    | dict.fromkeys(("declared_at_printed", "publication"), TEXT),
    "candidacy": KEY | {"row_number": INT}
    | dict.fromkeys(("candidate", "given_name", "family_name", "name_key", "party", "party_family"), TEXT)
    | dict.fromkeys(("party_abbreviation", "party_mnis_id", "ec_party_id", "adjunct_party", "adjunct_ec_id"), TEXT)
    | {"endorsement": TEXT}
    | {"is_joint": BOOL, "is_notional": BOOL, "votes": INT, "vote_share": REAL, "vote_share_tolerance": REAL}
    | {"share_change": REAL, "share_change_tolerance": REAL, "position": INT, "is_elected": BOOL}
    | dict.fromkeys(("mnis_id", "dc_person_id", "given_name_printed", "family_name_printed", "party_printed"), TEXT)
    | dict.fromkeys(("votes_printed", "vote_share_printed", "share_change_printed"), TEXT),
    "party_votes": KEY
    | {"party": TEXT, "party_family": TEXT, "party_printed": TEXT, "votes": INT, "votes_printed": TEXT}
    | {"returned_unopposed": INT, "vote_share": REAL, "vote_share_tolerance": REAL, "vote_share_printed": TEXT}
    | {"share_change": REAL, "share_change_tolerance": REAL, "share_change_printed": TEXT},
    "listing": PROVENANCE | {"kind": TEXT, "parliament_number": INT, "printed_count": INT, "source_contest_id": TEXT}
    | {"contest_url": TEXT},
    "registration": PROVENANCE
    | dict.fromkeys(("party", "party_family", "party_printed", "abbreviation", "mnis_id", "ec_party_id"), TEXT)
    | {"country": TEXT, "registered_on": DAY, "deregistered_on": DAY},
    "figure": PROVENANCE
    | dict.fromkeys(("document", "ballot_paper_id", "candidate", "name_key", "party", "figure", "value"), TEXT),
    "claim": PROVENANCE
    | dict.fromkeys(("publication", "claim_table", "cell", "row_label", "column_label", "claimed_value"), TEXT),
    "article": PROVENANCE
    | dict.fromkeys(("article_id", "version_id", "url", "publisher", "headline", "headlines_printed", "byline"), TEXT)
    | {"published_at": MOMENT, "modified_at": MOMENT, "times_printed": TEXT, "language": TEXT, "section": TEXT}
    | {"credit": TEXT, "is_partial": BOOL, "article_text": TEXT, "posts": TEXT, "reader": TEXT}
    | {"text_signature": pa.list_(INT)},
    "person_redirect": PROVENANCE | dict.fromkeys(("issuer", "old_person_id", "new_person_id"), TEXT),
    "person_identifier": PROVENANCE
    | dict.fromkeys(("issuer", "person_id", "other_issuer", "other_person_id"), TEXT),
    "poll": PROVENANCE | dict.fromkeys(("ballot_paper_id", "election_type", "constituency", "organisation"), TEXT)
    | {"poll_date": DAY, "gss_code": TEXT, "nation": TEXT, "seats": INT, "vacancy_cause": TEXT, "vacancy_words": TEXT}
    | {"is_announced": BOOL, "is_cancelled": BOOL, "is_deleted": BOOL, "cancellation_words": TEXT, "replaced_by": TEXT}
    | {"announced_at": MOMENT, "poll_closes_at": MOMENT, "declaration_due_at": MOMENT}
    | dict.fromkeys(("close_of_nominations", "sopn_publish_deadline", "registration_deadline"), DAY)
    | {"postal_vote_application_deadline": DAY, "timetable_basis": TEXT},
    "problem": PROVENANCE | dict.fromkeys(("rule", "ballot_paper_id", "contest", "field", "seen"), TEXT),
}  # fmt: skip
SCHEMAS = {table: pa.schema(columns) for table, columns in TYPES.items()}


@dataclass(slots=True)
class ReadReport:
    """Counts of one reading; `pages` counts documents that gave records."""

    files: int = 0
    pages: int = 0
    contests: int = 0
    candidacies: int = 0
    problems: int = 0

    def add(self, other: ReadReport) -> None:
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


class Taker(Protocol):
    """Takes rows, one by one."""

    def add(self, table: str, row: Row) -> None: ...


class Rows:
    """Rows on their way to Parquet, handed over in batches so that memory stays flat."""

    BATCH = 50_000

    def __init__(self, folder: Path):
        self.folder = folder
        self.rows: dict[str, list[Row]] = {table: [] for table in TYPES}
        self.writers = {
            table: pq.ParquetWriter(folder / f"{table}.parquet", schema, compression="zstd")
            for table, schema in SCHEMAS.items()
        }

    def add(self, table: str, row: Row) -> None:
        rows = self.rows[table]
        rows.append(row)
        if len(rows) >= self.BATCH:
            self.flush(table)

    def flush(self, table: str) -> None:
        if rows := self.rows[table]:
            self.writers[table].write_table(pa.Table.from_pylist(rows, schema=SCHEMAS[table]))
            rows.clear()

    def close(self) -> None:
        for table, writer in self.writers.items():
            self.flush(table)
            writer.close()


def read_page(page: Page, source: str, module: Any, rows: Taker, report: ReadReport) -> None:
    """Read one document with its source's reader and add what it states; a page refused becomes a problem."""
    try:
        found: ReadPage = module.read(page)
    except UnexpectedPage as refusal:
        refuse(rows, report, page, source, [Problem("unexpected-page", str(refusal))])
        return
    refuse(rows, report, page, source, [Problem(one.rule, one.seen, one.field, one.contest) for one in found.problems])
    report.pages += bool(found.records)
    ranks = getattr(module, "DOCUMENTS", ())
    for number, record in enumerate(found.records):
        if isinstance(record, ScrapedContest):
            add_contest(rows, report, page, source, record, f"{page.capture_id}#{number}", ranks)
        elif isinstance(record, ScrapedListing):
            add_listing(rows, report, page, source, record)
        elif isinstance(record, ScrapedRegistration):
            add_registration(rows, report, page, source, record)
        elif isinstance(record, ScrapedClaim):
            add_claim(rows, page, source, record)
        elif isinstance(record, ScrapedPoll):
            add_poll(rows, report, page, source, record)
        elif isinstance(record, ScrapedPersonRedirect):
            add_person_redirect(rows, page, source, record)
        elif isinstance(record, ScrapedPersonIdentifier):
            rows.add("person_identifier", provenance(page, source) | asdict(record))
        elif isinstance(record, ScrapedArticle):
            add_article(rows, report, page, source, record)
        elif isinstance(record, ScrapedFigure):
            add_figure(rows, page, record)


def moment(iso: str | None) -> datetime | None:
    """A moment from ISO text, in UTC where it names no zone; None for none."""
    if not iso:
        return None
    found = datetime.fromisoformat(iso)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def provenance(page: Page, source: str, stated_at: datetime | None = None) -> Row:
    """Whose word it is, and since when: the document's own date, else Last-Modified, else when it was fetched."""
    return {
        "source": source,
        "capture_id": page.capture_id,
        "source_url": page.url,
        "stated_at": stated_at or page.last_modified or page.fetched_at,
        "observed_at": page.fetched_at,
    }


def refuse(rows: Taker, report: ReadReport, page: Page, source: str, problems: Iterable[Problem]) -> None:
    for problem in problems:
        report.problems += 1
        rows.add("problem", provenance(page, source) | asdict(problem))


def add_contest(
    rows: Taker,
    report: ReadReport,
    page: Page,
    source: str,
    scraped: ScrapedContest,
    statement_id: str,
    ranks: tuple[str, ...],
) -> None:
    statement, problems = clean_contest(scraped)
    refuse(rows, report, page, scraped.source or source, problems)
    stated_at = moment(scraped.stated_at)
    rank = ranks.index(scraped.document) if scraped.document in ranks else len(ranks)
    key = {"statement_id": statement_id}
    origin: Row = {"is_starter": scraped.source is not None, "document_rank": rank}
    if scraped.source_url:
        origin["source_url"] = scraped.source_url
    rows.add("contest", key | provenance(page, scraped.source or source, stated_at) | origin | statement.contest)
    for row in statement.candidacies:
        rows.add("candidacy", key | row)
    for row in statement.party_votes:
        rows.add("party_votes", key | row)
    contest = statement.contest
    if contest["kind"] == "by-election" and contest["ballot_paper_id"] and not origin["is_starter"]:
        poll = poll_row(contest["ballot_paper_id"], contest["poll_date"], contest["nation"])
        rows.add("poll", provenance(page, source, stated_at) | poll)
    report.contests += 1
    report.candidacies += len(statement.candidacies)


def add_listing(rows: Taker, report: ReadReport, page: Page, source: str, listing: ScrapedListing) -> None:
    problems = [Problem(one.rule, one.seen, one.field, one.contest) for one in listing.problems]
    refuse(rows, report, page, source, problems)
    row = provenance(page, source) | {
        "kind": listing.kind,
        "parliament_number": int(listing.parliament_number) if listing.parliament_number else None,
        "printed_count": int(listing.printed_count) if listing.printed_count else None,
    }
    for contest_id, url in zip(listing.contest_ids, listing.contest_urls, strict=True):
        rows.add("listing", row | {"source_contest_id": contest_id, "contest_url": url})
    if not listing.contest_ids:
        rows.add("listing", row)


def add_registration(rows: Taker, report: ReadReport, page: Page, source: str, scraped: ScrapedRegistration) -> None:
    party = party_named(scraped.party)
    try:
        registered, deregistered = poll_date(scraped.registered_on), poll_date(scraped.deregistered_on)
    except ValueError as refusal:
        refuse(
            rows,
            report,
            page,
            source,
            [Problem("unreadable-registration", str(refusal), "registered_on", scraped.party)],
        )
        return
    ec_party_id = bare(scraped.ec_id)
    rows.add(
        "registration",
        provenance(page, source)
        | {
            "party": party and party.party,
            "party_family": party and party.family,
            "party_printed": scraped.party,
            "abbreviation": clean_name(scraped.abbreviation) or None,
            "mnis_id": bare(scraped.mnis_id) or None,
            "ec_party_id": ec_party_id if ec_party_id.startswith("PP") else None,
            "country": clean_name(scraped.country) or None,
            "registered_on": registered,
            "deregistered_on": deregistered,
        },
    )


def add_claim(rows: Taker, page: Page, source: str, claim: ScrapedClaim) -> None:
    rows.add(
        "claim",
        provenance(page, source)
        | {
            "publication": claim.publication,
            "claim_table": claim.table,
            "cell": claim.cell,
            "row_label": claim.row_label,
            "column_label": claim.column_label,
            "claimed_value": claim.value,
        },
    )


def add_poll(rows: Taker, report: ReadReport, page: Page, source: str, scraped: ScrapedPoll) -> None:
    row, problems = clean_poll(scraped)
    refuse(rows, report, page, source, problems)
    if row:
        rows.add("poll", provenance(page, source, iso_moment(scraped.stated_at)) | row)


def add_person_redirect(rows: Taker, page: Page, source: str, redirect: ScrapedPersonRedirect) -> None:
    rows.add(
        "person_redirect",
        provenance(page, source, moment(redirect.stated_at))
        | {"issuer": redirect.issuer, "old_person_id": redirect.old_id, "new_person_id": redirect.new_id},
    )


def add_article(rows: Taker, report: ReadReport, page: Page, source: str, scraped: ScrapedArticle) -> None:
    article = clean_article(scraped, page.url, page.fetched_at)
    # what its reader saw has been refused with the page already
    refuse(rows, report, page, source, article.problems[len(scraped.problems) :])
    printed = [asdict(time) for time in scraped.times]
    rows.add(
        "article",
        provenance(page, source, article.modified_at or article.published_at)
        | {
            "article_id": article.article_id,
            "version_id": article.version_id,
            "url": article.url,
            "publisher": article.publisher or None,
            "headline": article.headline or None,
            "headlines_printed": json.dumps(article.headlines, ensure_ascii=False),
            "byline": ", ".join(article.byline) or None,
            "published_at": article.published_at,
            "modified_at": article.modified_at,
            "times_printed": json.dumps(printed, ensure_ascii=False),
            "language": article.language or None,
            "section": article.section or None,
            "credit": article.credit or None,
            "is_partial": article.is_partial,
            "article_text": article.text,
            "posts": posts_in_json(article),
            "reader": scraped.reader,
            "text_signature": list(article.signature),
        },
    )


def posts_in_json(article: Article) -> str | None:
    """A live blog's posts in page order: headline, moment and where each begins in the text; None for an article."""
    if not article.posts:
        return None
    begins: dict[int, int] = {}
    for part in article.parts:
        if part.post is not None:
            begins.setdefault(part.post, part.start)
    posts = [
        {
            "headline": post.headline or None,
            "published_at": post.published_at.isoformat() if post.published_at else None,
            "start_offset": begins.get(number),
        }
        for number, post in enumerate(article.posts)
    ]
    return json.dumps(posts, ensure_ascii=False)


def add_figure(rows: Taker, page: Page, scraped: ScrapedFigure) -> None:
    row = provenance(page, scraped.source, moment(scraped.stated_at))
    if scraped.source_url:
        row["source_url"] = scraped.source_url
    rows.add(
        "figure",
        row
        | {
            "document": scraped.document,
            "ballot_paper_id": scraped.ballot_paper_id,
            "candidate": scraped.candidate or None,
            "name_key": name_key(scraped.candidate) if scraped.candidate else None,
            "party": scraped.party or None,
            "figure": scraped.figure,
            "value": scraped.value,
        },
    )
