-- A figure that a source had corrected and now gives again as it was before: a later delivery undid the correction.
create table core.regression as
with told as (
    select
        link.ballot_paper_id, null as candidacy_id, null as candidate, statement.source, statement.document, statement.capture_id,
        statement.source_url, statement.stated_at, statement.observed_at, statement.statement_no,
        unnest([
            {'figure': 'electorate', 'value': statement.electorate},
            {'figure': 'valid_votes', 'value': statement.valid_votes},
            {'figure': 'rejected_ballot_papers', 'value': statement.rejected_ballot_papers},
            {'figure': 'majority', 'value': statement.majority}
        ], recursive := true)
    from raw.contest_statement as statement
    inner join core.contest_link as link using (statement_no)
    where not statement.is_starter
    union all
    select
        link.ballot_paper_id, link.candidacy_id, line.candidate, statement.source, statement.document, statement.capture_id,
        statement.source_url, statement.stated_at, statement.observed_at, statement.statement_no, 'votes', line.votes
    from raw.candidacy_statement as line
    inner join core.candidacy_link as link using (statement_no, row_number)
    inner join raw.contest_statement as statement using (statement_no)
    where not statement.is_starter
),

followed as (
    select
        *,
        lag(value) over one_figure as old_value,
        row_number() over one_figure as turn,
        count(*) over (partition by ballot_paper_id, candidacy_id, figure, source, document) as turns
    from told
    where value is not null
    window one_figure as (
        partition by ballot_paper_id, candidacy_id, figure, source, document order by observed_at, stated_at, statement_no
    )
)

select distinct
    latest.ballot_paper_id, latest.candidacy_id, latest.candidate, latest.figure, latest.source, latest.old_value as corrected_value, latest.value,
    latest.capture_id, latest.source_url, latest.observed_at
from followed as latest
inner join followed as corrected
    on latest.ballot_paper_id = corrected.ballot_paper_id
    and latest.candidacy_id is not distinct from corrected.candidacy_id
    and latest.figure = corrected.figure
    and latest.source = corrected.source
    and latest.document = corrected.document
    and corrected.turn < latest.turn
-- the value of the last turn is one that was changed before
where latest.turn = latest.turns
    and latest.old_value != latest.value
    and corrected.old_value = latest.value
    and corrected.value != corrected.old_value;

comment on table core.regression is 'One row per figure that a source had corrected and now gives again as before.';
