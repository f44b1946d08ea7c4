-- A source's figure against the same source's word before. Where a figure stands in two documents of a source (rounded on
-- the page, exact in the download), the better document tells its history.
create view revisions as
with told as (
    select statements.*, statement.document_rank
    from statements
    inner join (select distinct source, document, document_rank from raw.contest_statement) as statement using (source, document)
    where not statements.is_starter and (statements.candidacy_id is not null or statements.candidate is null)
    qualify statement.document_rank = min(statement.document_rank) over (
        partition by ballot_paper_id, candidacy_id, figure, source
    )
),

followed as (
    select
        *,
        lag(value) over (
            partition by ballot_paper_id, candidacy_id, figure, source, document order by observed_at, stated_at
        ) as old_value
    from told
)

select ballot_paper_id, candidacy_id, candidate, figure, source, old_value, value as new_value, stated_at, observed_at, source_url
from followed
where old_value != value
order by observed_at, stated_at, ballot_paper_id, figure, candidate;

comment on view revisions is 'One row per change of a figure in one source over time.';
