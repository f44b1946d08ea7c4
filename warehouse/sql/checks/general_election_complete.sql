-- A general election has 650 seats; one with fewer is a harvest cut short.
-- grave: no
select general_election_date::varchar as subject, count(*) || ' seats of 650' as seen
from core.contest
where kind = 'general election' and general_election_date >= '2010-01-01'
group by general_election_date
having count(*) != 650;
