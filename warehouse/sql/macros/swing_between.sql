-- Swing from one party to another in every contest where both can be compared; names as in `parties`, or of families.
-- A name stands for its family: 'UK Independence Party' for itself, 'Liberal Party' also for its successors.
-- A party that stood in neither contest is not compared; one that stood in one of them counts as 0 in the other, where
-- nobody can be hidden among all other candidates.
create macro swing_between(from_party, to_party) as table
with family as (
    select
        coalesce((select party_family from core.party where party = from_party), from_party) as from_family,
        coalesce((select party_family from core.party where party = to_party), to_party) as to_family
),

compared as (
    select
        result.ballot_paper_id,
        to_now.vote_share as to_share_now,
        to_then.vote_share as to_share_then,
        from_now.vote_share as from_share_now,
        from_then.vote_share as from_share_then,
        whole_now.ballot_paper_id is not null as is_whole_now,
        whole_then.ballot_paper_id is not null as is_whole_then
    from core.contest_result as result
    cross join family
    left join core.family_result as to_now on result.ballot_paper_id = to_now.ballot_paper_id and family.to_family = to_now.party_family
    left join core.family_result as from_now on result.ballot_paper_id = from_now.ballot_paper_id and family.from_family = from_now.party_family
    left join core.family_result as to_then
        on result.base_ballot_paper_id = to_then.ballot_paper_id and family.to_family = to_then.party_family
    left join core.family_result as from_then
        on result.base_ballot_paper_id = from_then.ballot_paper_id and family.from_family = from_then.party_family
    left join core.whole_result as whole_now on result.ballot_paper_id = whole_now.ballot_paper_id
    left join core.whole_result as whole_then on result.base_ballot_paper_id = whole_then.ballot_paper_id
)

select
    contest.ballot_paper_id,
    contest.poll_date,
    contest.constituency,
    contest.kind as election_kind,
    from_party as swing_from,
    to_party as swing_to,
    ((coalesce(to_share_now, 0) - coalesce(to_share_then, 0)) + (coalesce(from_share_then, 0) - coalesce(from_share_now, 0))) / 2 as swing,
    case
        when to_share_now is null or from_share_now is null then 'one did not stand'
        when to_share_then is null or from_share_then is null then 'one did not stand before'
        else 'both stood both times'
    end as basis
from compared
inner join core.contest as contest using (ballot_paper_id)
where contest.kind != 'notional'
    and from_party not in ('Independent', 'Speaker') and to_party not in ('Independent', 'Speaker')
    and coalesce(to_share_now, to_share_then) is not null
    and coalesce(from_share_now, from_share_then) is not null
    and (is_whole_now or (to_share_now is not null and from_share_now is not null))
    and (is_whole_then or (to_share_then is not null and from_share_then is not null))
order by contest.poll_date, contest.constituency;

comment on macro table swing_between is 'Swing between two named parties in every contest that has a base.';
