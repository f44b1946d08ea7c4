create view published_claims as
with computed as (
    from core.claim_of_by_elections
    union all by name
    from core.claim_of_general_elections
)

select
    publication,
    claim_table as "table",
    cell,
    row_label,
    column_label,
    claimed_value,
    abs(claimed_figure - computed_from_list) <= tolerance as reproduces_from_list,
    abs(claimed_figure - computed_value) <= tolerance as agrees_with_settled,
    computed_from_list,
    computed_value,
    nullif(concat_ws(
        '; ',
        why_not_from_list,
        -- what is settled is what the list says: one reason is enough
        case when why_not_settled is not null and abs(computed_from_list - computed_value) <= tolerance then null else why_not_settled end
    ), '') as reason,
    source,
    source_url,
    capture_id
from computed
order by publication, claim_table, try_cast(regexp_extract(cell, '[0-9]+') as integer), cell;

comment on view published_claims is 'One row per cell of a published table of aggregates: is it what its own list gives, is it what is settled here, and why not.';
