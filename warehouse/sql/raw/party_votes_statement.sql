-- The party columns of a results table: statements about votes without a name.
create table raw.party_votes_statement (
    statement_no integer not null,
    party varchar not null,
    party_family varchar not null,
    party_printed varchar not null,
    votes integer check (votes >= 0),
    votes_printed varchar
);

comment on table raw.party_votes_statement is 'One row per contest statement and party column.';
