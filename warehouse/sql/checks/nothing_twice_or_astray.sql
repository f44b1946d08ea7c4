-- Keys across tables: kept by a query and not by constraints, which would cost the build more than all its settling.
-- grave: yes
select statement_id as subject, 'loaded ' || count(*) || ' times' as seen
from raw.contest_statement
group by statement_id
having count(*) > 1
union all
select candidacy_id, 'of no contest'
from core.candidacy as candidacy
where not exists (select 1 from core.contest as contest where contest.ballot_paper_id = candidacy.ballot_paper_id)
union all
select candidacy_id, 'a party of no candidacy'
from core.candidacy_party as party
where not exists (select 1 from core.candidacy as candidacy where candidacy.candidacy_id = party.candidacy_id);
