-- The Electoral Commission's register of parties, as a source copies it.
create table raw.registration (
    source varchar not null,
    capture_id varchar not null,
    source_url varchar not null,
    stated_at timestamptz not null,
    observed_at timestamptz not null,
    party varchar,
    party_family varchar,
    party_printed varchar not null,
    abbreviation varchar,
    mnis_id varchar,
    ec_party_id varchar,
    country varchar,
    registered_on date,
    deregistered_on date
);

comment on table raw.registration is 'One row per registration and copy of the register.';
