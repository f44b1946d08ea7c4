-- Votes and share of each party family in each contest: what changes and swings are computed from.
create table core.family_result as
select
    contest.ballot_paper_id,
    candidacy.party_family,
    count(*) as candidacies,
    case when count(candidacy.votes) = count(*) then sum(candidacy.votes)::integer end as votes,
    case when count(candidacy.votes) = count(*) and contest.valid_votes > 0 then sum(candidacy.votes) / contest.valid_votes end as vote_share,
    min(candidacy.position) as best_position,
    arg_min(candidacy.party, candidacy.position) as party
from core.candidacy as candidacy
inner join core.contest as contest using (ballot_paper_id)
where candidacy.party_family is not null
group by contest.ballot_paper_id, candidacy.party_family, contest.valid_votes;

comment on table core.family_result is 'One row per contest and party family that stood in it.';
