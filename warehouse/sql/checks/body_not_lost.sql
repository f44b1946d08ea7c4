-- "Not changed since" points to an earlier body; where the archive has lost that, its figures would vanish without a word.
-- grave: yes
with latest as (
    select distinct on (url) url, kind, refers_to, fetched_at
    from raw.capture
    where truncated is null and (kind = 'revisit' or http_status = 200) and url not like '%/robots.txt'
    order by url, fetched_at desc, warc_file desc, warc_offset desc
)

select url as subject,
    'unchanged on ' || fetched_at::date || ' since ' || refers_to || ', which the archive has lost: byelections refresh asks for it again' as seen
from latest
where kind = 'revisit' and not exists (select 1 from raw.capture as body where body.capture_id = latest.refers_to);
