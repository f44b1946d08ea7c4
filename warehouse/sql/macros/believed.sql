-- Candidacies as they were believed, going by what was stated until `stated_by` and seen until `observed_by`. What a
-- contest or candidacy is does not change with the moment: where the documents until then do not name it, later ones do.
create macro core.believed(stated_by, observed_by) as table
with believed as (
    select
        settled.ballot_paper_id, contest.kind, coalesce(settled.poll_date, contest.poll_date) as poll_date,
        coalesce(settled.constituency, contest.constituency) as constituency, settled.candidacy_id, settled.candidate,
        coalesce(settled.party, candidacy.party) as party, settled.votes, settled.electorate, settled.rejected_ballot_papers,
        settled.votes_source, contest.election_type = 'local' and coalesce(contest.seats > 1, false) as is_several,
        coalesce(
            settled.valid_votes,
            case when count(settled.votes) over contest = count(*) over contest then cast(sum(settled.votes) over contest as integer) end
        ) as valid_votes
    from core.settled(stated_by, observed_by) as settled
    inner join core.contest as contest using (ballot_paper_id)
    left join core.candidacy as candidacy using (candidacy_id)
    where contest.kind != 'notional' and settled.candidacy_id is not null
    window contest as (partition by settled.ballot_paper_id)
)

select
    ballot_paper_id, kind as election_kind, poll_date, constituency, candidacy_id, candidate, party, votes,
    votes / nullif(valid_votes, 0) as vote_share,
    rank() over (partition by ballot_paper_id order by votes desc) as position,
    electorate, valid_votes, rejected_ballot_papers,
    case when not is_several then valid_votes / electorate end as turnout_valid,  -- a paper for several seats has several votes
    votes_source as source
from believed;

comment on macro table core.believed is 'Candidacies as believed, by statements made until one moment and seen until another.';
