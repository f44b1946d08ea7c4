-- A contest with votes has exactly one winner (unless first place is a tie that no source decides); a council's, as many
-- as it has seats, and none known where votes are transferred or nobody says how many seats there are.
-- grave: yes
select contest.ballot_paper_id as subject, 'winners: ' || count(*) filter (where candidacy.is_elected) as seen
from core.contest as contest
inner join core.candidacy as candidacy using (ballot_paper_id)
where contest.kind != 'notional' and contest.status in ('settled', 'disputed', 'declared')
group by contest.ballot_paper_id
having count(*) filter (where candidacy.is_elected) != 1
    and count(*) filter (where candidacy.position = 1) = 1
    and not (any_value(contest.election_type) = 'local' and (any_value(contest.voting_system) is not null
        or count(*) filter (where candidacy.is_elected) between 1 and coalesce(any_value(contest.seats), count(*))));
