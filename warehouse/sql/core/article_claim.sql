-- What an article states of a contest as a fact, with the verdict against the settled figures. Filled after the build.
create table core.article_claim (
    claim_id varchar not null primary key,
    article_id varchar not null,
    ballot_paper_id varchar not null,
    claim varchar not null,
    claimed_value varchar not null,
    claimed_words varchar not null,
    about varchar,
    about_election varchar,
    settled_value varchar,
    verdict varchar not null check (verdict in ('agrees', 'disagrees', 'not checkable')),
    verdict_reason varchar not null,
    sentence varchar not null,
    start_offset integer,
    end_offset integer,
    is_in_headline boolean not null,
    quote_id varchar
);

comment on table core.article_claim is 'One row per factual claim of an article about a contest.';
