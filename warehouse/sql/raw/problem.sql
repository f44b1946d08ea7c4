-- What readers and cleaning refused.
create table raw.problem (
    source varchar not null,
    capture_id varchar not null,
    source_url varchar not null,
    stated_at timestamptz,
    observed_at timestamptz not null,
    rule varchar not null,
    ballot_paper_id varchar,
    contest varchar,
    field varchar,
    seen varchar not null
);

comment on table raw.problem is 'One row per value or page refused on reading.';
