-- Candidacies as they were believed at a moment, going by when each figure was stated by its source.
create macro results_as_of(moment) as table
select
    ballot_paper_id, election_kind, poll_date, constituency, candidacy_id, candidate, party, votes, vote_share, position, electorate, valid_votes,
    rejected_ballot_papers, turnout_valid, source
from core.believed(cast(moment as timestamptz), 'infinity'::timestamptz);

comment on macro table results_as_of is 'Candidacies as believed at a moment, by when their sources stated them.';
