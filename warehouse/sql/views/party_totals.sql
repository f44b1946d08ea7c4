create view party_totals as
with election as (
    select
        ballot_paper_id,
        case when kind = 'general election' then general_election_date else poll_date end as poll_date,
        kind as election_kind,
        valid_votes,
        -- nobody voted there: no votes are missing
        status = 'uncontested' as is_uncontested
    from core.contest
    where kind != 'notional' and election_type = 'parl' and not is_called_off
),

total as (
    select poll_date, election_kind, sum(valid_votes) as valid_votes
    from election
    group by all
),

deposit as (
    -- the rule of `candidacies`: one twentieth since October 1985, one eighth before
    select election.poll_date, election.election_kind, candidacy.party,
        count(*) filter (where candidacy.votes * case when election.poll_date >= date '1985-10-01' then 20 else 8 end <= election.valid_votes)
            as lost_deposits
    from core.candidacy as candidacy
    inner join election using (ballot_paper_id)
    group by all
)

select
    election.poll_date,
    election.election_kind,
    result.party,
    result.party_family,
    bool_or(result.is_group) as is_group,
    case when count(result.candidacies) = count(*) then sum(result.candidacies) end as candidates,
    -- of a group, seats may be hidden that its contests do not tell
    case when not bool_or(result.is_group) or count(result.seats_won) = count(*) then sum(result.seats_won) end as seats_won,
    case when count(result.votes) = count(*) filter (where not election.is_uncontested) then sum(result.votes) end as votes,
    case when count(result.votes) = count(*) filter (where not election.is_uncontested) then sum(result.votes) / total.valid_votes end as vote_share,
    any_value(deposit.lost_deposits) as lost_deposits
from core.party_result as result
inner join election using (ballot_paper_id)
inner join total using (poll_date, election_kind)
left join deposit
    on election.poll_date = deposit.poll_date and election.election_kind = deposit.election_kind and result.party = deposit.party
group by election.poll_date, election.election_kind, result.party, result.party_family, total.valid_votes
order by election.poll_date, votes desc nulls last, result.party;

comment on view party_totals is 'One row per election to the Commons (all its seats, or all by-elections of a day) and party, or group of parties.';
