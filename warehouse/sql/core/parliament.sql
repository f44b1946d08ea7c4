-- The reviewed table of Parliaments (flows/clean/general_elections.yaml).
create table core.parliament (
    parliament_number integer primary key,
    general_election_date date not null unique
);

comment on table core.parliament is 'One row per Parliament since 1918: the general election that formed it.';
