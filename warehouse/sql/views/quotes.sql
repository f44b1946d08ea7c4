create view quotes as
select
    quote.quote_id,
    article.article_id,
    article.ballot_paper_id,
    article.published_at,
    article.publisher,
    quote.speaker,
    quote.speaker_type,
    quote.person_id,
    quote.role,
    quote.party,
    quote.channel,
    quote.verb,
    quote.quote,
    quote.quote_kind,
    quote.attributed_by,
    article.headline,
    article.url,
    article.origin_article_id,
    quote.start_offset,
    quote.end_offset
from core.article_quote as quote
inner join articles as article using (article_id)
order by article.published_at, article.article_id, quote.start_offset;

comment on view quotes is 'One row per quotation in an article: who said it, as what, through which channel.';
