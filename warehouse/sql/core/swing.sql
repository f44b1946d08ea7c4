-- Swing between the winner and every other party family of a contest, by the changes of their shares since the base.
-- A family that did not stand in one of the two contests counts as 0 there, and `basis` says so; one that may be hidden
-- among all other candidates has no swing.
create table core.swing as
with pair as (
    select
        result.ballot_paper_id,
        result.base_ballot_paper_id,
        result.winning_family,
        result.winning_party,
        other.party_family as other_family,
        other.party as other_party
    from core.contest_result as result
    inner join (
        select ballot_paper_id, party_family, party from core.family_result
        union
        select ballot_paper_id, base_family, base_party from core.contest_result where base_family is not null
    ) as other using (ballot_paper_id)
    where result.base_ballot_paper_id is not null
        and (result.winning_votes is not null or result.candidate_count = 0) -- not before the votes are known
        and result.winning_family is not null
        and result.winning_family not in ('Independent', 'Speaker')
        and other.party_family not in ('Independent', 'Speaker')
        and other.party_family != result.winning_family
    -- the loser's family may stand under a new name: one row per family
    qualify row_number() over (partition by result.ballot_paper_id, other.party_family order by other.party) = 1
)

select
    pair.ballot_paper_id,
    pair.other_party as swing_from,
    pair.winning_party as swing_to,
    pair.other_family,
    ((coalesce(winner_now.vote_share, 0) - coalesce(winner_then.vote_share, 0))
        + (coalesce(other_then.vote_share, 0) - coalesce(other_now.vote_share, 0))) / 2 as swing,
    case
        when winner_then.party_family is null and (other_then.party_family is null or other_now.party_family is null)
            then 'winner and loser, neither stood both times'
        when winner_then.party_family is null then 'winner and loser, ' || pair.winning_party || ' did not stand before'
        when other_then.party_family is null then 'winner and loser, ' || pair.other_party || ' did not stand before'
        when other_now.party_family is null then 'winner and loser, ' || pair.other_party || ' did not stand'
        else 'winner and loser'
    end as basis
from pair
left join core.family_result as winner_now
    on pair.ballot_paper_id = winner_now.ballot_paper_id and pair.winning_family = winner_now.party_family
left join core.family_result as winner_then
    on pair.base_ballot_paper_id = winner_then.ballot_paper_id and pair.winning_family = winner_then.party_family
left join core.family_result as other_now
    on pair.ballot_paper_id = other_now.ballot_paper_id and pair.other_family = other_now.party_family
left join core.family_result as other_then
    on pair.base_ballot_paper_id = other_then.ballot_paper_id and pair.other_family = other_then.party_family
left join core.whole_result as whole_now on pair.ballot_paper_id = whole_now.ballot_paper_id
left join core.whole_result as whole_then on pair.base_ballot_paper_id = whole_then.ballot_paper_id
-- nought only where nobody can be hidden among all other candidates
where (whole_now.ballot_paper_id is not null or (winner_now.vote_share is not null and other_now.vote_share is not null))
    and (whole_then.ballot_paper_id is not null or (winner_then.vote_share is not null and other_then.vote_share is not null));

comment on table core.swing is 'One row per contest and party family beside the winner''s.';
