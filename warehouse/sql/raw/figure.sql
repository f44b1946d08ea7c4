-- Single figures that disagreed with the settled ones when the starter data was made: evidence, never a witness.
create table raw.figure (
    source varchar not null,
    capture_id varchar not null,
    source_url varchar not null,
    stated_at timestamptz not null,
    observed_at timestamptz not null,
    document varchar,
    ballot_paper_id varchar not null,
    candidate varchar,
    name_key varchar,
    party varchar,
    figure varchar not null,
    value varchar not null
);

comment on table raw.figure is 'One row per figure that the starter data carries as disagreeing with its settled one.';
