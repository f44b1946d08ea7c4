-- The cells of published tables of aggregates as they stand now, and what each of them says: which Parliament, which
-- measure, which column of parties.
create table core.published_claim as
with latest as (
    -- a table that was fetched again replaces itself
    from raw.claim
    qualify dense_rank() over (partition by source, publication, claim_table order by stated_at desc, observed_at desc, capture_id desc) = 1
),

worded as (
    select
        *,
        regexp_extract(row_label, '^([0-9]{4}) *(?:- *([0-9]+))?(?:\(([A-Za-z]{3})\))?$', ['first_year', 'last_year', 'month']) as years,
        split_part(column_label, ': ', 1) as heading_above,
        nullif(split_part(column_label, ': ', 2), '') as heading
    from latest
),

term as (
    -- a Parliament lasts until the next general election
    select parliament_number, general_election_date, lead(general_election_date) over (order by general_election_date) as ended_by
    from core.parliament
)

select
    worded.source,
    worded.capture_id,
    worded.source_url,
    worded.publication,
    worded.claim_table,
    worded.cell,
    worded.row_label,
    worded.column_label,
    worded.claimed_value,
    case worded.claim_table
        when '12 by-elections summary' then case
            when worded.heading = 'No change' then 'no change'
            when worded.heading_above like 'Net Seat %' then 'net seats'
            when worded.heading_above like 'Average change %' then 'average change'
            when worded.heading_above = 'Average turnout' then 'average turnout'
            when worded.heading_above = 'Number of by-elections' then 'by-elections'
        end
        when '1 GE-UK' then case
            when worded.heading_above like 'Votes %' then 'votes'
            when worded.heading_above like 'Share %' then 'shares'
        end
    end as measure,
    case when worded.heading != 'No change' then worded.heading end as heading,
    term.parliament_number,
    -- a mark for nothing is a claim: no seat changed hands, no such party stood
    case
        when regexp_full_match(worded.claimed_value, '…|\.+') then 0
        when regexp_full_match(worded.claimed_value, '[+-]?[0-9].*') then try_cast(worded.claimed_value as double)
    end as claimed_figure,
    -- half the last digit, which a whole number does not have; and the noise of sums of doubles
    1e-9 + case
        when worded.claimed_value like '%.%' then 0.5 * pow(10, -length(regexp_extract(worded.claimed_value, '\.([0-9]*)', 1)))
        else 0
    end as tolerance
from worded
left join term
    on year(term.general_election_date) = try_cast(worded.years.first_year as integer)
    and case
        when worded.claim_table = '1 GE-UK' then worded.years.month in ('', strftime(term.general_election_date, '%b'))
        else right(year(term.ended_by)::varchar, greatest(length(worded.years.last_year), 2))
            = coalesce(nullif(worded.years.last_year, ''), right(worded.years.first_year, 2))
    end;

comment on table core.published_claim is 'One row per cell of a published table of aggregates, as its latest capture has it, and what the cell speaks of.';
