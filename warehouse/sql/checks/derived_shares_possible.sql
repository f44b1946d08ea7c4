-- Shares derived from printed changes are shares: none below nothing, together no more than everything, and nobody's above
-- the winner's. Where they are not, two changes may be swapped or one may have lost its minus; nothing is derived then.
-- grave: no
with changed as (
    select ballot_paper_id, party_family, share_change
    from core.party_column
    where share_change is not null and not is_group
        and ballot_paper_id in (select ballot_paper_id from core.party_result where basis = 'derived')
    qualify statement_no = arg_min(statement_no, rank) over (partition by ballot_paper_id)
),

share as (
    select
        changed.ballot_paper_id,
        changed.party_family,
        base.vote_share + changed.share_change as vote_share,
        contest.stated_winning_family = changed.party_family as is_winner
    from changed
    inner join core.contest as contest using (ballot_paper_id)
    inner join core.contest_base as link using (ballot_paper_id)
    inner join core.family_result as base on link.base_ballot_paper_id = base.ballot_paper_id and changed.party_family = base.party_family
)

select
    ballot_paper_id as subject,
    'changes lead to ' || string_agg(party_family || ' ' || round(100 * vote_share, 1) || '%', ', ' order by party_family)
        || coalesce(', won by ' || any_value(party_family) filter (where is_winner), '') as seen
from share
group by ballot_paper_id
having sum(vote_share) > 1.005 or min(vote_share) < -0.005 or max(vote_share) filter (where is_winner) < max(vote_share);
