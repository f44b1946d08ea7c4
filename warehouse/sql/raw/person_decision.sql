-- What somebody has decided about people (flows/corrections/people.yaml): rows of one decision are one person ('same') or
-- nobody of them is another ('apart'). `who` is a candidacy_id, or an id with its issuer: "dc:422", "mnis:4597".
create table raw.person_decision (
    decision_no integer not null,
    verdict varchar not null check (verdict in ('same', 'apart')),
    who varchar not null,
    because varchar not null,
    primary key (decision_no, who)
);

comment on table raw.person_decision is 'One row per reviewed decision about people, and candidacy or id that it is about.';
