-- Cells of published tables of aggregates, to be checked against what is settled.
create table raw.claim (
    source varchar not null,
    capture_id varchar not null,
    source_url varchar not null,
    stated_at timestamptz not null,
    observed_at timestamptz not null,
    publication varchar not null,
    claim_table varchar not null,
    cell varchar not null,
    row_label varchar not null,
    column_label varchar not null,
    claimed_value varchar not null
);

comment on table raw.claim is 'One row per cell of a published table of aggregates, and capture.';
