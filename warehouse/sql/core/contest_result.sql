-- Winner, runner-up and majority of each contest, and its outcome against both bases.
create table core.contest_result as
with placed as (
    select
        ballot_paper_id,
        count(*) as candidate_count,
        -- a winner is known before the votes are: then nobody has a position
        arg_min(candidacy_id, coalesce(position, 1)) filter (where is_elected) as winner_id,
        arg_min(candidate, coalesce(position, 1)) filter (where is_elected) as winner,
        arg_min(party, coalesce(position, 1)) filter (where is_elected) as winning_party,
        arg_min(party_family, coalesce(position, 1)) filter (where is_elected) as winning_family,
        max(votes) filter (where is_elected) as winning_votes,
        -- families of the runner-up: none when two people share second place
        max(votes) filter (where not is_elected) as second_votes,
        arg_max(party_family, votes) filter (where not is_elected) as second_family,
        arg_max(party, votes) filter (where not is_elected) as second_party
    from core.candidacy
    group by ballot_paper_id
)

select
    placed.*,
    placed.winning_votes - placed.second_votes as majority,
    base.base_ballot_paper_id,
    base.previous_ballot_paper_id,
    base.change_basis,
    base_placed.winning_party as base_party,
    base_placed.winning_family as base_family,
    previous.winning_party as previous_party,
    previous.winning_family as previous_family,
    previous.winner as previous_winner
from placed
left join core.contest_base as base using (ballot_paper_id)
left join placed as base_placed on base.base_ballot_paper_id = base_placed.ballot_paper_id
left join placed as previous on base.previous_ballot_paper_id = previous.ballot_paper_id;

comment on table core.contest_result is 'One row per contest with candidacies: who won, by how much, and who held the seat before.';
