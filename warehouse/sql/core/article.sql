-- Each article as it was last seen: the newest version, a whole text before the part that a wall leaves.
create table core.article as
with newest as (
    select *
    from raw.article
    qualify row_number() over (partition by article_id order by is_partial, observed_at desc, version_id) = 1
),

versions as (
    select
        article_id,
        count(distinct version_id) as versions,
        min(observed_at) as first_observed_at,
        max(observed_at) as last_observed_at
    from raw.article
    group by article_id
)

select
    newest.article_id,
    newest.version_id,
    newest.url,
    newest.publisher,
    newest.headline,
    newest.byline,
    newest.published_at,
    newest.modified_at,
    newest.language,
    newest.section,
    newest.credit,
    newest.is_partial,
    newest.article_text,
    newest.posts,
    versions.versions,
    versions.first_observed_at,
    versions.last_observed_at,
    newest.source,
    newest.capture_id,
    newest.source_url
from newest
inner join versions using (article_id)
order by newest.published_at, newest.article_id;

comment on table core.article is 'One row per article in its latest version; the text is for private research and never exported.';
