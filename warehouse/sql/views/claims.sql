create view claims as
select
    claim.claim_id,
    article.article_id,
    claim.ballot_paper_id,
    article.published_at,
    article.publisher,
    claim.claim,
    claim.claimed_value,
    claim.claimed_words,
    claim.about,
    claim.about_election,
    claim.settled_value,
    claim.verdict,
    claim.verdict_reason,
    claim.sentence,
    quote.speaker,
    claim.quote_id,
    claim.is_in_headline,
    article.headline,
    article.url,
    article.origin_article_id,
    claim.start_offset,
    claim.end_offset
from core.article_claim as claim
inner join articles as article using (article_id)
left join core.article_quote as quote using (quote_id)
order by article.published_at, article.article_id, claim.start_offset, claim.claim_id;

comment on view claims is 'One row per factual claim of an article about a contest, with its verdict against the settled figures.';
