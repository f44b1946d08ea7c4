-- The publisher prints how many by-elections a Parliament had; a list with fewer is a list cut short.
-- grave: no
with document as (
    select distinct on (url) coalesce(refers_to, capture_id) as capture_id
    from raw.capture
    where (http_status < 300 or http_status = 304) and truncated is null
    order by url, fetched_at desc, warc_file desc, warc_offset desc
),

listing as (select listing.* from raw.listing as listing inner join document using (capture_id) where listing.kind = 'by-election')

select 'Parliament ' || printed.parliament_number as subject,
    'the publisher counts ' || printed.printed_count || ', and lists ' || count(listed.source_contest_id) as seen
from listing as printed
left join listing as listed
    on printed.source = listed.source and printed.parliament_number = listed.parliament_number and listed.source_contest_id is not null
where printed.printed_count is not null
group by printed.source, printed.parliament_number, printed.printed_count
having count(listed.source_contest_id) != printed.printed_count;
