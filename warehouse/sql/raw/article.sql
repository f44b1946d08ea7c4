-- Article pages as they were read: one row per page and capture, every version of a page kept.
create table raw.article (
    source varchar not null,
    capture_id varchar not null,
    source_url varchar not null,
    stated_at timestamptz not null,
    observed_at timestamptz not null,
    article_id varchar not null,
    version_id varchar not null,
    url varchar not null,
    publisher varchar,
    headline varchar,
    headlines_printed varchar not null,
    byline varchar,
    published_at timestamptz,
    modified_at timestamptz,
    times_printed varchar not null,
    language varchar,
    section varchar,
    credit varchar,
    is_partial boolean not null,
    article_text varchar not null,
    posts varchar,
    reader varchar not null,
    text_signature bigint[] not null
);

comment on table raw.article is 'One row per article page and capture; the text is for private research and never exported.';
