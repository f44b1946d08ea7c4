create view coverage as
with quoted as (
    select article_id, count(*) as quotes from core.article_quote group by article_id
),

claimed as (
    select
        article_id,
        ballot_paper_id,
        count(*) as claims,
        count(*) filter (where verdict = 'disagrees') as claims_disagreeing
    from core.article_claim
    group by article_id, ballot_paper_id
),

declared as (
    select
        ballot_paper_id,
        poll_date,
        constituency,
        declared_at,
        -- when nobody states the moment of the declaration, the close of poll is the next best thing
        coalesce(declared_at, timezone('Europe/London', poll_date + interval 22 hours)) as counted_from,
        case when declared_at is null then 'close of poll' else 'declaration' end as hours_basis
    from core.contest
)

select
    link.ballot_paper_id,
    declared.poll_date,
    declared.constituency,
    article.published_at,
    article.publisher,
    article.headline,
    article.url,
    epoch(article.published_at - declared.counted_from) / 3600 as hours_after_declaration,
    declared.hours_basis,
    coalesce(quoted.quotes, 0) as quotes,
    coalesce(claimed.claims, 0) as claims,
    coalesce(claimed.claims_disagreeing, 0) as claims_disagreeing,
    link.link_score,
    link.evidence,
    article.article_id,
    article.origin_article_id
from core.article_link as link
inner join declared using (ballot_paper_id)
inner join articles as article using (article_id)
left join quoted on link.article_id = quoted.article_id
left join claimed on link.article_id = claimed.article_id and link.ballot_paper_id = claimed.ballot_paper_id
order by declared.poll_date, link.ballot_paper_id, article.published_at;

comment on view coverage is 'One row per article and contest it is about.';
