-- Candidacies as they were believed at a moment, going by when we saw each figure.
create macro results_observed_by(moment) as table
select
    ballot_paper_id, election_kind, poll_date, constituency, candidacy_id, candidate, party, votes, vote_share, position, electorate, valid_votes,
    rejected_ballot_papers, turnout_valid, source
from core.believed('infinity'::timestamptz, cast(moment as timestamptz));

comment on macro table results_observed_by is 'Candidacies as believed at a moment, by when their sources were seen.';
