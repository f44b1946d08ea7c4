-- One contest on one page: its candidacies, best first.
create macro contest(wanted) as table
select candidate, party, votes, vote_share, share_change, position, is_elected, is_deposit_lost, source, candidacy_id
from candidacies
where ballot_paper_id = wanted
order by position, candidate;

comment on macro table contest is 'The candidacies of one contest, by ballot_paper_id, best first.';
