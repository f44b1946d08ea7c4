-- Known errors of a source (flows/corrections/*.yaml). `printed` is the guard: a correction holds only while the
-- source still prints it.
create table raw.correction (
    correction_no integer primary key,
    source varchar not null,
    ballot_paper_id varchar not null,
    candidate varchar,
    name_key varchar,
    figure varchar not null,
    printed varchar not null,
    use varchar not null,
    party varchar,
    party_family varchar,
    witness varchar not null,
    because varchar not null
);

comment on table raw.correction is 'One row per guarded correction, with the witness it rests on.';
