-- Who is believed first: a smaller `trust` is trusted more; sources whose `trust` shares its tens digit are equals.
create table core.source (
    source varchar primary key,
    title varchar not null,
    publisher varchar not null,
    licence varchar not null,
    url varchar,
    trust integer not null,
    expected_freshness_days integer,
    is_night_of boolean
);

comment on table core.source is 'One row per source; `trust` is the order in which they are believed.';
