"""More declaration pages, written when all of `council_layouts` were read: what stands beside, before and after a result.

Earlier elections, other polls of the day, transfers, tiles, services that answer in XML, notices of several leaves.
"""

# ruff: noqa: E501 - a row of a page stands on one line

from __future__ import annotations

from spiders.records import Page
from tests.council_layouts import (
    BY,
    HEADS,
    HELD,
    LAYOUTS,
    THREE,
    WARD,
    A,
    B,
    C,
    Layout,
    Person,
    Said,
    contensis,
    goss,
    jadu,
    layout,
    modern_gov,
    p,
    pdf,
    result_rows,
    stats,
    wordpress,
)  # fmt: skip
from tests.declarations import page_of, table_of

__all__ = ["LAYOUTS"]  # with those of this file, which enter themselves

STV = "single transferable vote"
FIFE = "https://www.fife.gov.uk/by-election"
SCOTS = (
    ("Mairi Kerr", "Scottish National Party (SNP)", 1500, True),
    ("Niall Lorne", "Scottish Labour Party", 1400, False),
    ("Olga Muir", "Scottish Green Party", 300, False),
)


@layout
def stages_of_a_transferable_vote_in_a_second_table() -> Layout:
    first = table_of(
        [(n, q, f"{v:,}", "Elected (stage 2)" if won else "Not elected") for n, q, v, won in SCOTS],
        heads=("Candidate", "Party", "First preference votes", "Outcome"),
    )
    stages = table_of(
        [
            ("Mairi Kerr", "+140.00000", "1,640.00000"),
            ("Niall Lorne", "+80.00000", "1,480.00000"),
            ("Non-transferable", "+80", "80"),
        ],
        heads=("Candidate", "Transfers", "Votes after stage 2"),
    )
    main = f"<h1>Kelpie ward by-election</h1><p>Thursday 13 June 2024</p>{first}<h2>Stage 2: exclusion of Olga Muir</h2>{stages}"
    return Layout(page_of(jadu(main), url=FIFE), (Said("Kelpie", SCOTS, system=STV),))


@layout
def summary_list_with_candidates_as_terms() -> Layout:
    pairs = "".join(
        f"<div><dt>{n} ({q})</dt><dd>{v:,} votes{' - elected' if won else ''}</dd></div>" for n, q, v, won in THREE
    )
    return Layout(
        page_of(jadu(f'{HELD}<dl class="govuk-summary-list">{pairs}</dl>')), (Said(WARD, THREE),), may_refuse=True
    )


@layout
def votes_of_parties_alone() -> Layout:
    return Layout(
        page_of(jadu(HELD + table_of([(q, f"{v:,}") for _, q, v, _ in THREE], heads=("Party", "Votes")))),
        may_refuse=True,
    )


@layout
def seat_and_vacancies_in_the_caption() -> Layout:
    rows = [(n, q, f"{v:,}", "Elected" if won else "") for n, q, v, won in THREE]
    main = "<h1>Result of by-election on 13 June 2024</h1>" + table_of(rows, heads=HEADS, caption="Eiderdown (1 seat)")
    return Layout(page_of(contensis(main)), (Said(WARD, THREE, seats="1"),))


@layout
def a_ward_on_the_day_of_a_general_election() -> Layout:
    seat = (("Pansy Nettle", "Liberal Democrats", 15001, True), ("Quentin Orr", "Reform UK", 14002, False))
    main = (
        "<h1>Results, Thursday 4 July 2024</h1><h2>UK Parliamentary general election: Mid Barsetshire constituency</h2>" + table_of(result_rows(seat), heads=HEADS)
        + "<h2>Eiderdown ward by-election</h2>" + table_of(result_rows(), heads=HEADS)
    )  # fmt: skip
    return Layout(
        page_of(jadu(main)),
        (Said("Mid Barsetshire", seat, day="2024-07-04", type="parl"), Said(WARD, THREE, day="2024-07-04")),
    )


@layout
def a_referendum_beside_it() -> Layout:
    answers = table_of([("Yes", "1,400", "70%"), ("No", "600", "30%")], heads=("Answer", "Votes", "%"))
    main = f"<h1>Results 13 June 2024</h1><h2>Eiderdown ward by-election</h2>{table_of(result_rows(), heads=HEADS)}<h2>Winkling neighbourhood plan referendum</h2>{answers}"
    return Layout(page_of(jadu(main)), (Said(WARD, THREE),))


@layout
def a_mayor() -> Layout:
    main = "<h1>Barset mayoral by-election</h1><p>Thursday 13 June 2024</p>" + table_of(result_rows(), heads=HEADS)
    return Layout(page_of(jadu(main)), may_refuse=True)


@layout
def a_commissioner() -> Layout:
    main = (
        "<h1>Police and Crime Commissioner by-election: Barset area result</h1><p>Thursday 13 June 2024</p>"
        + table_of(result_rows(), heads=HEADS)
    )
    return Layout(page_of(jadu(main)), may_refuse=True)


@layout
def before_the_count_with_the_result_of_last_time() -> Layout:
    then = table_of(
        [("Zebedee Old", "Labour Party", "1500", "Elected"), ("Bernard Oakes", "Green Party", "700", "")], heads=HEADS
    )
    main = (
        "<h1>Eiderdown ward by-election</h1><p>Polling day is Thursday 13 June 2024.</p>" + table_of([(n, q) for n, q, _, _ in THREE], heads=HEADS[:2])
        + f"<h2>Result of the last election in this ward</h2>{then}"
    )  # fmt: skip
    return Layout(page_of(jadu(main)), may_refuse=True)


@layout
def before_the_count_with_the_result_of_a_year() -> Layout:
    then = table_of(
        [("Zebedee Old", "Labour Party", "1500", "Elected"), ("Bernard Oakes", "Green Party", "700", "")], heads=HEADS
    )
    main = f"<h1>Eiderdown ward by-election</h1><p>Polling day is Thursday 13 June 2024.</p><h2>2023 result</h2>{then}"
    return Layout(page_of(jadu(main)), may_refuse=True)


@layout
def before_the_count_with_last_time_in_the_caption() -> Layout:
    then = table_of(
        [("Zebedee Old", "Labour Party", "1500", "Elected"), ("Bernard Oakes", "Green Party", "700", "")],
        heads=HEADS,
        caption="How Eiderdown voted in May 2023",
    )
    main = f"<h1>Eiderdown ward by-election</h1><p>Polling day is Thursday 13 June 2024.</p>{then}"
    return Layout(page_of(jadu(main)), may_refuse=True)


@layout
def additional_vote_by_lot() -> Layout:
    people = (("Amelia Thorne", "Labour Party", 988, False), ("Bernard Oakes", "Green Party", 989, True))
    rows = [("Amelia Thorne", "Labour Party", "988", ""), ("Bernard Oakes", "Green Party", "989*", "Elected")]
    main = (
        HELD
        + table_of(rows, heads=HEADS)
        + p("* Both candidates had 988 votes. Includes one additional vote by lot under rule 49.")
    )
    return Layout(page_of(jadu(main)), (Said(WARD, people, is_lot=True),))


@layout
def postponed() -> Layout:
    main = (
        "<h1>Eiderdown ward by-election postponed</h1><p>The poll due on Thursday 13 June 2024 has been postponed.</p>"
        + table_of([(n, q) for n, q, _, _ in THREE], heads=HEADS[:2])
    )
    return Layout(page_of(jadu(main)), may_refuse=True)


@layout
def votes_before_names() -> Layout:
    rows = [(f"{v:,}", n, q, "Y" if won else "N") for n, q, v, won in THREE]
    return Layout(
        page_of(goss(HELD + table_of(rows, heads=("No. of votes", "Candidate", "Party", "Elected (Y/N)")))),
        (Said(WARD, THREE),),
    )


@layout
def figures_under_headings() -> Layout:
    main = (
        HELD
        + table_of(result_rows(), heads=HEADS)
        + "<h3>Turnout</h3><p>32.62%</p><h3>Electorate</h3><p>7,432</p><h3>Rejected ballot papers</h3><p>23</p>"
    )
    return Layout(page_of(jadu(main)), (Said(WARD, THREE, turnout="32.62", electorate="7432", rejected="23"),))


@layout
def tiles_of_figures() -> Layout:
    tiles = "".join(
        f'<div class="tile"><p class="number">{number}</p><p class="text">{words}</p></div>'
        for number, words in (("32.62%", "Turnout"), ("7,432", "Electorate"))
    )
    return Layout(
        page_of(jadu(HELD + table_of(result_rows(), heads=HEADS) + tiles)),
        (Said(WARD, THREE, turnout="32.62", electorate="7432"),),
    )


@layout
def blog_of_the_night() -> Layout:
    main = (
        f"<h1>{BY}: live updates</h1><p>Thursday 13 June 2024</p><h3>23:55</h3><p>Counting is under way.</p><h3>00:40</h3><p>Verification: 2,424 ballot papers.</p>"
        "<h3>01:20</h3><p>The result:</p><ul><li>Amelia Thorne (Labour Party): 1,012 votes - elected</li><li>Bernard Oakes (Green Party): 988 votes</li><li>Cedric Pym (Reform UK): 401 votes</li></ul>"
    )  # fmt: skip
    return Layout(page_of(wordpress(main)), (Said(WARD, THREE, issued="2424"),), may_refuse=True)


@layout
def bold_totals_below_a_bold_winner() -> Layout:
    rows = [tuple(f"<b>{cell}</b>" for cell in (n, q, f"{v}")) if won else (n, q, f"{v}") for n, q, v, won in THREE]
    rows += [("<b>TOTAL</b>", "", "<b>2401</b>"), ("<b>Spoilt papers</b>", "", "<b>23</b>")]
    return Layout(
        page_of(jadu(HELD + table_of(rows, heads=("CANDIDATE", "PARTY", "VOTES")))), (Said(WARD, THREE, rejected="23"),)
    )


@layout
def elected_in_brackets_before_the_name() -> Layout:
    rows = [(f"{'(Elected) ' if won else ''}{n}", q, f"{v:,}") for n, q, v, won in THREE]
    return Layout(page_of(jadu(HELD + table_of(rows, heads=HEADS[:3]))), (Said(WARD, THREE),))


@layout
def sitting_councillor_and_hold() -> Layout:
    rows = [
        (f"Cllr {n}" if won else n, f"{q}", f"{v:,}", "Elected - Labour hold" if won else "") for n, q, v, won in THREE
    ]
    return Layout(page_of(jadu(HELD + table_of(rows, heads=HEADS))), (Said(WARD, THREE),))


@layout
def result_without_any_mark() -> Layout:
    rows = [(n, q, f"{v:,}") for n, q, v, _ in THREE]
    return Layout(
        page_of(jadu(HELD + table_of(rows, heads=HEADS[:3]))),
        (Said(WARD, tuple((n, q, v, False) for n, q, v, _ in THREE)),),
    )


def service(areas: str, candidates: str) -> Page:
    body = (
        '<?xml version="1.0" encoding="utf-8"?><election><candidatecount>5</candidatecount><electionid>77</electionid><title>By-election</title>'
        f"<numballotpapersissued>0</numballotpapersissued><candidates>{candidates}</candidates><electionareas>{areas}</electionareas></election>"
    )
    return Page(
        "https://democracy.kirklees.gov.uk/mgWebService.asmx/GetElectionResults?lElectionId=77",
        body.encode(),
        content_type="text/xml",
    )


def area(number: int, title: str, seats: int, rejected: int, electorate: int) -> str:
    return (
        f"<electionarea><electionareaid>{number}</electionareaid><title>{title}</title><electorate>{electorate}</electorate><numballotpapersissued>2424</numballotpapersissued>"
        f"<numseats>{seats}</numseats><status>Published</status><spoiledvotes><spoiledvote><description>D. unmarked</description><numvotes>{rejected}</numvotes></spoiledvote></spoiledvotes></electionarea>"
    )


def candidate(number: int, person: Person) -> str:
    name, party, votes, won = person
    return (
        f"<candidate><electionareaid>{number}</electionareaid><candidatename>\n  {name} </candidatename><numvotes>{votes}</numvotes><politicalpartytitle>{party}</politicalpartytitle>"
        f"<votedatetime>19/06/2024, 12:00</votedatetime><iselected>{won}</iselected></candidate>"
    )


@layout
def service_with_three_seats() -> Layout:
    people = (
        ("Dora Quill", "Liberal Democrats", 1410, True),
        ("Edwin Rushmore", "Liberal Democrats", 1388, True),
        ("Flora Strang", "Independent", 1204, True),
        ("Giles Tarrant", "Green Party", 1199, False),
    )
    page = service(area(5, "Nettlebed Vale Ward", 3, 12, 6204), "".join(candidate(5, one) for one in people))
    return Layout(
        page, (Said("Nettlebed Vale", people, day=None, electorate="6204", issued="2424", rejected="12", seats="3"),)
    )


@layout
def service_with_a_ward_not_yet_counted() -> Layout:
    other = (("Kate Yarrow", "Independent", 0, False), ("Liam Zeal", "Labour Party", 0, False))
    page = service(
        area(5, "Eiderdown", 1, 23, 7432) + area(6, "Foxhole", 1, 0, 5000),
        "".join(candidate(5, one) for one in THREE) + "".join(candidate(6, one) for one in other),
    )
    return Layout(page, (Said(WARD, THREE, day=None, electorate="7432", issued="2424", rejected="23"),))


@layout
def pdf_of_three_seats() -> Layout:
    people = (
        ("Dora Quill", "Liberal Democrats", 1410, True),
        ("Edwin Rushmore", "Liberal Democrats", 1388, True),
        ("Giles Tarrant", "Green Party", 1199, False),
        ("Flora Strang", "Independent", 1204, True),
    )
    rows = tuple(
        word for place, (name, party, votes, won) in enumerate(people)
        for word in ((50.0, 200.0 + 24 * place, ", ".join(reversed(name.upper().split(" ", 1)))), (230.0, 200.0 + 24 * place, party), (400.0, 200.0 + 24 * place, f"{votes:,}"),
                     *(((470.0, 200.0 + 24 * place, "ELECTED"),) if won else ()))
    )  # fmt: skip
    page = pdf(
        (180, 60, "DECLARATION OF RESULT OF POLL"), (120, 84, "Election of three Councillors for Nettlebed Vale Ward"), (200, 104, "Thursday 13 June 2024"),
        (50, 170, "NAME OF CANDIDATE"), (230, 170, "DESCRIPTION"), (390, 170, "NUMBER OF VOTES"), *rows,
        (50, 320, "Rejected ballot papers: 12"), (50, 340, "Electorate 6,204"), (50, 360, "Turnout 39.07%"),
    )  # fmt: skip
    return Layout(page, (Said("Nettlebed Vale", people, rejected="12", electorate="6204", turnout="39.07", seats="3"),))


@layout
def pdf_of_verification() -> Layout:
    return Layout(
        pdf(
            (180, 60, "VERIFICATION STATEMENT"), (120, 84, "Eiderdown Ward by-election, Thursday 13 June 2024"), (50, 140, "Polling station"), (300, 140, "Ballot papers verified"),
            (50, 160, "Village hall"), (300, 160, "1,300"), (50, 180, "Scout hut"), (300, 180, "1,124"), (50, 210, "Total"), (300, 210, "2,424"),
        ),
        may_refuse=True,
    )  # fmt: skip


@layout
def pdf_of_a_list_of_names_with_dots() -> Layout:
    return Layout(
        pdf(
            (180, 60, "Declaration of Result of Poll"), (120, 84, "Barset Council: Eiderdown Ward by-election"), (200, 104, "13 June 2024"),
            (50, 150, "Candidate"), (250, 150, "Party"), (430, 150, "Votes"),
            (50, 170, "Bernard Oakes"), (250, 170, "Green Party"), (430, 170, "988"), (50, 190, "Cedric Pym"), (250, 190, "Reform UK"), (430, 190, "401"),
            (50, 210, "Amelia Thorne"), (250, 210, "Labour Party"), (430, 210, "1012 E"),
            (50, 250, "E = elected"), (50, 270, "Number of rejected papers: 23"), (50, 290, "Turnout: 32.62%"), (50, 330, "P. Graves, Returning Officer, Town Hall BA1 1AA"),
        ),
        (Said(WARD, (B, C, A), rejected="23", turnout="32.62"),),
    )  # fmt: skip


@layout
def columns_of_office_and_of_order() -> Layout:
    rows = [
        (str(place), n.split()[1].upper(), n.split()[0], q, f"{v:,}", f"{v / 24.01:.2f}%", "ELECTED" if won else "")
        for place, (n, q, v, won) in enumerate(THREE, 1)
    ]
    heads = ("No.", "Surname", "Forename(s)", "Political description", "Total votes", "% share", "Status")
    return Layout(page_of(goss(HELD + table_of(rows, heads=heads))), (Said(WARD, THREE),))


@layout
def two_contests_one_counted_one_under_recount() -> Layout:
    other = (("Kate Yarrow", "Independent", 300, False), ("Liam Zeal", "Labour Party", 299, False))
    main = (
        "<h1>By-elections, Thursday 13 June 2024</h1><h2>Eiderdown ward</h2>" + table_of(result_rows(), heads=HEADS)
        + "<h2>Foxhole ward</h2><p>A recount is taking place.</p>" + table_of(result_rows(other), heads=HEADS)
    )  # fmt: skip
    return Layout(page_of(jadu(main)), (Said(WARD, THREE),))


@layout
def corrected_with_the_old_figure_in_words() -> Layout:
    main = (
        HELD
        + "<p>Corrected on 14 June 2024: the vote for Bernard Oakes was first published as 898.</p>"
        + table_of(result_rows(), heads=HEADS)
    )
    return Layout(page_of(jadu(main)), (Said(WARD, THREE),))


@layout
def welsh_table_alone_on_a_bilingual_page() -> Layout:
    people = (("Nia Prosser", "Plaid Cymru", 700, True), ("Owain Rees", "Llafur Cymru", 512, False))
    rows = [(n, q, str(v), "Etholwyd" if won else "Heb ei ethol") for n, q, v, won in people]
    main = "<h1>Canlyniad is-etholiad Ward Cwmsgwt</h1><p>Cynhaliwyd yr is-etholiad ddydd Iau 13 Mehefin 2024.</p>" + table_of(
        rows, heads=("Enw'r ymgeisydd", "Disgrifiad (os oes un)", "Nifer y pleidleisiau", "Canlyniad")
    ) + p("Etholwyr: 3,500", "Canran a bleidleisiodd: 34.8%", "Papurau a wrthodwyd: 5")  # fmt: skip
    return Layout(
        page_of(jadu(main), url="https://www.gwynedd.llyw.cymru/etholiad"),
        (Said("Cwmsgwt", people, electorate="3500", turnout="34.8", rejected="5"),),
    )


@layout
def quota_and_stage_rows() -> Layout:
    rows = [(n, q, f"{v:,}", "Elected at stage 3" if won else "") for n, q, v, won in SCOTS] + [
        ("Quota", "", "1,601", ""),
        ("Total valid poll", "", "3,200", ""),
        ("Rejected papers", "", "41", ""),
    ]
    main = "<h1>Ward 12 - Kelpie: by-election result</h1><p>13 June 2024</p>" + table_of(
        rows, heads=("Candidate", "Party", "First preferences", "Status")
    )
    return Layout(page_of(jadu(main), url=FIFE), (Said("Kelpie", SCOTS, system=STV, rejected="41"),))


@layout
def name_and_party_in_one_cell_on_two_lines() -> Layout:
    rows = [(f"<strong>{n}</strong><br>{q}", f"{v:,}", "Elected" if won else "") for n, q, v, won in THREE]
    return Layout(
        page_of(contensis(HELD + table_of(rows, heads=("Candidate and party", "Votes", "Result")))),
        (Said(WARD, THREE),),
        may_refuse=True,
    )


@layout
def elected_named_above_the_table() -> Layout:
    rows = [(n, q, f"{v:,}") for n, q, v, _ in THREE]
    main = (
        HELD
        + "<p><strong>Amelia Thorne (Labour Party) has been elected as councillor.</strong></p>"
        + table_of(rows, heads=HEADS[:3])
    )
    return Layout(page_of(jadu(main)), (Said(WARD, THREE),))


@layout
def boundary_named_after_two_places_and_a_saint() -> Layout:
    main = "<h1>St Ewold’s &amp; Plumstead-with-Puddingdale ward by-election results - 13 June 2024</h1>" + table_of(
        result_rows(), heads=HEADS
    )
    return Layout(page_of(jadu(main)), (Said("St Ewold’s & Plumstead-with-Puddingdale", THREE),))


@layout
def candidates_with_links_and_notes() -> Layout:
    rows = [
        (f'<a href="/c/{v}">{n}</a> <em>(see profile)</em>' if won else n, q, f"{v:,}", "Elected" if won else "")
        for n, q, v, won in THREE
    ]
    return Layout(page_of(jadu(HELD + table_of(rows, heads=HEADS))), (Said(WARD, THREE),), may_refuse=True)


@layout
def pdf_in_capitals_with_rejected_block() -> Layout:
    return Layout(
        pdf(
            (150, 60, "BARSET DISTRICT COUNCIL"), (150, 76, "DECLARATION OF RESULT OF POLL"), (120, 100, "EIDERDOWN WARD BY-ELECTION"), (150, 120, "THURSDAY 13TH JUNE 2024"),
            (50, 160, "Candidate"), (230, 160, "Party"), (380, 160, "Number of votes"), (490, 160, "Elected"),
            (50, 180, "THORNE, Amelia"), (230, 180, "Labour Party"), (380, 180, "1,012"), (490, 180, "Yes"),
            (50, 200, "OAKES, Bernard"), (230, 200, "Green Party"), (380, 200, "988"), (490, 200, "No"),
            (50, 220, "PYM, Cedric"), (230, 220, "Reform UK"), (380, 220, "401"), (490, 220, "No"),
            (50, 260, "(a) want of official mark"), (380, 260, "0"), (50, 276, "(b) voting for more candidates than entitled"), (380, 276, "8"),
            (50, 292, "(c) writing or mark by which voter could be identified"), (380, 292, "0"), (50, 308, "(d) unmarked or void for uncertainty"), (380, 308, "15"),
            (50, 324, "Total rejected"), (380, 324, "23"), (50, 350, "Electorate: 7432   Ballot papers issued: 2424   Turnout: 32.62%"),
        ),
        (Said(WARD, THREE, electorate="7432", issued="2424", rejected="23", turnout="32.62"),),
    )  # fmt: skip


@layout
def modern_gov_of_three_seats_with_previous_page() -> Layout:
    people = (
        ("Dora Quill", "Liberal Democrats", 1410, True),
        ("Edwin Rushmore", "Liberal Democrats", 1388, True),
        ("Flora Strang", "Independent", 1204, True),
        ("Giles Tarrant", "Green Party", 1199, False),
    )
    rows = [(n, q, f"{v:,}", f"{v / 52:.0f}%", "Elected" if won else "Not elected") for n, q, v, won in people]
    summary = [
        ("Seats", "3"),
        ("Total votes", "5201"),
        ("Electorate", "6204"),
        ("Number of ballot papers issued", "2655"),
        ("Number of ballot papers rejected", "15"),
        ("Turnout", "43%"),
    ]
    main = stats("Eiderdown - results", ("Election Candidate", "Party", "Votes", "%", "Outcome"), rows) + stats(
        "Voting Summary", ("Details", "Number"), summary
    )
    return Layout(
        modern_gov(main),
        (Said(WARD, people, electorate="6204", issued="2655", rejected="15", turnout="43", seats="3"),),
    )


@layout
def uncontested_with_a_winner() -> Layout:
    main = "<h1>Eiderdown ward by-election 13 June 2024</h1>" + table_of(
        [("Amelia Thorne", "Labour Party", "Elected unopposed")], heads=HEADS[:3]
    )
    return Layout(page_of(jadu(main)), may_refuse=True)
