-- People's ids with two issuers, as one of them states.
create table raw.person_identifier (
    source varchar not null,
    capture_id varchar not null,
    source_url varchar not null,
    stated_at timestamptz not null,
    observed_at timestamptz not null,
    issuer varchar not null,
    person_id varchar not null,
    other_issuer varchar not null,
    other_person_id varchar not null
);

comment on table raw.person_identifier is 'One row per person and pair of ids, and capture that tells it.';
