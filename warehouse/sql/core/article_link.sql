-- Which contests an article is about, with the evidence. Filled after the build (warehouse/coverage.py).
create table core.article_link (
    article_id varchar not null,
    ballot_paper_id varchar not null,
    link_score double not null check (link_score between 0 and 1),
    evidence varchar not null,
    primary key (article_id, ballot_paper_id)
);

comment on table core.article_link is 'One row per article and contest it is about.';
