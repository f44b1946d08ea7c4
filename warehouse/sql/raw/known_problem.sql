-- Problems somebody has looked at (flows/corrections/known.yaml): they do not turn a run red again.
create table raw.known_problem (
    rule varchar not null,
    source varchar not null,
    contest varchar,
    field varchar,
    because varchar not null
);

comment on table raw.known_problem is 'One row per problem that is known and explained.';
