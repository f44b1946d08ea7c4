-- Votes of a settled contest add up to its valid votes. Comparing with NULL never offends, so a missing vote does too.
-- grave: yes
select contest.ballot_paper_id as subject, 'sum ' || coalesce(sum(candidacy.votes), 0) || ', valid ' || coalesce(contest.valid_votes::varchar, 'unknown') as seen
from core.contest as contest
inner join core.candidacy as candidacy using (ballot_paper_id)
where contest.status = 'settled' and contest.kind != 'notional'
group by contest.ballot_paper_id, contest.valid_votes
having sum(candidacy.votes) is distinct from contest.valid_votes or count(candidacy.votes) < count(*);
