-- One agency story under many mastheads: each copy and the article it came from. Filled after the build.
create table core.article_copy (
    article_id varchar not null primary key,
    origin_article_id varchar not null,
    similarity double not null
);

comment on table core.article_copy is 'One row per article whose text is that of an earlier one.';
