-- Entries of a publisher's for one person, merged: the old id stands for the new one.
create table raw.person_redirect (
    source varchar not null,
    capture_id varchar not null,
    source_url varchar not null,
    stated_at timestamptz not null,
    observed_at timestamptz not null,
    issuer varchar not null,
    old_person_id varchar not null,
    new_person_id varchar not null
);

comment on table raw.person_redirect is 'One row per merge of two person ids, and capture that tells it.';
