-- Contests with votes whose electorate nobody states: every turnout check passes them by.
-- grave: no
select ballot_paper_id as subject, 'no electorate' as seen
from core.contest
where kind != 'notional' and status in ('settled', 'disputed', 'declared') and electorate is null;
