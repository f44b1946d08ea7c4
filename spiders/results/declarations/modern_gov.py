"""Modern.Gov, the committee system of three councils in four: its XML service and the pages made of the same data.

Gives      candidates with party, votes and who is elected; seats, electorate, papers issued and rejected, by area
Quirks     the XML has no polling day (votedatetime is when a clerk typed it): the pages have, and the ids join them;
           figures of the whole election may be nought where the area has them; nought is what nobody typed in;
           nominations stand there first, every vote nought and nobody elected; RPID and XXR change between visits
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, Tag
from lxml import etree

from spiders.records import Page, ReadPage, ScrapedCandidacy, ScrapedContest, ScrapedProblem, UnexpectedPage
from spiders.results.declarations import places
from spiders.results.declarations import words as say
from spiders.results.declarations.declaration import contests_in
from spiders.results.declarations.documents import Council, Document
from spiders.results.declarations.figures import as_int
from spiders.results.declarations.grids import fold, lines_of
from spiders.results.declarations.kind import kind_of
from spiders.results.declarations.names import name_of

SERVICE = "/mgwebservice.asmx/getelectionresults"
LISTS = ("mgmanageelectionresults.aspx", "mgelectionresults.aspx", "mgelectionelectionarearesults.aspx")
AREA = "mgelectionarearesults.aspx"


def name_of_page(url: str) -> str:
    """The page's own name in lower case, whatever prefix the council has: "mgelectionarearesults.aspx"."""
    path = urlsplit(url).path.casefold().rstrip("/")
    return path.rpartition("/")[2]


def asked_for(url: str) -> dict[str, str]:
    """The parameters of an address by their names in capitals."""
    return {name.upper(): values[0] for name, values in parse_qs(urlsplit(url.replace("&amp;", "&")).query).items()}


def is_service(page: Page) -> bool:
    head = page.body[:400].lstrip().lower()
    return (
        SERVICE in urlsplit(page.url).path.casefold()
        or re.match(rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<election[\s/>]", head, re.DOTALL) is not None
    )


def area_id(council: Council, area: str) -> str:
    """The publisher's own id of a contest: the same on the area's page and in the XML."""
    return f"{council.slug or 'council'}:area:{area}"


def read_service(page: Page, council: Council) -> ReadPage:
    """The XML service's answer for one election: each of its areas as a contest. An unknown id answers <election />.

    Raises UnexpectedPage when it is no such answer, or not whole.
    """
    try:
        root = etree.fromstring(
            page.body.strip(), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        )
    except etree.XMLSyntaxError as error:
        raise UnexpectedPage(page, wanted="the XML of GetElectionResults", seen=f"no XML: {error.msg}"[:200]) from error
    if root.tag.lower() == "string" and root.text and root.text.strip().startswith("<"):
        root = etree.fromstring(root.text.strip().encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    if etree.QName(root).localname.lower() != "election":
        raise UnexpectedPage(page, wanted="an element <election>", seen=f"<{etree.QName(root).localname}>")
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname.lower()
    read_page = ReadPage()
    areas = root.findall("electionareas/electionarea")
    known = {text(one, "electionareaid") for one in areas}
    candidates = root.findall("candidates/candidate")
    strays = [one for one in candidates if text(one, "electionareaid") not in known]
    if strays:
        read_page.problems.append(
            ScrapedProblem("candidates-of-no-area", f"{len(strays)} candidates", "electionareaid")
        )
    for area in areas:
        of_area = [one for one in candidates if text(one, "electionareaid") == text(area, "electionareaid")]
        if (contest := service_contest(root, area, of_area, council)) is not None:
            read_page.records.append(contest)
    return read_page


def service_contest(
    root: etree._Element, area: etree._Element, candidates: list[etree._Element], council: Council
) -> ScrapedContest | None:
    """One area of an election; None for a parish's, a mayor's or another election that is not ours."""
    title, kind = text(root, "title"), text(root, "electiontype")
    place = places.place_in(text(area, "title"), council.name) or text(area, "title")
    words = f"{title} {kind} {text(root, 'description')} {text(area, 'description')}"
    if say.OTHERS.search(f"{title} {kind} {text(area, 'title')}"):
        return None
    days = {day for day, _ in say.days_in(f"{title}. {text(root, 'description')}. {text(area, 'description')}")}
    polled = days.pop() if len(days) == 1 else None
    is_declared = any(as_int(text(one, "numvotes")) > 0 for one in candidates)
    is_alone = len(root.findall("electionareas/electionarea")) == 1
    spoiled = area.findall("spoiledvotes/spoiledvote")
    counted = [one for one in spoiled if not say.IN_PART.search(text(one, "description").casefold())]
    has_winner = any(text(one, "iselected").casefold() == "true" for one in candidates)
    is_parliament = bool(say.PARLIAMENT.search(words))

    def figure(name: str) -> str | None:
        own = text(area, name)
        printed = own if as_int(own) else text(root, name) if is_alone else ""
        return printed if as_int(printed) else None

    return ScrapedContest(
        document="service",
        kind=kind_of(words, polled, is_parliament=is_parliament) if polled else "",
        state="results" if is_declared else "candidates" if candidates else "empty",
        election_type="parl" if is_parliament else "local",
        organisation_id=None if is_parliament else council.slug or None,
        organisation=None if is_parliament else council.name or None,
        voting_system="single transferable vote" if council.nation == "Scotland" and not is_parliament else None,
        source_contest_id=area_id(council, text(area, "electionareaid")),
        constituency=place,
        nation=council.nation,
        poll_date=polled.isoformat() if polled else None,
        electorate=figure("electorate"),
        ballot_papers_issued=figure("numballotpapersissued") if is_declared else None,
        rejected_ballot_papers=str(sum(as_int(text(one, "numvotes")) for one in counted))
        if is_declared and spoiled
        else None,
        seats=figure("numseats"),
        candidacies=tuple(
            ScrapedCandidacy(
                **person_name(text(one, "candidatename")),
                party=text(one, "politicalpartytitle"),
                votes=text(one, "numvotes") if is_declared else None,
                is_elected=text(one, "iselected").casefold() if is_declared and has_winner else None,
            )
            for one in candidates
        ),
    )


def person_name(printed: str) -> dict[str, str]:
    return name_of((printed,))[0]


def text(element: etree._Element, name: str) -> str:
    """The words of a child, padding stripped; "" for none."""
    return fold(element.findtext(name) or "")


def read_area(page: Page, document: Document) -> list[ScrapedContest]:
    """An area's page: the tables are those of every declaration; its id is what joins it to the XML."""
    contests = contests_in(document)
    area = asked_for(page.url).get("ID", "")
    if len(contests) == 1 and area.isdigit():
        return [replace(contests[0], source_contest_id=area_id(document.council, area))]
    return contests


def read_index(page: Page, tree: BeautifulSoup, council: Council) -> list[ScrapedContest]:
    """The areas of one election, with its day: what the XML lacks. Parish polls stand under headings that say so."""
    heading = " ".join(fold(one.get_text(" ")) for one in tree.select("h1, h2.mgSubTitleTxt, h2"))
    days = {day for day, _ in say.days_in(heading)}
    polled = days.pop() if len(days) == 1 else None
    is_parliament = bool(say.PARLIAMENT.search(heading))
    if polled is None or (not is_parliament and kind_of(heading, polled) != "by-election"):
        return []
    found: dict[str, ScrapedContest] = {}
    for link in tree.find_all("a", href=True):
        if name_of_page(str(link["href"])) != AREA:
            continue
        area = asked_for(str(link["href"])).get("ID", "")
        above = link.find_previous(["h2", "h3", "h4"])
        above_words = " ".join(lines_of(above)) if isinstance(above, Tag) else ""
        place = places.place_in(fold(link.get_text(" ")), council.name)
        if not area.isdigit() or not place or say.OTHERS.search(above_words) or say.OTHERS.search(heading):
            continue
        found.setdefault(
            area,
            ScrapedContest(
                document="index",
                kind="by-election",
                state="empty",
                election_type="parl" if is_parliament else "local",
                organisation_id=None if is_parliament else council.slug or None,
                organisation=None if is_parliament else council.name or None,
                source_contest_id=area_id(council, area),
                constituency=place,
                nation=council.nation,
                poll_date=polled.isoformat(),
            ),
        )
    return list(found.values())


def election_of(url: str) -> str:
    """The election an address is of: EID on pages of its areas, ID on its own, lElectionId in the XML; "" for none."""
    asked, name = asked_for(url), name_of_page(url)
    if name == AREA:
        return ""
    return re.sub(
        "[^0-9]", "", asked.get("LELECTIONID") or asked.get("EID") or (asked.get("ID", "") if name in LISTS else "")
    )


def service_address(base: str, election: str) -> str:
    return f"{base}/mgWebService.asmx/GetElectionResults?lElectionId={election}"


def areas_address(base: str, election: str) -> str:
    return f"{base}/mgElectionElectionAreaResults.aspx?Page=all&EID={election}"


def area_address(base: str, area: str) -> str:
    """An area's page by its id alone: the other parameters are other ones at each visit."""
    return f"{base}/mgElectionAreaResults.aspx?ID={area}"
