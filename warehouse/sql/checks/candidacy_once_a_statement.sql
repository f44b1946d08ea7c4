-- No document's list may give one candidacy two lines: two people would have been taken for one.
-- grave: yes
select candidacy_id as subject, count(*) || ' lines of statement ' || statement_no as seen
from core.candidacy_link
group by statement_no, candidacy_id
having count(*) > 1;
