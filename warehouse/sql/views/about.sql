create view about as
select
    about.built_at,
    about.byelections_version,
    about.duckdb_version,
    (select count(*) from core.contest where kind = 'by-election') as by_elections,
    (select count(*) from core.contest where kind = 'general election') as general_election_seats,
    (select count(*) from core.candidacy as candidacy inner join core.contest as contest using (ballot_paper_id) where contest.kind != 'notional')
        as candidacies,
    (select count(*) from core.conflict) as conflicts,
    (select min(poll_date) from core.contest where kind != 'notional') as first_poll_date,
    (select max(poll_date) from core.contest where kind != 'notional') as last_poll_date,
    (select max(poll_date) from raw.contest_statement where is_starter) as starter_data_reaches_to,
    (
        select count(distinct link.ballot_paper_id) from raw.contest_statement as statement
        inner join core.contest_link as link using (statement_no)
        inner join core.contest as contest on link.ballot_paper_id = contest.ballot_paper_id
        where contest.kind != 'notional'
            and link.ballot_paper_id not in (
                select fresh.ballot_paper_id from raw.contest_statement as captured
                inner join core.contest_link as fresh using (statement_no) where not captured.is_starter
            )
    ) as contests_from_starter_data_only,
    (select max(fetched_at) from raw.capture where source != 'starter') as last_fetched_at,
    'Contains Parliamentary information licensed under the Open Parliament Licence v3.0. See DATA-LICENCES.md.' as attribution
from core.about as about;

comment on view about is 'One row: when this file was made, from what, and how far it reaches.';
