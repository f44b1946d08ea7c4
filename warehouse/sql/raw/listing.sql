-- What a publisher says there is: the contests on its lists, and the counts it prints beside them.
create table raw.listing (
    source varchar not null,
    capture_id varchar not null,
    source_url varchar not null,
    stated_at timestamptz not null,
    observed_at timestamptz not null,
    kind varchar not null,
    parliament_number integer,
    printed_count integer,
    source_contest_id varchar,
    contest_url varchar
);

comment on table raw.listing is 'One row per contest on a list page, or per count printed on one.';
