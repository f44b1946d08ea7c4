-- The party columns of a results table: statements about votes without a name.
create table raw.party_votes_statement (
    statement_no integer not null,
    party varchar not null,
    party_family varchar not null,
    party_printed varchar not null,
    votes integer check (votes >= 0),
    votes_printed varchar,
    returned_unopposed integer check (returned_unopposed >= 1),
    vote_share double,
    vote_share_tolerance double,
    vote_share_printed varchar,
    share_change double,
    share_change_tolerance double,
    share_change_printed varchar
);

comment on table raw.party_votes_statement is 'One row per contest statement and party column.';
