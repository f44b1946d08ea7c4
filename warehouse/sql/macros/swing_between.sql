-- Swing from one party to another in every contest where both can be compared; names as in `parties`, or families.
create macro swing_between(from_party, to_party) as table
select
    result.ballot_paper_id,
    contest.poll_date,
    contest.constituency,
    contest.kind as election_kind,
    from_party as swing_from,
    to_party as swing_to,
    ((to_now.vote_share - coalesce(to_then.vote_share, 0)) + (coalesce(from_then.vote_share, 0) - from_now.vote_share)) / 2 as swing,
    case when to_then.vote_share is null or from_then.vote_share is null then 'one did not stand before' else 'both stood both times' end as basis
from core.contest_result as result
inner join core.contest as contest using (ballot_paper_id)
inner join core.family_result as to_now on result.ballot_paper_id = to_now.ballot_paper_id and to_party in (to_now.party, to_now.party_family)
inner join core.family_result as from_now
    on result.ballot_paper_id = from_now.ballot_paper_id and from_party in (from_now.party, from_now.party_family)
left join core.family_result as to_then
    on result.base_ballot_paper_id = to_then.ballot_paper_id and to_now.party_family = to_then.party_family
left join core.family_result as from_then
    on result.base_ballot_paper_id = from_then.ballot_paper_id and from_now.party_family = from_then.party_family
where result.base_ballot_paper_id is not null and contest.kind != 'notional'
order by contest.poll_date, contest.constituency;

comment on macro table swing_between is 'Swing between two named parties in every contest that has a base.';
