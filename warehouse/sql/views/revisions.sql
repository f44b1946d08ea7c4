-- A source's figure against the same source's word before. Where a figure stands in two documents of a source (rounded on
-- the page, exact in the download), the better document tells its history; best of all a document that holds the versions
-- of a figure, each with its own moment.
create view revisions as
with told as (
    select statements.*, statement.document_rank
    from statements
    inner join (select distinct source, document, document_rank from raw.contest_statement) as statement using (source, document)
    where not statements.is_starter and (statements.candidacy_id is not null or statements.candidate is null)
    qualify case when document = 'versions' and figure in ('votes', 'electorate', 'rejected_ballot_papers') then -1 else statement.document_rank end
        = min(case when document = 'versions' and figure in ('votes', 'electorate', 'rejected_ballot_papers') then -1 else statement.document_rank end)
            over (partition by ballot_paper_id, candidacy_id, figure, source)
),

followed as (
    select
        *,
        lag(value) over (
            partition by ballot_paper_id, candidacy_id, figure, source, document 
                -- versions are seen together, and again with every capture
                order by case when document = 'versions' then stated_at else observed_at end, stated_at, observed_at
        ) as old_value
    from told
)

select ballot_paper_id, candidacy_id, candidate, figure, source, old_value, value as new_value, stated_at, observed_at, source_url
from followed
where old_value != value
order by observed_at, stated_at, ballot_paper_id, figure, candidate;

comment on view revisions is 'One row per change of a figure in one source over time.';
