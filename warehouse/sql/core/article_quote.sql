-- Who said what in which article. Filled after the build; offsets count characters of core.article.article_text.
create table core.article_quote (
    quote_id varchar not null primary key,
    article_id varchar not null,
    start_offset integer not null,
    end_offset integer not null check (end_offset > start_offset),
    quote varchar not null,
    quote_kind varchar not null,
    speaker varchar,
    speaker_type varchar not null,
    person_id varchar,
    role varchar,
    party varchar,
    channel varchar,
    verb varchar,
    attributed_by varchar not null
);

comment on table core.article_quote is 'One row per quotation of an article.';
