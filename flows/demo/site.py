"""The small internet of the demonstration, on loopback: a council, a results service and two papers, step by step.

Every host is reached as `http://127.0.0.1:<port>/<host>/<path>`, as BYELECTIONS_MIRROR asks for. What a page says
depends on how far the story has gone; nothing else is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import yaml

HERE = Path(__file__).parent
COUNCIL, SERVICE = "www.barset.example", "candidates.democracyclub.org.uk"
CHRONICLE, JUPITER = "www.barchester-chronicle.example", "www.jupiter.example"
PARLIAMENT = "electionresults.parliament.uk"  # it has nothing until the next afternoon
NO_BY_ELECTIONS = (
    '<main id="main-content"><h1>By-elections in the 59th Parliament</h1>'
    "<p>No by-elections have been held in this Parliament.</p></main>"
)
DECLARATION = "/elections/plumstead-episcopi-declaration-of-result-of-poll"
API = f"https://{SERVICE}/api/next"
# path of each paper's feed, and of its one story, with the file it is in
PAPERS = {
    CHRONICLE: ("/news/rss.xml", "/news/plumstead-episcopi-result", "chronicle.html"),
    JUPITER: ("/politics/rss.xml", "/politics/tories-humbled-in-plumstead-episcopi-20251024", "jupiter.html"),
}
Answer = tuple[str, str]  # content type, body


@cache
def story() -> dict[str, Any]:
    """The by-election as `story.yaml` tells it."""
    return yaml.safe_load((HERE / "story.yaml").read_text(encoding="utf-8"))


@dataclass(slots=True)
class Site:
    """The pages as they are at a step of the story, counted from 0."""

    step: int = 0
    asked: list[str] = field(default_factory=list)

    @property
    def steps(self) -> list[str]:
        return [step["name"] for step in story()["steps"]]

    def has_come_to(self, name: str) -> bool:
        return self.step >= self.steps.index(name)

    def page(self, host: str, path: str) -> Answer | None:
        """What a host answers for a path, without its query; None where there is nothing."""
        if path == "/robots.txt":
            return "text/plain", "User-agent: *\nDisallow:\n"
        if host == SERVICE:
            return self.service(path)
        if host == COUNCIL:
            return self.council(path)
        if host == PARLIAMENT and path.endswith("/by-elections"):
            return html("By-elections", NO_BY_ELECTIONS)
        return self.paper(host, path) if host in PAPERS else None

    def council(self, path: str) -> Answer | None:
        if path == "/elections/":
            link = f'<li><a href="{DECLARATION}">Plumstead Episcopi by-election: declaration of result of poll</a></li>'
            listed = link if self.has_come_to("declared") else ""
            return html("Elections", f"<h1>Elections and voting</h1><ul>{listed}<li>Register to vote</li></ul>")
        if path == DECLARATION and self.has_come_to("declared"):
            return html("Declaration of result of poll", declaration(self.votes()))
        return None

    def votes(self) -> dict[int, int]:
        """The votes on the council's page, by the candidates' ids."""
        slip = {} if self.has_come_to("mended") else story()["slip"]
        return {one["id"]: slip.get(one["id"], one["votes"]) for one in story()["candidates"]}

    def service(self, path: str) -> Answer | None:
        if path == "/api/next/ballots/":
            found = [ballot(self.has_come_to("confirmed"))]
        elif path in ("/api/next/results/", "/api/next/person_redirects/"):
            found = []
        else:
            return None
        listed = {"count": len(found), "next": None, "previous": None, "results": found}
        return "application/json", json.dumps(listed)

    def paper(self, host: str, path: str) -> Answer | None:
        feed, article, file = PAPERS[host]
        is_printed = self.has_come_to("printed")
        if path == feed:
            return "application/rss+xml", rss(host, article if is_printed else None)
        if path == article and is_printed:
            return "text/html; charset=utf-8", (HERE / "articles" / file).read_text(encoding="utf-8")
        return None


def html(title: str, body: str) -> Answer:
    head = f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
    return "text/html; charset=utf-8", f"{head}<body>{body}</body></html>"


def declaration(votes: dict[int, int]) -> str:
    """The statutory notice, as councils put it on their sites. Its totals are right even where a vote is not."""
    told = story()
    won = max(told["candidates"], key=lambda one: one["votes"])["id"]
    lines = "".join(
        f"<tr><td>{one['last'].upper()}, {one['first']}</td><td>{escape(one['party'])}</td>"
        f"<td>{votes[one['id']]:,}{' Elected' if one['id'] == won else ''}</td></tr>"
        for one in told["candidates"]
    )
    rejected = "".join(
        f"<tr><td>({letter}) {escape(reason)}</td><td>{count}</td></tr>"
        for letter, (reason, count) in zip("ABCD", told["rejected"].items(), strict=True)
    )
    valid = sum(one["votes"] for one in told["candidates"])
    papers = valid + sum(told["rejected"].values())
    return (
        "<h1>Declaration of result of poll</h1>"
        f"<h2>Election of a Member of Parliament for {told['constituency']}</h2>"
        f"<p>Thursday {told['poll_date']:%-d %B %Y}</p>"
        "<p>I, the undersigned, being the Acting Returning Officer at this election, declare that the number of votes "
        "given for each candidate was as follows:</p>"
        "<table><tr><th>Name of candidate</th><th>Description (if any)</th><th>Number of votes</th></tr>"
        f"{lines}<tr><td colspan=2>Total votes</td><td>{valid:,}</td></tr></table>"
        "<p>The number of ballot papers rejected was as follows:</p>"
        f"<table>{rejected}<tr><td>Total</td><td>{sum(told['rejected'].values())}</td></tr></table>"
        f"<p>Electorate: {told['electorate']:,}. Ballot papers issued: {papers:,}. "
        f"Turnout: {papers / told['electorate']:.2%}.</p>"
    )


def ballot(has_result: bool) -> dict[str, Any]:
    """The contest as the results service has it: candidates first, then votes and winner."""
    told = story()
    won = max(told["candidates"], key=lambda one: one["votes"])["id"]
    ballot_id, day = told["ballot_paper_id"], told["poll_date"].isoformat()
    created, updated = f"{day}T09:00:00+01:00", "2025-10-24T08:15:00+01:00" if has_result else f"{day}T09:00:00+01:00"
    candidacies = [
        {
            "elected": one["id"] == won if has_result else None,
            "party_list_position": None,
            "party": {"ec_id": one["ec_id"], "name": one["party"], "legacy_slug": one["ec_id"]},
            "party_name": one["party"],
            "party_description_text": one["party"],
            "deselected": False,
            "deselected_source": None,
            "sopn_last_name": one["last"],
            "sopn_first_names": one["first"],
            "created": created,
            "modified": updated,
            "person": {"id": one["id"], "url": f"{API}/people/{one['id']}/", "name": f"{one['first']} {one['last']}"},
            "result": {"elected": one["id"] == won, "num_ballots": one["votes"]} if has_result else None,
        }
        for one in told["candidates"]
    ]
    return {
        "url": f"{API}/ballots/{ballot_id}/",
        "history_url": f"{API}/ballots/{ballot_id}/history/",
        "results_url": f"{API}/results/{ballot_id}/",
        "election": {
            "election_id": f"parl.{day}",
            "url": f"{API}/elections/parl.{day}/",
            "name": "UK Parliament elections",
            "election_date": day,
            "current": True,
            "party_lists_in_use": False,
            "created": created,
            "last_updated": updated,
        },
        "post": {
            "id": f"gss:{told['gss_code']}",
            "label": told["constituency"],
            "slug": ballot_id.split(".")[1],
            "created": created,
            "last_updated": updated,
        },
        "winner_count": 1,
        "ballot_paper_id": ballot_id,
        "cancelled": False,
        "sopn": None,
        "candidates_locked": True,
        "candidacies": candidacies,
        "created": created,
        "last_updated": updated,
        "replaces": None,
        "replaced_by": None,
        "uncontested": False,
        "results": results() if has_result else None,
        "voting_system": "FPTP",
        "tags": {"NUTS1": {"key": "UKK", "value": "South West"}},
        "by_election_reason": told["by_election_reason"],
    }


def results() -> dict[str, Any]:
    told = story()
    papers = sum(one["votes"] for one in told["candidates"]) + sum(told["rejected"].values())
    return {
        "num_turnout_reported": papers,
        "turnout_percentage": round(100 * papers / told["electorate"], 2),
        "num_spoilt_ballots": sum(told["rejected"].values()),
        "source": f"https://{COUNCIL}{DECLARATION}",
        "total_electorate": told["electorate"],
    }


def rss(host: str, article: str | None) -> str:
    title = {CHRONICLE: "Barchester Chronicle", JUPITER: "The Jupiter"}[host]
    item = (
        f"<item><title>Plumstead Episcopi by-election: the result</title><link>https://{host}{article}</link>"
        f"<guid>https://{host}{article}</guid><pubDate>Fri, 24 Oct 2025 04:31:00 +0100</pubDate>"
        "<description>Who won, and by how much.</description></item>"
    )
    weather = (
        f"<item><title>Fog over the close</title><link>https://{host}/weather/fog-1</link>"
        "<pubDate>Thu, 23 Oct 2025 18:00:00 +0100</pubDate><description>Visibility is poor.</description></item>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{title}</title><link>https://{host}/</link><description>{title}</description>"
        f"{item if article else ''}{weather}</channel></rss>"
    )


def handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            host, _, path = parts.path.lstrip("/").partition("/")
            site.asked.append(self.path)
            answer = site.page(host, f"/{path}")
            if answer is None:
                self.answer(HTTPStatus.NOT_FOUND, "text/plain", b"Not Found")
                return
            body = answer[1].encode()
            mark = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if self.headers.get("If-None-Match") == mark:
                self.answer(HTTPStatus.NOT_MODIFIED, answer[0], b"", mark)
            else:
                self.answer(HTTPStatus.OK, answer[0], body, mark)

        def answer(self, status: HTTPStatus, content_type: str, body: bytes, mark: str | None = None) -> None:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            if mark:
                self.send_header("ETag", mark)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: what was asked is in `Site.asked`."""

    return Handler


@contextmanager
def served(site: Site) -> Iterator[str]:
    """The site on a free port of this machine; its address, without a slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(site))
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
