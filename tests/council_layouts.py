"""Declaration pages in many layouts, each with its expected reading: what content systems put around them, cards, PDFs.

Places and people are invented. The expected readings are what a careful person would write down from the page.
"""

# ruff: noqa: E501 - a row of a page stands on one line

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from spiders.records import Page
from tests.declarations import BARSET, page_of, pdf_of, table_of

Person = tuple[str, str, int | None, bool]  # name in natural order, party as printed, votes, whether marked as elected


@dataclass(frozen=True, slots=True)
class Said:
    """What one contest of a page says; None or "" for what the page leaves out."""

    place: str
    people: tuple[Person, ...]
    day: str | None = "2024-06-13"
    type: str = "local"
    electorate: str | None = None
    issued: str | None = None
    rejected: str | None = None
    turnout: str | None = None
    seats: str | None = None
    is_lot: bool = False
    system: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    page: Page
    expected: tuple[Said, ...] = ()
    may_refuse: bool = field(default=False)  # a refusal is as good: nothing false is said


def jadu(main: str) -> str:
    return (
        '<a href="#main">Skip to main content</a><div id="cookie-banner"><h2>Cookies on this site</h2><p>We use 4 cookies.</p>'
        "<table><tr><th>Name</th><th>Purpose</th><th>Expires</th></tr><tr><td>_ga</td><td>Counts 2 visits</td><td>730 days"
        '</td></tr></table></div><header><nav><ul><li><a href="/">Home</a></li><li><a href="/council">Your council</a></li>'
        '<li><a href="/elections">Elections and voting</a></li></ul></nav></header><main id="main">'
        f'{main}</main><aside><h2>Related pages</h2><ul><li><a href="/r2023">Local election results 2023</a></li><li>'
        '<a href="/e">Elected members</a></li></ul><div class="box"><h3>Next election</h3><p>County Council election: Thursday 1 '
        "May 2025</p></div></aside><footer><p>Last updated: 24 July 2024</p><p>Telephone: 01632 960 960</p></footer>"
    )


def wordpress(main: str) -> str:
    return (
        '<div id="page"><header class="site-header"><p class="site-title">Barset Council news</p></header><article class="post">'
        f'{main}<footer class="entry-meta">Posted on <time datetime="2024-06-14">14 June 2024</time> by Communications</footer>'
        '</article><div id="secondary"><section class="widget"><h2 class="widget-title">Recent posts</h2><ul><li>Bin days over the'
        " bank holiday</li><li>Plumstead Episcopi by-election, 2 May 2024: result</li><li>Ullathorne by-election: 321 votes for "
        "the winner</li></ul></section></div></div>"
    )


def goss(main: str) -> str:
    return (
        '<div class="crumb">Home &gt; Council and democracy &gt; Elections &gt; Results</div><table role="presentation"><tr><td '
        'width="20%"><ul><li>Register to vote</li><li>Election results</li><li>Parish councils</li></ul></td><td>'
        f"{main}</td></tr></table><div>Was this page useful? <label>Yes</label> <label>No</label></div>"
    )


def contensis(main: str) -> str:
    return (
        '<div class="sys_banner">Election results</div><div class="grid"><div class="col-8">'
        f'{main}</div><div class="col-4"><h2>In this section</h2><ul class="sys_nav"><li>2024</li><li>2023</li><li>2019</li></ul>'
        "<h2>Contact us</h2><p>Electoral Services, Town Hall, Barchester BA1 1AA. Open 9 am to 5 pm.</p></div></div>"
    )


LAYOUTS: dict[str, Callable[[], Layout]] = {}


def layout(make: Callable[[], Layout]) -> Callable[[], Layout]:
    LAYOUTS[make.__name__] = make
    return make


A = ("Amelia Thorne", "Labour Party", 1012, True)
B = ("Bernard Oakes", "Green Party", 988, False)
C = ("Cedric Pym", "Reform UK", 401, False)
THREE = (A, B, C)
WARD = "Eiderdown"
BY = f"{WARD} ward by-election"


def p(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


@layout
def cards_with_definition_lists() -> Layout:
    main = f"<h1>{BY}: result</h1><p>Held on Thursday 13 June 2024.</p>" + "".join(
        f'<div class="card"><h3>{name}</h3><dl><dt>Party</dt><dd>{party}</dd><dt>Votes</dt><dd>{votes:,}</dd>'
        f"{'<dt>Outcome</dt><dd>Elected</dd>' if won else '<dt>Outcome</dt><dd>Not elected</dd>'}</dl></div>"
        for name, party, votes, won in THREE
    )
    return Layout(page_of(jadu(main)), (Said(WARD, THREE),))


@layout
def cards_with_spans() -> Layout:
    main = f"<h1>{BY}</h1><p>Thursday 13 June 2024</p>" + "".join(
        f"<div class='candidate {'candidate--elected' if won else ''}'><span class='candidate__name'>{name}</span>"
        f'<span class="candidate__party">{party}</span><span class="candidate__votes">{votes:,} votes</span>'
        f"{'<span class=badge>ELECTED</span>' if won else ''}</div>"
        for name, party, votes, won in THREE
    )
    return Layout(page_of(wordpress(main)), (Said(WARD, THREE),), may_refuse=True)


@layout
def badge_image_with_alternative_text() -> Layout:
    rows = [(f"{n}{' <img src=/b.png alt=ELECTED>' if won else ''}", q, f"{v:,}") for n, q, v, won in THREE]
    main = f"<h1>{BY} 13 June 2024</h1>" + table_of(rows, heads=("Candidate", "Party", "Votes"))
    return Layout(page_of(goss(main)), (Said(WARD, THREE),))


@layout
def tick_in_a_column_elected() -> Layout:
    rows = [(n, q, f"{v:,}", "✓" if won else "") for n, q, v, won in THREE]
    main = f"<h1>{BY} 13 June 2024</h1>" + table_of(rows, heads=("Candidate", "Party", "Votes", "Elected"))
    return Layout(page_of(contensis(main)), (Said(WARD, THREE),))


@layout
def yes_and_no_in_a_column_elected() -> Layout:
    rows = [(n, q, f"{v:,}", "Yes" if won else "No") for n, q, v, won in THREE]
    main = f"<h1>{BY}</h1><p>Polling took place on 13/06/2024.</p>" + table_of(
        rows, heads=("Candidate", "Party", "Votes", "Elected?")
    )
    return Layout(page_of(jadu(main)), (Said(WARD, THREE),))


@layout
def percent_and_change_beside_votes() -> Layout:
    change = ("+12.1", "-3.4", "+/-0.0")
    rows = [
        (n, q, f"{v:,}", f"{v / 24.01:.1f}%", d, "Elected" if won else "")
        for (n, q, v, won), d in zip(THREE, change, strict=True)
    ]
    main = f"<h1>{BY}, Thursday 13th June 2024</h1>" + table_of(
        rows, heads=("Candidate", "Party", "Votes", "% of votes", "Change (+/-)", "Result")
    )
    return Layout(page_of(wordpress(main)), (Said(WARD, THREE),))


@layout
def percent_before_votes_without_a_sign() -> Layout:
    rows: list[tuple[str, ...]] = [(n, q, f"{v / 24.01:.0f}", str(v)) for n, q, v, won in THREE]
    rows = [tuple(f"<b>{cell}</b>" for cell in rows[0]), *rows[1:]]
    main = f"<h1>{BY}, Thursday 13 June 2024</h1>" + table_of(
        rows, heads=("Candidate", "Party", "Share of the vote", "Number of votes")
    )
    return Layout(page_of(jadu(main)), (Said(WARD, THREE),))


@layout
def votes_and_percent_in_one_cell() -> Layout:
    rows = [(n, q, f"{v:,} ({v / 24.01:.1f}%)", "Elected" if won else "Not elected") for n, q, v, won in THREE]
    main = f"<h1>{BY}, Thursday 13 June 2024</h1>" + table_of(rows, heads=("Candidate", "Party", "Votes", "Status"))
    return Layout(page_of(jadu(main)), (Said(WARD, THREE),))


@layout
def votes_with_the_word_and_blanks() -> Layout:
    rows = [
        (f"{n}{' – Elected' if won else ''}", q, f"{v // 1000} {v % 1000:03d} votes" if v > 999 else f"{v} votes")
        for n, q, v, won in THREE
    ]
    main = f"<h1>{BY}, Thursday 13 June 2024</h1>" + table_of(rows, heads=("Candidate", "Party", "Votes"))
    return Layout(page_of(jadu(main)), (Said(WARD, THREE),))


@layout
def heading_elected_above_the_winner() -> Layout:
    head = "<tr><th>Name</th><th>Description</th><th>Votes</th></tr>"
    main = (
        f"<h1>{BY}</h1><p>Thursday 13 June 2024</p><h2>Elected</h2><table>{head}<tr><td>Amelia Thorne</td><td>Labour Party</td>"
        f"<td>1,012</td></tr></table><h2>Not elected</h2><table>{head}<tr><td>Bernard Oakes</td><td>Green Party</td><td>988</td></tr>"
        "<tr><td>Cedric Pym</td><td>Reform UK</td><td>401</td></tr></table>"
    )
    return Layout(page_of(jadu(main)), (Said(WARD, THREE),), may_refuse=True)


@layout
def row_elected_above_the_winner() -> Layout:
    main = (
        f"<h1>{BY}</h1><p>Thursday 13 June 2024</p><table><thead><tr><th scope=col>Name</th><th scope=col>Description</th>"
        "<th scope=col>Votes</th></tr></thead><tr><th colspan=3>Elected</th></tr><tr><td>Amelia Thorne</td><td>Labour Party</td>"
        "<td>1,012</td></tr><tr><th colspan=3>Not elected</th></tr><tr><td>Bernard Oakes</td><td>Green Party</td><td>988</td></tr>"
        "<tr><td>Cedric Pym</td><td>Reform UK</td><td>401</td></tr></table>"
    )
    return Layout(page_of(jadu(main)), (Said(WARD, THREE),), may_refuse=True)


@layout
def head_of_table_with_seat_and_footnotes() -> Layout:
    main = (
        f'<h1>Election results</h1><table border=1><thead><tr><th colspan="4">{BY} - Thursday 13 June 2024</th></tr><tr><th>Surname</th>'
        "<th>Other names</th><th>Description (if any)<sup>1</sup></th><th>Votes recorded<sup>2</sup></th></tr></thead><tbody>"
        "<tr><th scope=row>THORNE</th><td>Amelia</td><td>Labour Party</td><td>1012 (E)</td></tr><tr><th scope=row>OAKES</th><td>Bernard"
        "</td><td>Green Party</td><td>988</td></tr><tr><th scope=row>PYM</th><td>Cedric</td><td>Reform UK</td><td>401</td></tr></tbody>"
        "<tfoot><tr><td colspan=3>Total votes</td><td>2401</td></tr></tfoot></table><p><sup>1</sup> as on the ballot paper. <sup>2</sup> (E)"
        " means elected.</p>"
    )
    return Layout(page_of(goss(main)), (Said(WARD, THREE),))


@layout
def three_seats_with_marks() -> Layout:
    people = (
        ("Dora Quill", "Liberal Democrats", 1410, True), ("Edwin Rushmore", "Liberal Democrats", 1388, True),
        ("Flora Strang", "Liberal Democrats", 1204, True), ("Giles Tarrant", "Conservative Party Candidate", 1199, False),
        ("Hilda Umber", "Conservative Party Candidate", 1010, False),
    )  # fmt: skip
    rows = [(n, q, f"{v:,}{' ELECTED' if won else ''}") for n, q, v, won in people]
    main = (
        "<h1>Nettlebed Vale by-election - Thursday 13 June 2024</h1><p>Three councillors were to be elected.</p>"
        + table_of(rows, heads=("Candidate", "Description", "Votes")) + p("Electorate: 6,204", "Ballot papers issued: 2,655", "Turnout: 42.8%")
    )  # fmt: skip
    return Layout(
        page_of(jadu(main)),
        (Said("Nettlebed Vale", people, electorate="6204", issued="2655", turnout="42.8", seats="3"),),
    )


@layout
def parish_poll_on_the_same_page() -> Layout:
    heads = ("Candidate", "Party", "Votes")
    main = (
        "<h1>By-elections - Thursday 13 June 2024</h1><h2>Eiderdown ward, Barset District Council</h2>"
        + table_of([(n, q, f"{v}{' (elected)' if won else ''}") for n, q, v, won in THREE], heads=heads)
        + "<h2>Little Winkling Parish Council</h2>" + table_of([("Ida Veal", "Independent", "120 (elected)"), ("Jonas Wick", "Independent", "99")], heads=heads)
    )  # fmt: skip
    return Layout(page_of(wordpress(main)), (Said(WARD, THREE),))


@layout
def town_council_poll_on_the_same_page() -> Layout:
    heads = ("Candidate", "Party", "Votes")
    main = (
        "<h1>By-election results: 13 June 2024</h1><h3>Winkling Town Council, North ward</h3>"
        + table_of([("Ida Veal", "Independent", "120 (elected)"), ("Jonas Wick", "Independent", "99")], heads=heads)
        + "<h3>Eiderdown division, Barset County Council</h3>"
        + table_of([(n, q, f"{v}{' (elected)' if won else ''}") for n, q, v, won in THREE], heads=heads)
    )
    return Layout(page_of(goss(main)), (Said(WARD, THREE),))


@layout
def two_wards_on_two_days() -> Layout:
    heads = ("Candidate", "Party", "Votes", "Result")
    other = (("Kate Yarrow", "Independent", 300, True), ("Liam Zeal", "Labour Party", 201, False))
    main = (
        "<h1>By-election results</h1>"
        "<h2>Eiderdown - 13 June 2024</h2>" + table_of([(n, q, str(v), "Elected" if won else "") for n, q, v, won in THREE], heads=heads)
        + p("Turnout: 31%", "Rejected papers: 12")
        + "<h2>Foxhole - 7 March 2024</h2>" + table_of([(n, q, str(v), "Elected" if won else "") for n, q, v, won in other], heads=heads)
        + p("Turnout: 22%", "Rejected papers: 3")
    )  # fmt: skip
    return Layout(
        page_of(contensis(main)),
        (
            Said(WARD, THREE, turnout="31", rejected="12"),
            Said("Foxhole", other, day="2024-03-07", turnout="22", rejected="3"),
        ),
    )


@layout
def rejected_and_electorate_in_prose() -> Layout:
    rows = [(n, q, f"{v:,}", "Elected" if won else "Not elected") for n, q, v, won in THREE]
    main = (
        f"<h1>{BY}</h1><p>A by-election was held in Eiderdown ward on Thursday 13 June 2024 following the resignation of Councillor "
        "Zebedee Old, who was first elected on 4 May 2023.</p>" + table_of(rows, heads=("Candidate", "Party", "Votes", "Result"))
        + p("There were 23 rejected ballot papers.", "The electorate was 7,432 and 2,424 ballot papers were issued, a turnout of 32.62%.")
    )  # fmt: skip
    return Layout(
        page_of(jadu(main)), (Said(WARD, THREE, electorate="7432", issued="2424", rejected="23", turnout="32.62"),)
    )


@layout
def statutory_block_in_words_without_letters() -> Layout:
    rows = [(n, q, f"{v}{' Elected' if won else ''}") for n, q, v, won in THREE]
    rejected = [("Want of an official mark", "0"), ("Voting for more candidates than entitled", "7"),
                ("Writing or mark by which voter could be identified", "1"), ("Unmarked or void for uncertainty", "15"),
                ("Rejected in part", "4"), ("Total", "23")]  # fmt: skip
    main = (
        "<h1>Declaration of result of poll</h1><h2>Election of a district councillor for Eiderdown ward on Thursday 13 June 2024</h2>"
        "<p>I, Penelope Graves, being the Returning Officer at the above election, do hereby give notice that the number of votes recorded"
        " for each candidate is as follows:</p>" + table_of(rows, heads=("Name of candidate", "Description (if any)", "Number of votes"))
        + table_of(rejected, heads=("The number of ballot papers rejected was as follows", "Number of ballot papers"))
    )  # fmt: skip
    return Layout(page_of(jadu(main), title="Eiderdown by-election result"), (Said(WARD, THREE, rejected="23"),))


@layout
def statutory_block_of_letters_without_a_total() -> Layout:
    rows = [(n, q, f"{v}{' Elected' if won else ''}") for n, q, v, won in THREE]
    main = (
        f"<h1>{BY} - 13 June 2024</h1>" + table_of(rows, heads=("Name of candidate", "Description (if any)", "Number of votes"))
        + "<p>Rejected papers:</p><ul><li>A. want of official mark – 0</li><li>B. voting for more candidates – 7</li><li>C. writing or mark"
        " identifying the voter – 1</li><li>D. unmarked or void – 15</li><li>E. rejected in part – 4</li></ul>"
    )  # fmt: skip
    return Layout(page_of(jadu(main)), (Said(WARD, THREE, rejected="23"),))


@layout
def welsh_and_english_table() -> Layout:
    people = (
        ("Nia Prosser", "Plaid Cymru - The Party of Wales", 700, True),
        ("Owain Rees", "Welsh Labour / Llafur Cymru", 512, False),
    )
    main = (
        "<h1>Canlyniad Is-etholiad / By-election result</h1><h2>Ward Cwmsgwt / Cwmsgwt Ward</h2><p>Dydd Iau 13 Mehefin 2024 / Thursday 13 "
        "June 2024</p>" + table_of([(n, q, f"{v}{' Etholwyd / Elected' if won else ''}") for n, q, v, won in people],
                                  heads=("Enw / Name", "Disgrifiad / Description", "Nifer y pleidleisiau / Number of votes"))
        + p("Etholwyr / Electorate: 3,500", "Papurau a wrthodwyd / Rejected papers: 5", "Canran / Turnout: 34.8%")
    )  # fmt: skip
    return Layout(
        page_of(jadu(main), url="https://www.gwynedd.llyw.cymru/etholiad"),
        (Said("Cwmsgwt", people, electorate="3500", rejected="5", turnout="34.8"),),
    )


@layout
def welsh_only() -> Layout:
    people = (("Nia Prosser", "Plaid Cymru", 700, True), ("Owain Rees", "Llafur Cymru", 512, False))
    main = "<h1>Is-etholiad Ward Cwmsgwt - 13 Mehefin 2024</h1>" + table_of(
        [(n, q, str(v), "Etholwyd" if won else "") for n, q, v, won in people],
        heads=("Ymgeisydd", "Plaid", "Pleidleisiau", "Canlyniad"),
    )
    return Layout(
        page_of(jadu(main), url="https://www.gwynedd.llyw.cymru/etholiad"), (Said("Cwmsgwt", people),), may_refuse=True
    )


@layout
def scottish_transferable_vote() -> Layout:
    people = (
        ("Mairi Kerr", "Scottish National Party (SNP)", 1500, True),
        ("Niall Lorne", "Scottish Labour Party", 1400, False),
        ("Olga Muir", "Scottish Green Party", 300, False),
    )
    main = (
        "<h1>Ward 7 Kelpie by-election</h1><p>The by-election took place on Thursday 13 June 2024. Mairi Kerr (Scottish National Party (SNP)) was "
        "elected at stage 2.</p><p>Electorate 15,000. Quota 1,601. Turnout 21.5%</p>"
        + "<table><tr><th>Candidate</th><th>Party</th><th>First preference votes</th><th>Stage 2</th></tr><tr><td>Mairi Kerr</td><td>Scottish National"
        " Party (SNP)</td><td>1,500</td><td>1,640</td></tr><tr><td>Niall Lorne</td><td>Scottish Labour Party</td><td>1,400</td><td>1,480</td></tr><tr><td>"
        "Olga Muir</td><td>Scottish Green Party</td><td>300</td><td>-</td></tr></table>"
    )
    return Layout(
        page_of(jadu(main), url="https://www.fife.gov.uk/by-election"),
        (Said("Kelpie", people, electorate="15000", turnout="21.5", system="single transferable vote"),),
    )


@layout
def parliamentary_by_acting_returning_officer() -> Layout:
    people = (
        ("Pansy Nettle", "Liberal Democrats", 15001, True),
        ("Quentin Orr", "The Conservative Party Candidate", 14002, False),
        ("Lord Bucket", "Monster Raving Loony Party", 202, False),
    )
    rows = [
        ("NETTLE, Pansy", "Liberal Democrats", "15,001"),
        ("ORR, Quentin", "The Conservative Party Candidate", "14,002"),
        ("BUCKET, Lord", "Monster Raving Loony Party", "202"),
    ]
    main = (
        "<h1>Mid Barsetshire Parliamentary by-election: declaration of result</h1><p>Date of election: Thursday 13 June 2024</p><p>I, Sir Humphrey "
        "Slope, Acting Returning Officer, hereby declare that the total number of votes given to each candidate was:</p>"
        + table_of(rows, heads=("Name of candidate", "Description", "Votes")) + p("and that Pansy NETTLE has been duly elected to serve as Member for "
        "the said constituency.", "Number of eligible voters registered to vote: 71,234", "Verified ballot papers: 29,305", "Rejected ballot papers: 100")
    )  # fmt: skip
    return Layout(
        page_of(jadu(main)),
        (Said("Mid Barsetshire", people, type="parl", electorate="71234", issued="29305", rejected="100"),),
    )


@layout
def persons_nominated() -> Layout:
    main = (
        "<h1>Eiderdown ward by-election</h1><h2>Statement of persons nominated</h2><p>Poll: Thursday 13 June 2024, 7am to 10pm</p>"
        + table_of([("THORNE, Amelia", "12 Acacia Avenue", "Labour Party", "Alan Proposer, Beth Seconder", "")],
                   heads=("Name of candidate", "Home address", "Description (if any)", "Name of proposer", "Reason why no longer nominated"))
    )  # fmt: skip
    return Layout(page_of(jadu(main)))


@layout
def results_will_appear_here() -> Layout:
    main = (
        "<h1>Eiderdown ward by-election results</h1><p>Polling takes place on Thursday 13 June 2024. Results will appear here after the count.</p>"
        + table_of([(n, q, "") for n, q, _, _ in THREE], heads=("Candidate", "Party", "Votes"))
    )
    return Layout(page_of(jadu(main)))


@layout
def all_zeros_with_turnout() -> Layout:
    main = "<h1>Eiderdown ward by-election results 13 June 2024</h1>" + table_of(
        [*((n, q, "0") for n, q, _, _ in THREE), ("Majority", "", "0"), ("Turnout", "", "0%")],
        heads=("Candidate", "Party", "Votes"),
    )
    return Layout(page_of(jadu(main)))


@layout
def verification_statement() -> Layout:
    main = (
        "<h1>Eiderdown ward by-election - verification</h1><p>Thursday 13 June 2024</p>"
        + table_of(
            [("Polling stations", "1,800"), ("Postal votes", "624"), ("Total verified", "2,424")],
            heads=("Source", "Ballot papers"),
        )
        + "<p>The turnout is 32.6%. Counting has now begun.</p>"
    )
    return Layout(page_of(jadu(main)))


@layout
def recount_under_way() -> Layout:
    rows = [(n, q, str(v)) for n, q, v, _ in THREE]
    main = (
        "<h1>Eiderdown ward by-election</h1><p>Thursday 13 June 2024</p><p><strong>A recount is under way.</strong> The provisional figures below are not "
        "the declared result.</p>" + table_of(rows, heads=("Candidate", "Party", "Votes (provisional)"))
    )
    return Layout(page_of(jadu(main)), may_refuse=True)


@layout
def tie_drawn_by_lot() -> Layout:
    people = (("Amelia Thorne", "Labour Party", 988, False), ("Bernard Oakes", "Green Party", 988, True))
    rows = [("Amelia Thorne", "Labour Party", "988"), ("Bernard Oakes", "Green Party", "988 Elected")]
    main = f"<h1>{BY}, 13 June 2024</h1>" + table_of(rows, heads=("Candidate", "Party", "Votes")) + p(
        "After two recounts the votes were equal. The Returning Officer decided between the candidates by drawing lots, as the rules require."
    )  # fmt: skip
    return Layout(page_of(jadu(main)), (Said(WARD, people, is_lot=True),))


@layout
def withdrawn_page() -> Layout:
    main = "<h1>Eiderdown ward by-election result</h1><p>The result published here on Thursday 13 June 2024 has been withdrawn while figures are checked.</p>"
    return Layout(page_of(jadu(main)), may_refuse=True)


@layout
def uncontested() -> Layout:
    main = (
        "<h1>Notice of uncontested election</h1><p>Election of a councillor for Eiderdown ward on Thursday 13 June 2024</p><p>I, the Returning Officer, "
        "report that the person whose name appears below was duly elected.</p>"
        + table_of(
            [("THORNE, Amelia", "12 Acacia Avenue", "Labour Party")],
            heads=("Name of candidate", "Home address", "Description (if any)"),
        )
    )
    return Layout(page_of(jadu(main)), may_refuse=True)


@layout
def countermanded() -> Layout:
    main = (
        "<h1>Eiderdown ward by-election: poll countermanded</h1><p>Notice is given that the poll on Thursday 13 June 2024 is countermanded because of the "
        "death of the candidate Cedric Pym.</p>"
        + table_of([(n, q) for n, q, _, _ in THREE], heads=("Candidate", "Party"))
    )
    return Layout(page_of(jadu(main)), may_refuse=True)


@layout
def windows_1252_by_its_meta_tag() -> Layout:
    people = (("Zoë D’Arcy", "Labour Party", 500, True), ("Séamus O’Nuallain", "Green Party", 400, False))
    body = "<meta charset='windows-1252'><h1>St Mary’s ward by-election – 13 June 2024</h1>" + table_of(
        [(n, q, f"{v} – Elected" if won else str(v)) for n, q, v, won in people], heads=("Candidate", "Party", "Votes")
    )
    return Layout(page_of(jadu(body), encoding="cp1252"), (Said("St Mary’s", people),))


GOV = "https://democracy.kirklees.gov.uk/mgElectionAreaResults.aspx?ID=77&RPID=1234"


def modern_gov(main: str, day: str = "2024-06-13") -> Page:
    return page_of(
        f'<meta name="DC.date" content="{day}"><div id="modgov"><h1 class="mgMainTitleTxt">Election results for Eiderdown</h1>'
        f'<h2 class="mgSubTitleTxt">Eiderdown by-election - Thursday, 13 June 2024</h2><div class="mgContent">{main}</div></div>', url=GOV
    )  # fmt: skip


def stats(caption: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    return table_of(rows, heads=heads, caption=caption).replace(
        "<table>", '<table class="mgStatsTable" cellspacing="1">'
    )


@layout
def modern_gov_vote_share_and_links() -> Layout:
    rows = [
        ('<span style="background-color:#f00">&nbsp;</span> <a href="mgUserInfo.aspx?UID=5">Amelia Thorne</a>', "Labour Party", "1,012", "42%", "Elected"),
        ('<span style="background-color:#0f0">&nbsp;</span> Bernard Oakes', "Green Party", "988", "41%", "Not elected"),
        ('<span style="background-color:#00f">&nbsp;</span> Cedric Pym', "Reform UK", "401", "17%", "Not elected"),
    ]  # fmt: skip
    main = stats("Eiderdown - results", ("Election Candidate", "Party", "Votes", "Vote Share", "Outcome"), rows) + stats(
        "Voting Summary", ("Details", "Number"),
        [("Seats", "1"), ("Total votes", "2401"), ("Electorate", "7,432"), ("Number of ballot papers issued", "2,424"), ("Number of ballot papers rejected", "23"), ("Turnout", "33%")],
    ) + stats("Rejected papers", ("Reason", "Number"), [("(B) Voting for more candidates", "8"), ("(D) Unmarked", "15")])  # fmt: skip
    return Layout(
        modern_gov(main), (Said(WARD, THREE, electorate="7432", issued="2424", rejected="23", turnout="33", seats="1"),)
    )


@layout
def modern_gov_without_percent_and_outcome() -> Layout:
    rows = [(n, q, str(v)) for n, q, v, _ in THREE]
    main = stats("Eiderdown - results", ("Election Candidate", "Party", "Votes"), rows)
    return Layout(modern_gov(main), (Said(WARD, tuple((n, q, v, False) for n, q, v, _ in THREE)),))


@layout
def cmis_with_links() -> Layout:
    rows = "".join(
        f'<tr rel="openelection:candidacy" typeof="openelection:Candidacy"><td rel="openelection:candidate"><span property="foaf:name">'
        f'{"<a href=/c/5>Cllr " + n + " - Labour Group</a>" if won else n}</span></td><td rel="openelection:party"><span property="rdfs:label">{q}</span></td>'
        f'<td><span property="openelection:candidateVoteCount">{v}</span></td><td property="openelection:elected" content="{won}">{"Elected" if won else ""}</td></tr>'
        for n, q, v, won in THREE
    )
    main = (
        "<h1>Eiderdown Division By-Election</h1><p>Election date: Thursday 13 June 2024</p><table><tr><th>Candidate</th><th>Party</th><th>Votes</th><th>Elected</th></tr>"
        f"{rows}</table><dl><dt>Electorate</dt><dd>7432</dd><dt>Turnout</dt><dd>32.62%</dd><dt>Spoilt papers</dt><dd>23</dd></dl>"
    )
    return Layout(
        page_of(main, url="https://cmis.kirklees.gov.uk/cmis/Elections/tabid/5/ViewCandidates/77/Default.aspx"),
        (Said(WARD, THREE, electorate="7432", turnout="32.62", rejected="23"),),
    )


def pdf(*words: tuple[float, float, str], rules: tuple[tuple[float, float, float, float], ...] = ()) -> Page:
    return Page(url=f"{BARSET}/media/declaration.pdf", body=pdf_of(words, rules), content_type="application/pdf")


@layout
def pdf_notice() -> Layout:
    return Layout(
        pdf(
            (200, 60, "DECLARATION OF RESULT OF POLL"), (220, 80, "Barset District Council"), (150, 100, "Election of a District Councillor for the Eiderdown Ward"),
            (220, 120, "on Thursday 13 June 2024"), (50, 150, "I, Penelope Graves, being the Returning Officer at the above election, do hereby give notice that the"),
            (50, 164, "number of votes recorded for each Candidate at the said election is as follows:"),
            (50, 200, "Name of Candidate"), (250, 200, "Description (if any)"), (430, 200, "Number of Votes*"),
            (50, 220, "OAKES"), (250, 220, "Green Party"), (430, 220, "988"), (50, 233, "Bernard"),
            (50, 255, "PYM"), (250, 255, "Reform UK"), (430, 255, "401"), (50, 268, "Cedric"),
            (50, 290, "THORNE"), (250, 290, "Labour Party"), (430, 290, "1012 Elected"), (50, 303, "Amelia"),
            (50, 330, "* If elected the word 'Elected' appears against the number of votes."),
            (50, 360, "The number of ballot papers rejected was as follows:"), (400, 360, "Number of ballot papers"),
            (50, 380, "A  want of an official mark"), (430, 380, "0"), (50, 394, "B  voting for more Candidates than voter was entitled to"), (430, 394, "7"),
            (50, 408, "C  writing or mark by which voter could be identified"), (430, 408, "1"), (50, 422, "D  being unmarked or wholly void for uncertainty"), (430, 422, "15"),
            (50, 436, "E  rejected in part"), (430, 436, "0"), (380, 450, "Total"), (430, 450, "23"),
            (50, 480, "Vacant Seats: 1"), (200, 480, "Electorate: 7432"), (330, 480, "Ballot Papers Issued: 2424"), (480, 480, "Turnout: 32.62%"),
            (50, 500, "And I do hereby declare that Amelia Thorne is duly elected."),
            (50, 540, "Dated Friday 14 June 2024"), (380, 540, "Penelope Graves"), (380, 554, "Returning Officer"),
            (50, 800, "Printed and published by the Returning Officer, Town Hall, Barchester, BA1 1AA"),
        ),
        (Said(WARD, (B, C, A), electorate="7432", issued="2424", rejected="23", turnout="32.62", seats="1"),),
    )  # fmt: skip


@layout
def pdf_persons_nominated() -> Layout:
    return Layout(
        pdf(
            (200, 60, "STATEMENT OF PERSONS NOMINATED"), (150, 80, "Election of a Councillor for Eiderdown Ward on Thursday 13 June 2024"),
            (50, 120, "Name of Candidate"), (180, 120, "Home Address"), (330, 120, "Description (if any)"), (460, 120, "Proposer(s)"),
            (50, 140, "THORNE Amelia"), (180, 140, "12 Acacia Avenue"), (330, 140, "Labour Party"), (460, 140, "Beth Seconder"),
        )
    )  # fmt: skip


@layout
def pdf_ruled_with_a_column_elected() -> Layout:
    xs, ys = (40, 220, 400, 480, 550), (190, 215, 240, 265, 290)
    rules = tuple((x, ys[0], x, ys[-1]) for x in xs) + tuple((xs[0], y, xs[-1], y) for y in ys)
    return Layout(
        pdf(
            (200, 60, "Barset Borough Council"), (150, 80, "By-election for Eiderdown Ward"), (200, 100, "Thursday 13th June 2024"), (200, 120, "Declaration of Result"),
            (45, 205, "Candidate"), (225, 205, "Party"), (405, 205, "Votes"), (485, 205, "Elected"),
            (45, 230, "Amelia Thorne"), (225, 230, "Labour Party"), (405, 230, "1,012"), (485, 230, "Elected"),
            (45, 255, "Bernard Oakes"), (225, 255, "Green Party"), (405, 255, "988"),
            (45, 280, "Cedric Pym"), (225, 280, "Reform UK"), (405, 280, "401"),
            (45, 320, "Turnout 32.62%"), rules=rules,
        ),
        (Said(WARD, THREE, turnout="32.62"),),
    )  # fmt: skip


HEADS = ("Candidate", "Party", "Votes", "Result")


def result_rows(people: tuple[Person, ...] = THREE) -> list[tuple[str, ...]]:
    return [(n, q, f"{v:,}", "Elected" if won else "") for n, q, v, won in people]


HELD = f"<h1>{BY}, Thursday 13 June 2024</h1>"


@layout
def footnote_numbers_behind_votes() -> Layout:
    rows = result_rows()
    rows[1] = ("Bernard Oakes", "Green Party", "988<sup>1</sup>", "")
    return Layout(
        page_of(jadu(HELD + table_of(rows, heads=HEADS) + "<p><sup>1</sup> after a recount</p>")), (Said(WARD, THREE),)
    )


@layout
def labels_for_small_screens_in_each_cell() -> Layout:
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td data-label="{h}"><span class="mobile-label">{h}: </span>{cell}</td>'
            for h, cell in zip(HEADS, row, strict=True)
        )
        + "</tr>"
        for row in result_rows()
    )
    main = (
        HELD
        + "<table><thead><tr>"
        + "".join(f"<th>{h}</th>" for h in HEADS)
        + f"</tr></thead><tbody>{rows}</tbody></table>"
    )
    return Layout(page_of(jadu(main)), (Said(WARD, THREE),), may_refuse=True)


@layout
def a_table_kept_from_sight() -> Layout:
    old = table_of(
        [("Zebedee Old", "Labour Party", "1,500", "Elected"), ("Bernard Oakes", "Green Party", "700", "")], heads=HEADS
    )
    main = (
        HELD + f'<div style="display: none">{old}</div><div hidden>{old}</div>' + table_of(result_rows(), heads=HEADS)
    )
    return Layout(page_of(jadu(main)), (Said(WARD, THREE),))


@layout
def the_same_table_twice_for_two_screens() -> Layout:
    table = table_of(result_rows(), heads=HEADS)
    return Layout(
        page_of(jadu(f'{HELD}<div class="desktop">{table}</div><div class="mobile">{table}</div>')),
        (Said(WARD, THREE),),
    )


@layout
def votes_of_two_years_side_by_side() -> Layout:
    rows = [(n, q, "1,111", f"{v:,}", "Elected" if won else "") for n, q, v, won in THREE]
    return Layout(
        page_of(jadu(HELD + table_of(rows, heads=("Candidate", "Party", "Votes 2023", "Votes 2024", "Result")))),
        (Said(WARD, THREE),),
        may_refuse=True,
    )


@layout
def votes_in_person_and_by_post_beside_the_total() -> Layout:
    rows = [(n, q, f"{v - 100:,}", "100", f"{v:,}", "Elected" if won else "") for n, q, v, won in THREE]
    heads = ("Candidate", "Party", "Polling station votes", "Postal votes", "Total votes", "Result")
    return Layout(page_of(jadu(HELD + table_of(rows, heads=heads))), (Said(WARD, THREE),), may_refuse=True)


@layout
def polling_stations_below_the_result() -> Layout:
    stations = table_of(
        [("Village hall", "4,000", "1,300", "32.5%"), ("Scout hut", "3,432", "1,124", "32.8%")],
        heads=("Polling station", "Electorate", "Votes cast", "Turnout %"),
    )
    return Layout(
        page_of(jadu(HELD + table_of(result_rows(), heads=HEADS) + "<h2>Turnout by polling station</h2>" + stations)),
        (Said(WARD, THREE),),
    )


@layout
def only_polling_stations() -> Layout:
    stations = table_of(
        [("Village hall", "4,000", "1,300", "32.5%"), ("Scout hut", "3,432", "1,124", "32.8%")],
        heads=("Polling station", "Electorate", "Votes cast", "Turnout %"),
    )
    return Layout(page_of(jadu(HELD + "<h2>Turnout by polling station</h2>" + stations)), may_refuse=True)


@layout
def winners_of_many_by_elections() -> Layout:
    rows = [
        ("Eiderdown", "13 June 2024", "Amelia Thorne", "Labour Party", "1,012"),
        ("Foxhole", "7 March 2024", "Kate Yarrow", "Independent", "300"),
    ]
    main = "<h1>By-elections since 2023</h1>" + table_of(
        rows, heads=("Ward", "Date", "Elected candidate", "Party", "Votes")
    )
    return Layout(page_of(jadu(main)), may_refuse=True)


@layout
def a_menu_that_looks_like_candidates() -> Layout:
    menu = "<div><ul><li>Housing benefit (Council tax) 2024</li><li>Planning (Local plan) 2023</li><li>Fire Service – Emergency – 999</li></ul></div>"
    return Layout(page_of(f"{menu}{HELD}<p>The result will be published here.</p>"), may_refuse=True)


@layout
def heading_votes_over_number_and_percent() -> Layout:
    rows = "".join(
        f"<tr><td>{n}</td><td>{q}</td><td>{v / 24.01:.1f}</td><td>{v:,}</td><td>{'Elected' if won else ''}</td></tr>"
        for n, q, v, won in THREE
    )
    main = (
        HELD
        + "<table><thead><tr><th rowspan=2>Candidate</th><th rowspan=2>Party</th><th colspan=2>Votes</th><th rowspan=2>Result</th></tr>"
        f"<tr><th>%</th><th>Number</th></tr></thead><tbody>{rows}</tbody></table>"
    )
    return Layout(page_of(jadu(main)), (Said(WARD, THREE),))


@layout
def majority_behind_the_votes() -> Layout:
    rows = [
        ("Amelia Thorne (elected)", "Labour Party", "1,012 (majority 24)"),
        ("Bernard Oakes", "Green Party", "988"),
        ("Cedric Pym", "Reform UK", "401"),
    ]
    return Layout(page_of(jadu(HELD + table_of(rows, heads=HEADS[:3]))), (Said(WARD, THREE),), may_refuse=True)


@layout
def mark_behind_the_party() -> Layout:
    rows = [(n, f"{q} - ELECTED" if won else q, f"{v:,}") for n, q, v, won in THREE]
    return Layout(page_of(jadu(HELD + table_of(rows, heads=HEADS[:3]))), (Said(WARD, THREE),))


@layout
def papers_that_could_not_be_transferred() -> Layout:
    rows = [
        ("Mairi Kerr", "Scottish National Party (SNP)", "1,500", "1,640", "Elected"),
        ("Niall Lorne", "Scottish Labour Party", "1,400", "1,480", ""),
        ("Non-transferable", "", "0", "80", ""),
    ]
    people = (
        ("Mairi Kerr", "Scottish National Party (SNP)", 1500, True),
        ("Niall Lorne", "Scottish Labour Party", 1400, False),
    )
    main = "<h1>Kelpie ward by-election, 13 June 2024</h1>" + table_of(
        rows, heads=("Candidate", "Party", "Stage 1", "Stage 2", "Result")
    )
    return Layout(
        page_of(jadu(main), url="https://www.fife.gov.uk/by-election"),
        (Said("Kelpie", people, system="single transferable vote"),),
    )


@layout
def one_past_and_one_coming() -> Layout:
    main = (
        "<h1>By-elections</h1><h2>Foxhole ward: 12 September 2024</h2>" + table_of([("Kate Yarrow", "Independent"), ("Liam Zeal", "Labour Party")], heads=HEADS[:2])
        + "<h2>Eiderdown ward: 13 June 2024</h2>" + table_of(result_rows(), heads=HEADS) + p("Turnout: 32%")
    )  # fmt: skip
    return Layout(page_of(jadu(main)), (Said(WARD, THREE, turnout="32"),))


@layout
def names_of_places_that_read_like_other_words() -> Layout:
    main = "<h1>Result for Poll Hill, Ash and County Bridge ward by-election on Thursday 13 June 2024</h1>" + table_of(
        result_rows(), heads=HEADS
    )
    return Layout(page_of(jadu(main)), (Said("Poll Hill, Ash and County Bridge", THREE),))


@layout
def withdrawn_with_its_table() -> Layout:
    main = (
        HELD
        + "<p>This result has been withdrawn. A corrected declaration will follow.</p>"
        + table_of(result_rows(), heads=HEADS)
    )
    return Layout(page_of(jadu(main)), may_refuse=True)


@layout
def recount_then_elected() -> Layout:
    main = (
        HELD
        + "<p>1.30am: a recount is under way.</p><p>2.10am: the result has been declared.</p>"
        + table_of(result_rows(), heads=HEADS)
    )
    return Layout(page_of(jadu(main)), (Said(WARD, THREE),))


@layout
def cmis_of_two_divisions() -> Layout:
    def table(people: tuple[Person, ...]) -> str:
        rows = "".join(
            f'<tr rel="openelection:candidacy"><td><span property="foaf:name">{n}</span></td><td property="rdfs:label">{q}</td>'
            f'<td property="openelection:candidateVoteCount">{v}</td><td property="openelection:elected" content="{won}">{"Elected" if won else ""}</td></tr>'
            for n, q, v, won in people
        )
        return f"<table><tr><th>Candidate</th><th>Party</th><th>Votes</th><th>Elected</th></tr>{rows}</table>"

    other = (("Kate Yarrow", "Independent", 300, True), ("Liam Zeal", "Labour Party", 201, False))
    main = f"<h1>By-elections 13 June 2024</h1><h2>Eiderdown Division</h2>{table(THREE)}<h2>Foxhole Division</h2>{table(other)}"
    return Layout(page_of(main), (Said(WARD, THREE), Said("Foxhole", other)))


@layout
def countermanded_after_some_votes() -> Layout:
    main = (
        HELD
        + "<p>The poll was abandoned and countermanded on the death of a candidate.</p>"
        + table_of([(n, q, "0", "") for n, q, _, _ in THREE], heads=HEADS)
    )
    return Layout(page_of(jadu(main)), may_refuse=True)


@layout
def lines_parted_by_breaks() -> Layout:
    main = (
        HELD
        + "<p>"
        + "<br>".join(f"{n} ({q}) {v:,}{' - elected' if won else ''}" for n, q, v, won in THREE)
        + "</p><p>Majority 24<br>Turnout 32.62 per cent</p>"
    )
    return Layout(page_of(wordpress(main)), (Said(WARD, THREE, turnout="32.62"),), may_refuse=True)


@layout
def turnout_and_papers_in_several_ways() -> Layout:
    main = HELD + table_of(result_rows(), heads=HEADS) + p(
        "Total number of votes cast: 2,401", "Number of registered electors: 7,432", "Ballot papers rejected: 23 (of which 20 unmarked)",
        "Turnout: 2,424 (32.62%)", "Postal votes issued: 900", "Postal turnout: 71%",
    )  # fmt: skip
    return Layout(page_of(jadu(main)), (Said(WARD, THREE, electorate="7432", rejected="23", turnout="32.62"),))


@layout
def rowspan_of_the_ward() -> Layout:
    main = (
        "<h1>By-election results 2024</h1><table><tr><th>Ward</th><th>Date</th><th>Candidate</th><th>Party</th><th>Votes</th><th>Elected</th></tr>"
        "<tr><td rowspan=3>Eiderdown</td><td rowspan=3>13 June 2024</td><td>Amelia Thorne</td><td>Labour Party</td><td>1,012</td><td>Yes</td></tr>"
        "<tr><td>Bernard Oakes</td><td>Green Party</td><td>988</td><td>No</td></tr><tr><td>Cedric Pym</td><td>Reform UK</td><td>401</td><td>No</td></tr></table>"
    )
    return Layout(page_of(jadu(main)), (Said(WARD, THREE),), may_refuse=True)


@layout
def accordion_of_years() -> Layout:
    old = (("Kate Yarrow", "Independent", 300, True), ("Liam Zeal", "Labour Party", 201, False))
    heads = ("Candidate", "Party", "Votes")

    def part(head: str, people: tuple[Person, ...]) -> str:
        rows = [(n, q, f"<strong>{v}</strong> (elected)" if won else str(v)) for n, q, v, won in people]
        return f'<div class="accordion__section"><h2><button aria-expanded=false>{head}</button></h2><div class="panel">{table_of(rows, heads=heads)}</div></div>'

    main = (
        "<h1>By-elections</h1>"
        + part("Eiderdown ward by-election: 13 June 2024", THREE)
        + part("Foxhole ward by-election: 9 February 2023", old)
    )
    return Layout(page_of(contensis(main)), (Said(WARD, THREE), Said("Foxhole", old, day="2023-02-09")))


@layout
def paragraphs_with_dots() -> Layout:
    main = f"<h1>{BY} result - Thursday 13 June 2024</h1>" + p(
        "Amelia Thorne, Labour Party: 1,012 votes – ELECTED",
        "Bernard Oakes, Green Party: 988 votes",
        "Cedric Pym, Reform UK: 401 votes",
        "Turnout was 32.6%",
    )
    return Layout(page_of(wordpress(main)), (Said(WARD, THREE, turnout="32.6"),), may_refuse=True)


@layout
def press_release_only() -> Layout:
    main = (
        "<h1>Amelia Thorne wins Eiderdown by-election</h1><p>Labour’s Amelia Thorne has been elected to represent Eiderdown ward following the by-election on "
        "Thursday 13 June 2024. She polled 1,012 votes, 24 ahead of Green Bernard Oakes, with Reform’s Cedric Pym on 401.</p>"
    )
    return Layout(page_of(wordpress(main)), may_refuse=True)


@layout
def two_columns_of_a_layout_table() -> Layout:
    inner = table_of(
        [(f"{n}{' *' if won else ''}", q, str(v)) for n, q, v, won in THREE], heads=("Candidates", "Party", "Votes")
    )
    side = table_of([("Electorate", "7,432"), ("Turnout", "32.62%"), ("Spoilt ballot papers", "23")])
    main = f"<h1>{BY}: Thursday 13 June 2024</h1><table><tr><td>{inner}</td><td>{side}</td></tr></table><p>* Elected candidate</p>"
    return Layout(page_of(goss(main)), (Said(WARD, THREE, electorate="7432", turnout="32.62", rejected="23"),))


@layout
def agents_addresses_signatures() -> Layout:
    rows = [(n, "Alan Agent, 3 Mill Lane, BA2 2BB", q, f"{v}{' Elected' if won else ''}") for n, q, v, won in THREE]
    main = (
        f"<h1>{BY}, 13 June 2024</h1>" + table_of(rows, heads=("Candidate", "Election agent and address", "Description", "Votes"))
        + p("Signed: Penelope Graves, Returning Officer", "Date: 14 June 2024", "penelope.graves@barset.example 07700 900123")
    )  # fmt: skip
    return Layout(page_of(jadu(main)), (Said(WARD, THREE),))


@layout
def three_seats_in_bold_with_previous_figures() -> Layout:
    people = (
        ("Dora Quill", "Liberal Democrats", 1410, True), ("Giles Tarrant", "Conservative Party Candidate", 1199, False), ("Edwin Rushmore", "Liberal Democrats", 1388, True),
        ("Flora Strang", "Independent", 1204, True),
    )  # fmt: skip
    rows = [tuple(f"<strong>{cell}</strong>" if won else cell for cell in (n, q, f"{v:,}")) for n, q, v, won in people]
    main = "<h1>Nettlebed Vale ward by-election (3 seats)</h1><p>13 June 2024</p>" + table_of(
        rows, heads=("Candidate", "Party", "Votes")
    )
    return Layout(page_of(jadu(main)), (Said("Nettlebed Vale", people, seats="3"),))


@layout
def totals_and_none_of_the_above_rows() -> Layout:
    rows = [*((n, q, f"{v}", "Elected" if won else "") for n, q, v, won in THREE), ("Total valid votes", "", "2401", ""), ("Rejected votes", "", "23", ""),
            ("Ballot papers issued", "", "2424", ""), ("Majority", "", "24", ""), ("Eligible electorate", "", "7432", ""), ("% turnout", "", "32.62", "")]  # fmt: skip
    main = f"<h1>{BY}, Thursday 13 June 2024</h1>" + table_of(rows, heads=("Name", "Party", "Votes", "Elected"))
    return Layout(
        page_of(jadu(main)), (Said(WARD, THREE, electorate="7432", issued="2424", rejected="23", turnout="32.62"),)
    )


@layout
def candidate_names_with_titles_and_nicknames() -> Layout:
    people = (
        ("Amelia Thorne", "Labour Party", 1012, True),
        ("Bernard Oakes", "Green Party", 988, False),
        ("Jean-Luc van der Berg", "Reform UK", 401, False),
    )
    rows = [
        ("Thorne, Amelia", "Labour Party", "1,012 ✔"),
        ("Oakes, Bernard", "Green Party", "988"),
        ("van der Berg, Jean-Luc", "Reform UK", "401"),
    ]
    main = (
        f"<h1>{BY}, Thursday 13 June 2024</h1>"
        + table_of(rows, heads=("Candidate’s name", "Candidate’s party", "Votes"))
        + "<p>✔ = elected</p>"
    )
    return Layout(page_of(jadu(main)), (Said(WARD, people),))


@layout
def last_election_beside_this_one() -> Layout:
    now = table_of(
        [(n, q, f"{v}{' (elected)' if won else ''}") for n, q, v, won in THREE], heads=("Candidate", "Party", "Votes")
    )
    then = table_of(
        [("Zebedee Old", "Labour Party", "1500 (elected)"), ("Bernard Oakes", "Green Party", "700")],
        heads=("Candidate", "Party", "Votes"),
    )
    main = f"<h1>{BY}: 13 June 2024</h1>{now}<h2>Previous result: local election, 4 May 2023</h2>{then}"
    return Layout(page_of(jadu(main)), (Said(WARD, THREE),))


@layout
def corrected_result() -> Layout:
    rows = [(n, q, str(v), "Elected" if won else "") for n, q, v, won in THREE]
    rows[1] = ("Bernard Oakes", "Green Party", "<del>898</del> <ins>988</ins>", "")
    main = f"<h1>{BY}, 13 June 2024</h1><p>Corrected at 10.30 am on 14 June 2024.</p>" + table_of(
        rows, heads=("Candidate", "Party", "Votes", "Result")
    )
    return Layout(page_of(jadu(main)), (Said(WARD, THREE),), may_refuse=True)


@layout
def heading_in_capitals_with_council() -> Layout:
    rows = [(n.upper(), q, str(v), "ELECTED" if won else "NOT ELECTED") for n, q, v, won in THREE]
    main = (
        "<h2>BARSET BOROUGH COUNCIL</h2><h2>EIDERDOWN WARD BY-ELECTION</h2><h2>THURSDAY, 13TH JUNE, 2024</h2>"
        + table_of(rows, heads=("CANDIDATE", "PARTY", "VOTES CAST", "ELECTED/NOT ELECTED"))
    )
    return Layout(page_of(goss(main)), (Said(WARD, THREE),))


@layout
def pdf_wrapped_descriptions() -> Layout:
    return Layout(
        pdf(
            (180, 60, "Declaration of Result of Poll"), (150, 80, "Barset County Council - Eiderdown Division By-election"), (200, 100, "Thursday, 13 June 2024"),
            (50, 140, "Name of Candidate"), (220, 140, "Description"), (400, 140, "Votes Recorded"),
            (50, 165, "Amelia Thorne"), (220, 160, "Labour and Co-operative"), (220, 172, "Party"), (400, 165, "1,012"), (470, 165, "ELECTED"),
            (50, 195, "Bernard Oakes"), (220, 195, "Green Party"), (400, 195, "988"),
            (50, 220, "Cedric Pym"), (220, 220, "Reform UK"), (400, 220, "401"),
            (50, 260, "Number of ballot papers rejected: 23"), (50, 280, "Electorate: 7,432"), (50, 300, "Percentage poll: 32.62%"),
        ),
        (Said(WARD, (("Amelia Thorne", "Labour and Co-operative Party", 1012, True), B, C), electorate="7432", rejected="23", turnout="32.62"),),
    )  # fmt: skip


@layout
def modern_gov_before_the_count() -> Layout:
    main = stats(
        "Eiderdown - results",
        ("Election Candidate", "Party", "Votes", "%", "Outcome"),
        [(n, q, "0", "0%", "Not elected") for n, q, _, _ in THREE],
    )
    return Layout(
        modern_gov(
            main
            + stats("Voting Summary", ("Details", "Number"), [("Seats", "1"), ("Total votes", "0"), ("Turnout", "0%")])
        )
    )
