create table core.about (
    built_at timestamptz not null,
    byelections_version varchar not null,
    duckdb_version varchar not null
);

comment on table core.about is 'One row: facts of this build.';
