-- Okapi BM25 with its usual constants, in plain SQL: the full-text extension does not come with every command line.
create macro search(words) as table
with asked as (
    select distinct unnest(regexp_extract_all(lower(strip_accents(words)), '[\p{L}\p{N}]+')) as word
),

found as (
    select article_word.article_id, article_word.word, article_word.times
    from core.article_word as article_word
    inner join asked using (word)
),

spread as (
    select word, count(*) as articles_with_it from found group by word
),

length as (
    select article_id, sum(times) as words, avg(sum(times)) over () as usual, count(*) over () as articles
    from core.article_word
    group by article_id
),

scored as (
    select
        found.article_id,
        sum(
            ln(1 + (length.articles - spread.articles_with_it + 0.5) / (spread.articles_with_it + 0.5))
            * found.times * 2.2 / (found.times + 1.2 * (0.25 + 0.75 * length.words / length.usual))
        ) as search_score
    from found
    inner join spread using (word)
    inner join length using (article_id)
    group by found.article_id
)

select scored.search_score, articles.*
from scored
inner join articles using (article_id)
order by scored.search_score desc, articles.article_id;

comment on macro table search is 'Articles that hold any of the words, best match first: from search(''recount turnout'').';
