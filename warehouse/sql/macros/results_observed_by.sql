-- Candidacies as they were believed at a moment, going by when we saw each figure.
create macro results_observed_by(moment) as table
select
    ballot_paper_id, kind as election_kind, poll_date, constituency, candidacy_id, candidate, party, votes,
    votes / nullif(valid_votes, 0) as vote_share,
    rank() over (partition by ballot_paper_id order by votes desc) as position,
    electorate, valid_votes, rejected_ballot_papers,
    valid_votes / electorate as turnout_valid,
    votes_source as source
from core.settled('infinity'::timestamptz, cast(moment as timestamptz))
where kind != 'notional' and candidacy_id is not null;

comment on macro table results_observed_by is 'Candidacies as believed at a moment, by when their sources were seen.';
