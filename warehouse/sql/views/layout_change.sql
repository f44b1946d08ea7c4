-- Pages that stopped looking as their reader expects, and when they read again. All pages of a source that lack the same
-- thing are one change of layout, from the first page that lacks it until none does; answers that failed say nothing.
create view core.layout_change as
with refused as (
    select
        source,
        capture_id,
        source_url,
        regexp_extract(seen, '\n  expected  ([^\n]*)', 1) as wanted,
        split_part(seen, chr(10), 1) as seen
    from raw.problem
    where rule = 'unexpected-page'
),

-- what each good answer of those addresses was: lacking the thing, or not
looked_at as (
    select
        page.source,
        page.wanted,
        page.url,
        capture.capture_id,
        capture.fetched_at,
        refused.seen,
        (refused.capture_id is not null)::integer as is_refused
    from (select distinct source, wanted, source_url as url from refused) as page
    inner join raw.capture as capture
        on page.source = capture.source and page.url = capture.url
        and (capture.http_status is null or capture.http_status < 300 or capture.http_status = 304) and capture.truncated is null
    left join refused
        on coalesce(capture.refers_to, capture.capture_id) = refused.capture_id and page.wanted = refused.wanted
    -- an answer refused for want of something else says nothing of this
    where refused.capture_id is not null or coalesce(capture.refers_to, capture.capture_id) not in (select capture_id from refused)
),

counted as (
    select
        *,
        -- how many addresses lack it from this answer on
        sum(change) over (partition by source, wanted order by fetched_at, capture_id) as pages
    from (
        select
            *,
            is_refused - lag(is_refused, 1, 0) over (partition by source, wanted, url order by fetched_at, capture_id) as change
        from looked_at
    )
),

numbered as (
    select
        *,
        count(*) filter (where change > 0 and pages = change) over (partition by source, wanted order by fetched_at, capture_id) as episode
    from counted
)

select
    source,
    wanted,
    episode,
    arg_min(seen, fetched_at) filter (where is_refused = 1) as seen,
    arg_min(url, fetched_at) filter (where is_refused = 1) as source_url,
    count(distinct url) filter (where is_refused = 1) as pages,
    min(fetched_at) filter (where is_refused = 1) as began_at,
    min(fetched_at) filter (where pages = 0) as ended_at
from numbered
where episode > 0
group by source, wanted, episode;

comment on view core.layout_change is 'One row per change of a source''s layout that its reader noticed: what it expected, what it saw, from when until when.';
