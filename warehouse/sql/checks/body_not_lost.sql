-- "Not changed since" points to an earlier body; where the archive has lost or damaged it, its figures would vanish.
-- grave: yes
with latest as (
    select distinct on (url) url, kind, coalesce(refers_to, capture_id) as body_id, fetched_at
    from raw.capture
    where truncated is null and (kind = 'revisit' or http_status = 200) and url not like '%/robots.txt'
    order by url, fetched_at desc, warc_file desc, warc_offset desc
)

select url as subject,
    'last fetched on ' || fetched_at::date || '; the archive has lost its body, ' || body_id || ': byelections refresh asks for it again' as seen
from latest
where not exists (select 1 from raw.capture as body where body.capture_id = latest.body_id)
    or exists (select 1 from raw.problem as problem where problem.rule = 'body-damaged' and problem.capture_id = latest.body_id);
