create view party_totals as
with standing as (
    select
        case when contest.kind = 'general election' then contest.general_election_date else contest.poll_date end as poll_date,
        contest.kind as election_kind,
        candidacy.party,
        candidacy.votes,
        contest.valid_votes,
        candidacy.is_elected
    from core.candidacy as candidacy
    inner join core.contest as contest using (ballot_paper_id)
    where contest.kind != 'notional'
),

total as (
    select
        case when kind = 'general election' then general_election_date else poll_date end as poll_date,
        kind as election_kind,
        sum(valid_votes) as valid_votes
    from core.contest
    where kind != 'notional'
    group by all
)

select
    standing.poll_date,
    standing.election_kind,
    standing.party,
    count(*) as candidates,
    count(*) filter (where standing.is_elected) as seats_won,
    case when count(standing.votes) = count(*) then sum(standing.votes) end as votes,
    case when count(standing.votes) = count(*) then sum(standing.votes) / total.valid_votes end as vote_share,
    count(*) filter (where standing.votes * 20 <= standing.valid_votes) as lost_deposits
from standing
inner join total using (poll_date, election_kind)
group by standing.poll_date, standing.election_kind, standing.party, total.valid_votes
order by standing.poll_date, votes desc;

comment on view party_totals is 'One row per election (all its seats, or all by-elections of a day) and party.';
