-- A contest with votes has exactly one winner (unless first place is a tie that no source decides).
-- grave: yes
select contest.ballot_paper_id as subject, 'winners: ' || count(*) filter (where candidacy.is_elected) as seen
from core.contest as contest
inner join core.candidacy as candidacy using (ballot_paper_id)
where contest.kind != 'notional' and contest.status in ('settled', 'disputed', 'declared')
group by contest.ballot_paper_id
having count(*) filter (where candidacy.is_elected) != 1
    and count(*) filter (where candidacy.position = 1) = 1;
