-- Every parliamentary by-election since 1979 was polled on a Thursday: another weekday is more likely a slip.
-- grave: no
select ballot_paper_id as subject, dayname(poll_date) || ' ' || poll_date as seen
from core.contest
where kind = 'by-election' and election_type = 'parl' and not is_called_off and poll_date >= '1979-01-01' and dayofweek(poll_date) != 4;
