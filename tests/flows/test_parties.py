"""Parties: what a name means depends on the year, the nation and the place; the table may not contradict itself."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.clean.contests import general_elections, outcome
from flows.clean.names import plain_key
from flows.clean.parties import NOW, Party, check, claims_of, entries, own_names, party_named, party_rows, reviewed
from tests.shared import LIBRARY_FILES, SHARED, needs_shared

NI, GB = "Northern Ireland", None
NATIONS = (None, "England", "Scotland", "Wales", "Northern Ireland", "Ireland", "London", "University")
LIBRARY = SHARED / "sources/parliament/hoc-library"
CLAIMS = [(name, claim) for entry in entries() for name, claim in claims_of(entry, "names")]


@pytest.mark.parametrize(
    ("printed", "year", "nation", "party", "family"),
    [
        # Liberals: the party of 1859 until the merger, the Liberals who did not merge since
        ("Liberal", 1962, GB, "Liberal Party", "Liberal Democrat"),
        ("Lib", 1981, GB, "Liberal Party", "Liberal Democrat"),  # a winner's label: Croydon North West
        ("Liberal", 2019, GB, "Liberal", "Liberal"),
        ("The Liberal Party", 2019, GB, "Liberal", "Liberal"),  # Democracy Club's words for it
        ("Liberal Party (UK)", 1987, GB, "Liberal Party", "Liberal Democrat"),
        ("C Liberal", 1919, GB, "Coalition Liberal", "Liberal Democrat"),
        ("Independent Liberal", 1931, GB, "Independent Liberal", "Independent"),  # is not Liberal
        ("Ind Lib", 1950, GB, "Independent Liberal", "Independent"),
        ("LD", 1990, GB, "Liberal Democrat", "Liberal Democrat"),
        ("Social and Liberal Democrats", 1988, GB, "Liberal Democrat", "Liberal Democrat"),
        # three SDPs
        ("SDP", 1983, GB, "Social Democratic Party (1981)", "Liberal Democrat"),
        ("SDP", 1988, GB, "Social Democratic Party (1988)", "Social Democratic Party (1988)"),
        ("SDP", 2019, GB, "Social Democratic Party", "Social Democratic Party"),
        ("Social Democratic Party (UK)", 1981, GB, "Social Democratic Party (1981)", "Liberal Democrat"),
        # two National Liberals before the one of today
        ("National Liberal", 1922, GB, "National Liberal Party (1922)", "Liberal Democrat"),
        ("National Liberal", 1935, GB, "National Liberal Party (1931)", "Conservative"),
        ("National Liberal", 1926, GB, "National Liberal", "National Liberal"),  # neither: not guessed
        (
            "National Liberal Party",
            2015,
            GB,
            "National Liberal Party - True Liberalism",
            "National Liberal Party - True Liberalism",
        ),
        # the Conservatives' allies and their coalition marks
        ("C Unionist", 1921, GB, "Unionist Party", "Conservative"),
        ("Coalition Conservative", 1918, GB, "Conservative", "Conservative"),
        ("Unionist Party (Scotland)", 1938, GB, "Unionist Party", "Conservative"),
        ("National", 1938, GB, "National", "Conservative"),
        ("National Labour", 1935, GB, "National Labour", "Conservative"),  # in the Library's table 1a
        # Labour's neighbours
        ("Labour Co-op", 1935, GB, "Labour", "Labour"),
        ("ILP", 1946, GB, "Independent Labour Party", "Independent Labour Party"),
        ("Ind. Labour Party", 1934, GB, "Independent Labour Party", "Independent Labour Party"),
        ("Ind LAB", 1972, GB, "Independent Labour", "Independent"),
        ("Dem LAB", 1973, GB, "Democratic Labour", "Democratic Labour"),  # Lincoln
        ("Democratic Labour Party", 2010, GB, "Democratic Labour Party", "Democratic Labour Party"),  # another one
        ("ENP", 1976, GB, "English National Party", "English National Party"),  # Walsall North
        # Northern Ireland
        ("Con", 1950, NI, "Ulster Unionist Party", "Ulster Unionist Party"),  # under the Conservative whip to 1972
        ("Con", 1992, NI, "Conservative", "Conservative"),  # Conservatives stood there again
        ("Ind Con", 1956, NI, "Independent Unionist", "Independent"),  # Mid-Ulster
        ("Ind Con", 1957, GB, "Independent Conservative", "Independent"),  # Liverpool Garston
        ("Nat", 1931, NI, "Nationalist Party", "Nationalist Party"),  # Fermanagh and Tyrone
        ("NI Lab", 1943, NI, "Northern Ireland Labour Party", "Northern Ireland Labour Party"),
        ("Ind Rep", 1981, NI, "Independent Republican", "Independent"),
        ("Anti-H Block", 1981, NI, "Anti-H Block", "Anti-H Block"),
        ("Anti H-Block", 1981, NI, "Anti-H Block", "Anti-H Block"),
        ("UPU", 1986, NI, "Ulster Popular Unionist Party", "Ulster Popular Unionist Party"),
        ("UKU", 1995, NI, "UK Unionist Party", "UK Unionist Party"),
        ("Unity", 1969, NI, "Unity", "Unity"),
        ("UCUNF", 2010, NI, "Ulster Conservatives and Unionists", "Ulster Unionist Party"),
        ("Protestant Unionist", 1970, NI, "Protestant Unionist Party", "Democratic Unionist Party"),
        ("Alliance", 1983, NI, "Alliance", "Alliance"),
        ("Alliance", 1983, "England", "SDP–Liberal Alliance", "Liberal Democrat"),
        ("People Before Profit", 2019, NI, "People Before Profit Alliance", "People Before Profit Alliance"),
        ("People Before Profit", 2012, "England", "People Before Profit", "People Before Profit"),  # PP789
        # Greens before they were called so
        ("Ecology Party (UK)", 1979, GB, "Ecology Party", "Green"),
        ("Green Party", 1987, GB, "Green Party (UK)", "Green"),
        ("Green", 2010, GB, "Green Party", "Green"),
        # short forms that changed hands
        ("Communist", 1934, GB, "Communist Party of Great Britain", "Communist Party of Great Britain"),
        ("Communist Party of Britain", 2010, GB, "Communist Party of Britain", "Communist Party of Britain"),
        ("BNP", 1964, GB, "British National Party (1960)", "British National Party (1960)"),
        ("BNP", 2010, GB, "British National Party", "British National Party"),
        ("SPE", 2019, GB, "Speaker", "Speaker"),  # the BBC's code
    ],
)
def test_a_name_in_its_year(printed, year, nation, party, family):
    found = party_named(printed, date(year, 6, 9), nation)
    assert found is not None and (found.party, found.family) == (party, family)


@pytest.mark.parametrize(
    ("heading", "year", "nation", "party", "is_group"),
    [
        ("Lib", 1950, GB, "Liberal Party", False),
        ("Lib", 1983, GB, "SDP–Liberal Alliance", True),  # a Liberal or a Social Democrat
        ("Lib", 1997, GB, "Liberal Democrat", False),
        ("LD", 1962, GB, "Liberal Party", False),  # the heading of table 13, whatever the year
        ("LD", 1985, GB, "SDP–Liberal Alliance", True),
        ("LD", 2019, GB, "Liberal Democrat", False),
        ("PC/SNP", 1967, GB, "Plaid Cymru and Scottish National Party", True),
        ("Nat", 1970, GB, "Plaid Cymru and Scottish National Party", True),
        ("natSW", 1970, "Scotland", "Scottish National Party", False),  # nobody else stands under it there
        ("natSW", 1970, "Wales", "Plaid Cymru", False),
        ("NAT", 1951, NI, "Nationalist Party", False),
        ("con", 1966, NI, "Ulster Unionist Party", False),
        ("Con", 1918, "Ireland", "Irish Unionist", False),
        ("lab", 1966, NI, "Northern Ireland Labour Party", False),
        ("lab", 1966, "Wales", "Labour", False),
        ("Oth", 1966, GB, "All other candidates", True),
        ("Other", 2005, NI, "All other candidates", True),
        ("All other candidates", 2019, GB, "All other candidates", True),
    ],
)
def test_a_heading_of_a_column(heading, year, nation, party, is_group):
    found = party_named(heading, date(year, 6, 9), nation, is_column=True)
    assert found is not None and (found.party, found.is_group) == (party, is_group)


def test_without_a_day_a_name_means_what_it_means_today():
    assert party_named("Liberal") == Party("Liberal", "Liberal")
    assert party_named("SDP") == Party("Social Democratic Party", "Social Democratic Party")
    assert party_named("Liberal Party") == Party("Liberal Party", "Liberal Democrat")  # a name of ours means ours


def test_a_result_label_is_read_with_its_year():
    assert outcome("Lib gain from CON", date(1962, 3, 14))[1] == Party("Liberal Party", "Liberal Democrat")
    assert outcome("Con gain from Ind Con", date(1946, 6, 6), NI)[1:] == (
        Party("Ulster Unionist Party", "Ulster Unionist Party"),
        Party("Independent Unionist", "Independent"),
    )


@pytest.mark.parametrize(("name", "claim"), CLAIMS, ids=[f"{name} {claim.first}" for name, claim in CLAIMS])
def test_every_claim_is_heard(name, claim):
    year = min(max(claim.first, 1918), claim.last)
    nation = min(claim.nations, default=None)
    day = date(min(year, 2024), 6, 9)
    assert party_named(name, day, nation) == claim.party


@given(st.sampled_from(sorted(reviewed())), st.integers(1918, 2030), st.sampled_from(NATIONS), st.booleans())
def test_reading_a_name_twice_is_reading_it_once(name, year, nation, is_column):
    day = date(year, 6, 9)
    once = party_named(name, day, nation, is_column=is_column)
    assert once is not None and party_named(once.party, day, nation) == once


def test_every_party_of_ours_is_itself_without_a_day():
    assert [party for party in own_names().values() if party_named(party.party) != party] == []


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([{"party": "A"}, {"party": "A"}], "listed twice"),
        ([{"party": "A", "names": ["X"]}, {"party": "B", "names": ["x"]}], "'x' names"),
        (
            [
                {"party": "A", "names": [{"name": "X", "from": 1900, "to": 1931}]},
                {"party": "B", "names": [{"name": "X", "from": 1931}]},
            ],
            "'x' names",
        ),
        ([{"party": "A", "columns": ["X"]}, {"party": "B", "columns": ["X"]}], "'x' names"),
        ([{"party": "A", "names": ["B"]}, {"party": "B"}], "'b' names"),
        (
            [
                {"party": "A", "successors": [{"party": "B", "year": 1922, "how": "renamed"}]},
                {"party": "B", "successors": [{"party": "A", "year": 1923, "how": "merged"}]},
            ],
            "in a circle: A, B, A|in a circle: B, A, B",
        ),
        ([{"party": "A", "successors": [{"party": "A", "year": 1922, "how": "renamed"}]}], "in a circle"),
        ([{"party": "A", "successors": [{"party": "B", "year": 1922, "how": "renamed"}]}], "successor B of A"),
        ([{"party": "A", "successors": [{"party": "B", "year": 1922, "how": "eaten"}]}, {"party": "B"}], "eaten"),
        ([{"party": "A", "names": [{"name": "X", "form": 1900}]}], "form of the name X"),
        ([{"party": "A", "sort": "A"}], "sort of A"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(table, reason):
    with pytest.raises(ValueError, match=reason):
        check(table)


def test_one_name_may_change_hands():
    check(
        [
            {"party": "A", "names": [{"name": "X", "to": 1930}]},
            {"party": "B", "names": [{"name": "X", "from": 1931}]},
            {"party": "C", "names": [{"name": "X", "nations": ["Wales"]}]},  # the nation's holds
        ]
    )


def test_lineage_goes_forward_in_time():
    years = {row["party"]: (row["first_year"], row["last_year"]) for row in party_rows()}
    wrong = []
    for row in party_rows():
        for after in row["successors"]:
            first, last = years[after["party"]]
            starts_late = first is not None and first > after["year"]
            ended_before = last is not None and last < after["year"]
            if starts_late or ended_before:
                wrong.append((row["party"], after))
    assert wrong == []


def test_groups_have_no_lineage_and_families_of_groups_are_theirs_alone():
    groups = [row for row in party_rows() if row["is_group"]]
    assert {row["party"] for row in groups} >= {"All other candidates", "Plaid Cymru and Scottish National Party"}
    assert [row["party"] for row in groups if row["predecessors"] or row["successors"]] == []
    # only the Alliance is one family's: each of its candidates is either a Liberal or a Social Democrat
    parties = {row["party_family"] for row in party_rows() if not row["is_group"]}
    assert [row["party"] for row in groups if row["party_family"] in parties] == ["SDP–Liberal Alliance"]


# --- the real files ------------------------------------------------------------------------------------------------


def is_reviewed(found: Party | None) -> bool:
    return found is not None and own_names().get(plain_key(found.party)) == found


@needs_shared
def test_every_result_label_of_the_by_election_lists_names_reviewed_parties():
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(LIBRARY / "CBP-7529-.download.xlsx"))
    unknown, labels = [], set()
    for sheet, nation in (("13 by-elections list Visual", None), ("14a By-elections NI ", NI)):
        for number, row in enumerate(book.get_sheet_by_name(sheet).to_python(), 1):
            if isinstance(row[0], date) and isinstance(row[2], str) and row[2].strip():
                label = row[2].strip(" .").replace(" win", " hold")  # "LAB win": the Speaker's seat
                labels.add(label)
                for found in outcome(label, row[0], nation)[1:]:
                    if found and (not is_reviewed(found) or found.is_group):
                        unknown.append(f"{sheet.strip()}, row {number}: {row[2]!r}: {found.party}")
    assert len(labels) > 40
    assert unknown == [], "\n".join(unknown)


def loosely(name: str) -> str:
    return " ".join(word for word in plain_key(name).split() if word not in ("the", "party", "uk", "official"))


def labels_of_candidate_files() -> set[tuple[str, int, str | None]]:
    """(party as printed, year, nation) of the Library's and Democracy Club's candidates' files, 2010 to 2025."""
    found: set[tuple[str, int, str | None]] = set()
    for file, year in (("hoc-ge2015-results-full", 2015), ("HoC-GE2017-results-by-candidate", 2017),
                       ("HoC-GE2019-results-by-candidate", 2019)):  # fmt: skip
        with (LIBRARY / f"{file}.csv").open(encoding="utf-8-sig", newline="") as lines:
            found |= {(row["party_name"], year, row["country_name"]) for row in csv.DictReader(lines)}
    for path in sorted(LIBRARY_FILES.glob("*/by-elections/candidacies.csv")):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            found |= {
                (row["Party name"], int(row["Election date"][-4:]), row["Country name"])
                for row in csv.DictReader(lines)
            }
    club = SHARED / "sources/parliament/democracy-club/candidates-parl.2019-12-12.csv"
    with club.open(encoding="utf-8", newline="") as lines:
        found |= {(row["party_name"], 2019, None) for row in csv.DictReader(lines)}
    return found


@needs_shared
def test_no_party_of_the_candidates_files_goes_by_two_names():
    """A label is a reviewed party's or its own; two that differ by "the", "Party" or case would be one party twice."""
    names: dict[str, set[str]] = defaultdict(set)
    for printed, year, nation in labels_of_candidate_files():
        found = party_named(printed, date(year, 6, 9), nation)
        assert found is not None
        names[loosely(found.party)].add(found.party)
    assert len(names) > 100
    assert {key: kept for key, kept in names.items() if len(kept) > 1} == {}


@needs_shared
def test_columns_of_the_long_file_in_every_year_and_nation():
    """No election of 1918-2017 leaves a heading without a reviewed meaning, and only groups are groups."""
    groups = set()
    with (LIBRARY / "1918-2017election_results.csv").open(encoding="cp1252", newline="") as lines:
        rows = csv.reader(lines)
        header = [name.strip() for name in next(rows)]
        at = header.index("country/region"), header.index("election")
        places = {(row[at[0]], row[at[1]]) for row in rows}
    for nation, election in sorted(places):
        day = next(day for day in general_elections().values() if day.year == int(election[:4]))
        for column in ("con", "lib", "lab", "natSW", "oth"):
            for heading in (column, f"{column}_votes"):
                found = party_named(heading, day, nation, is_column=True)
                assert is_reviewed(found), (heading, election, nation)
                if found and found.is_group:
                    groups.add((column, election if column == "lib" else ""))
    assert groups == {("lib", "1983"), ("lib", "1987"), ("natSW", ""), ("oth", "")}


@needs_shared
def test_only_slogans_of_the_wikipedia_facts_are_not_reviewed():
    """Fifteen by-elections, 1919 to 1996: what is not in the table is one person's slogan, and stands for itself."""
    with (SHARED / "sources/wikipedia/facts-1918-2010.csv").open(encoding="utf-8", newline="") as lines:
        labels = {(row["party_as_given"], date.fromisoformat(row["date"])) for row in csv.DictReader(lines)}
    assert {name for name, day in labels if not is_reviewed(party_named(name, day))} == {
        "Action Against Crime",
        "Daily Loonylugs Earring Up the World",
        "L!VE TV",
        "Restoration of Death Penalty",
    }


@needs_shared
def test_councils_titles_name_reviewed_parties():
    """Titles of candidates on councils' pages, but for the parties that need no second name and two titles of doubt."""
    with (SHARED / "sources/councils/party-title-aliases.csv").open(encoding="utf-8", newline="") as lines:
        titles = {row["title_as_published_lowercase"] for row in csv.DictReader(lines)} - {""}
    own = {title for title in titles if not is_reviewed(party_named(title))}
    assert len(titles) > 200 and len(own) <= 20, sorted(own)
    assert party_named("green party second choice candidate") == Party("Green Party", "Green")


def test_the_last_year_is_open():
    assert NOW > 2100  # claims without `to` hold whatever the day
