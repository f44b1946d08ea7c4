-- A poll that is announced, or that a document about a contest implies: its day, its moments, the days before it.
create table raw.poll (
    source varchar not null,
    capture_id varchar not null,
    source_url varchar not null,
    stated_at timestamptz not null,
    observed_at timestamptz not null,
    ballot_paper_id varchar not null,
    election_type varchar not null,
    constituency varchar,
    organisation varchar,
    poll_date date not null,
    gss_code varchar,
    nation varchar,
    seats integer check (seats >= 1),
    vacancy_cause varchar,
    vacancy_words varchar,
    is_announced boolean not null,
    is_cancelled boolean not null,
    is_deleted boolean not null,
    cancellation_words varchar,
    replaced_by varchar,
    announced_at timestamptz,
    poll_closes_at timestamptz not null,
    declaration_due_at timestamptz not null,
    close_of_nominations date,
    sopn_publish_deadline date,
    registration_deadline date,
    postal_vote_application_deadline date,
    timetable_basis varchar check (timetable_basis in ('stated', 'computed'))
);

comment on table raw.poll is 'One row per by-election and document that announces or implies its poll; the days before it stated or computed.';
