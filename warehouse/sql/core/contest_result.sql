-- Winner, runner-up and majority of each contest, and its outcome against both bases. Where candidacies are not known,
-- the winning party is the one a table's columns or the printed result name. A poll that was called off has no winner.
create table core.contest_result as
with placed as (
    select
        ballot_paper_id,
        count(*) as candidate_count,
        -- a winner is known before the votes are: then nobody has a position
        -- among equals the order of ids decides: any other would be the order of loading
        arg_min(candidacy_id, (coalesce(position, 1), candidacy_id)) filter (where is_elected) as winner_id,
        arg_min(candidate, (coalesce(position, 1), candidacy_id)) filter (where is_elected) as winner,
        arg_min(party, (coalesce(position, 1), candidacy_id)) filter (where is_elected) as winning_party,
        arg_min(party_family, (coalesce(position, 1), candidacy_id)) filter (where is_elected) as winning_family,
        count(*) filter (where is_elected) as winner_count,
        string_agg(candidate, '; ' order by position, candidate) filter (where is_elected) as winners,
        count(distinct party) filter (where is_elected) as winning_party_count,
        max(votes) filter (where is_elected) as winning_votes,
        max(votes) filter (where not is_elected) as second_votes,
        arg_min(party_family, (-votes, candidacy_id)) filter (where not is_elected and votes is not null) as second_family,
        arg_min(party, (-votes, candidacy_id)) filter (where not is_elected and votes is not null) as second_party
    from core.candidacy
    group by ballot_paper_id
),

in_columns as (
    select
        ballot_paper_id,
        -- several members returned unopposed may be of one party or of several
        case when count(*) filter (where seats_won > 0) = 1 then any_value(party) filter (where seats_won > 0 and not is_group) end
            as winning_party,
        case when count(*) filter (where seats_won > 0) = 1 then any_value(party_family) filter (where seats_won > 0 and not is_group) end
            as winning_family,
        arg_min(party, (-vote_share, party)) filter (where seats_won = 0 and not is_group and vote_share is not null) as second_party,
        arg_min(party_family, (-vote_share, party)) filter (where seats_won = 0 and not is_group and vote_share is not null)
            as second_family
    from core.party_result
    where basis != 'candidacies'
    group by ballot_paper_id
),

won as (
    select
        contest.ballot_paper_id,
        coalesce(placed.candidate_count, 0) as candidate_count,
        placed.winner_id,
        coalesce(case when placed.winner_count > 1 then placed.winners else placed.winner end, case when placed.ballot_paper_id is null and not contest.is_called_off then contest.stated_winner end) as winner,
        -- several seats that went to several parties have no winning party
        coalesce(case when coalesce(placed.winning_party_count, 0) <= 1 then placed.winning_party end, in_columns.winning_party,
            case when placed.ballot_paper_id is null and not contest.is_called_off then contest.stated_winning_party end) as winning_party,
        coalesce(case when coalesce(placed.winning_party_count, 0) <= 1 then placed.winning_family end, in_columns.winning_family,
            case when placed.ballot_paper_id is null and not contest.is_called_off then contest.stated_winning_family end) as winning_family,
        placed.winning_votes,
        placed.second_votes,
        coalesce(placed.winner_count > 1, false) or contest.voting_system is not null as has_no_majority,
        coalesce(placed.second_family, in_columns.second_family) as second_family,
        coalesce(placed.second_party, in_columns.second_party) as second_party
    from core.contest as contest
    left join placed using (ballot_paper_id)
    left join in_columns using (ballot_paper_id)
)

select
    won.* exclude (has_no_majority),
    -- of several winners, or of first preferences, there is none
    case when not won.has_no_majority then won.winning_votes - won.second_votes end as majority,
    base.base_ballot_paper_id,
    base.previous_ballot_paper_id,
    base.change_basis,
    base_won.winning_party as base_party,
    base_won.winning_family as base_family,
    previous.winning_party as previous_party,
    previous.winning_family as previous_family,
    previous.winner as previous_winner
from won
left join core.contest_base as base using (ballot_paper_id)
left join won as base_won on base.base_ballot_paper_id = base_won.ballot_paper_id
left join won as previous on base.previous_ballot_paper_id = previous.ballot_paper_id
where won.winning_party is not null or won.candidate_count > 0;

comment on table core.contest_result is 'One row per contest whose winner or candidacies are known: who won, by how much, and who held the seat before.';
