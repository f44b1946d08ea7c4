-- Votes and share of each party family in each contest: what changes and swings are computed from.
create table core.family_result as
select
    ballot_paper_id,
    party_family,
    sum(candidacies)::integer as candidacies,
    case when count(votes) = count(*) then sum(votes)::integer end as votes,
    case when count(vote_share) = count(*) then sum(vote_share) end as vote_share,
    min(best_position) as best_position,
    arg_min(party, (coalesce(best_position, 0), party)) as party
from core.party_result
where party_family is not null and not is_group
group by ballot_paper_id, party_family;

comment on table core.family_result is 'One row per contest and party family that stood in it.';
