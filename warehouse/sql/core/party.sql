-- The reviewed table of parties (flows/clean/parties.yaml). A party that no entry names stands in its candidacies only.
create table core.party (
    party varchar primary key,
    party_family varchar not null,
    short_form varchar,
    first_year integer,
    last_year integer check (last_year >= first_year),
    predecessors struct(party varchar, year integer, how varchar)[] not null,
    successors struct(party varchar, year integer, how varchar)[] not null,
    is_group boolean not null,
    counted_with varchar,
    counted_with_until integer,
    note varchar
);

comment on table core.party is 'One row per reviewed party, or group of parties under one label, with its family and lineage.';
