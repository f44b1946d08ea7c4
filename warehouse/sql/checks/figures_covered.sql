-- Contests with votes whose electorate nobody states: every turnout check passes them by.
-- Since 2010 only: before, no official file is read, and the articles that are often leave the electorate out.
-- grave: no
select ballot_paper_id as subject, 'no electorate' as seen
from core.contest
where kind != 'notional' and election_type = 'parl' and valid_votes is not null and status in ('settled', 'disputed', 'declared') and electorate is null
    and poll_date >= '2010-01-01';
