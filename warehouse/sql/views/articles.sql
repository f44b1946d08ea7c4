create view articles as
with best as (
    select article_id, ballot_paper_id
    from core.article_link
    qualify row_number() over (partition by article_id order by link_score desc, ballot_paper_id) = 1
)

select
    article.article_id,
    article.published_at,
    article.modified_at,
    article.publisher,
    article.headline,
    article.byline,
    article.section,
    article.language,
    article.credit,
    article.url,
    best.ballot_paper_id,
    copy.origin_article_id,
    article.is_partial,
    article.versions,
    article.article_text,
    article.source,
    article.first_observed_at,
    article.last_observed_at
from core.article as article
left join best using (article_id)
left join core.article_copy as copy using (article_id)
order by article.published_at, article.article_id;

comment on view articles is 'One row per news article in its latest version, with the contest it is most about.';
