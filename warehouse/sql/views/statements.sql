-- The wide statements, one figure a row.
create view statements as
with contest_figure as (
    select
        link.ballot_paper_id, statement.source, statement.document, statement.document_rank, statement.stated_at, statement.observed_at,
        statement.capture_id, statement.source_url, statement.is_starter,
        unnest([
            {'figure': 'electorate', 'value': cast(electorate as varchar)},
            {'figure': 'valid_votes', 'value': cast(valid_votes as varchar)},
            {'figure': 'rejected_ballot_papers', 'value': cast(rejected_ballot_papers as varchar)},
            {'figure': 'majority', 'value': cast(majority as varchar)},
            {'figure': 'turnout', 'value': turnout_printed},
            {'figure': 'poll_date', 'value': coalesce(poll_date_printed, cast(poll_date as varchar))},
            {'figure': 'outcome', 'value': outcome_printed}
        ], recursive := true)
    from raw.contest_statement as statement
    inner join core.contest_link as link using (statement_no)
),

candidacy_figure as (
    select
        link.ballot_paper_id, link.candidacy_id, line.candidate, statement.source, statement.document, statement.document_rank,
        statement.stated_at, statement.observed_at, statement.capture_id, statement.source_url, statement.is_starter,
        unnest([
            {'figure': 'votes', 'value': cast(line.votes as varchar)},
            {'figure': 'vote_share', 'value': line.vote_share_printed},
            {'figure': 'share_change', 'value': line.share_change_printed},
            {'figure': 'candidate_name', 'value': line.candidate},
            -- a second party is part of what was said: it is added weeks later at times
            {'figure': 'party', 'value': line.party || case when line.is_joint
                then ' and ' || coalesce(line.adjunct_party, case line.adjunct_ec_id when 'PP119' then 'Co-operative' else line.adjunct_ec_id end)
                else '' end}
        ], recursive := true)
    from raw.candidacy_statement as line
    inner join raw.contest_statement as statement using (statement_no)
    inner join core.candidacy_link as link using (statement_no, row_number)
),

column_figure as (
    -- returns without a poll stand in the column of votes, as printed ("-1")
    select
        link.ballot_paper_id, votes.party, statement.source, statement.document, statement.stated_at, statement.observed_at,
        statement.capture_id, statement.source_url, statement.is_starter,
        unnest([
            {'figure': 'votes', 'value': coalesce(cast(votes.votes as varchar), case when votes.returned_unopposed > 0 then votes.votes_printed end)},
            {'figure': 'vote_share', 'value': votes.vote_share_printed},
            {'figure': 'share_change', 'value': votes.share_change_printed}
        ], recursive := true)
    from raw.party_votes_statement as votes
    inner join raw.contest_statement as statement using (statement_no)
    inner join core.contest_link as link using (statement_no)
)

select
    ballot_paper_id, cast(null as varchar) as candidacy_id, cast(null as varchar) as candidate, figure, value, source, document, stated_at,
    observed_at, capture_id, source_url, is_starter
from contest_figure
where value is not null and value != ''
union all
select ballot_paper_id, candidacy_id, candidate, figure, value, source, document, stated_at, observed_at, capture_id, source_url, is_starter
from candidacy_figure
where value is not null and value != ''
union all
select ballot_paper_id, null, party, figure, value, source, document, stated_at, observed_at, capture_id, source_url, is_starter
from column_figure
where value is not null and value != ''
union all
select
    ballot_paper_id, null, candidate, figure, value, source, document, stated_at, observed_at, capture_id, source_url, true
from raw.figure;

comment on view statements is 'One row per figure as one document stated it, with the moment it was stated and the bytes it was read from.';
