-- The words of each article and how often they stand in it, without marks and accents: what `search` looks through.
create table core.article_word as
with split as (
    select article_id, unnest(regexp_extract_all(lower(strip_accents(concat_ws(' ', headline, article_text))), '[\p{L}\p{N}]+')) as word
    from core.article
)

select word, article_id, count(*) as times
from split
group by word, article_id
order by word, article_id;

comment on table core.article_word is 'One row per word and article; never exported, since it holds what the articles say.';
