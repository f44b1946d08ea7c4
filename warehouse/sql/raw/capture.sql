-- The archive's index: every response kept, and where its bytes are.
create table raw.capture (
    capture_id varchar primary key,
    source varchar not null,
    url varchar not null,
    fetched_at timestamptz not null,
    http_status integer,
    digest varchar,
    warc_file varchar not null,
    warc_offset bigint not null,
    warc_length bigint,
    mime varchar,
    kind varchar not null,
    refers_to varchar,
    truncated varchar
);

comment on table raw.capture is 'One row per response in the archive.';
