-- The publisher prints how many by-elections a Parliament had; fewer here is a harvest cut short.
-- grave: no
select 'Parliament ' || listing.parliament_number as subject,
    'the publisher counts ' || listing.printed_count || ', here are ' || count(contest.ballot_paper_id) as seen
from (
    select source, parliament_number, arg_max(printed_count, observed_at) as printed_count
    from raw.listing
    where kind = 'by-election' and printed_count is not null
    group by source, parliament_number
) as listing
left join core.contest as contest on contest.kind = 'by-election' and contest.parliament_number = listing.parliament_number
group by listing.source, listing.parliament_number, listing.printed_count
having count(contest.ballot_paper_id) < listing.printed_count;
