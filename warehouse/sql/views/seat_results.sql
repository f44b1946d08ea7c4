create view seat_results as
select
    result.ballot_paper_id,
    contest.poll_date,
    contest.kind as election_kind,
    contest.election_type,
    contest.organisation,
    contest.constituency,
    contest.seats,
    contest.seat_id,
    contest.gss_code,
    contest.nation,
    contest.region,
    result.party,
    result.party_family,
    result.is_group,
    result.candidacies as candidates,
    result.votes,
    result.vote_share,
    result.seats_won,
    result.basis,
    contest.status,
    result.source,
    result.source_url
from core.party_result as result
inner join core.contest as contest using (ballot_paper_id)
where contest.kind != 'notional'
order by contest.poll_date, contest.constituency, result.vote_share desc nulls last, result.party;

comment on view seat_results is 'One row per contest and party, for every contest, also those known only by party columns or by changes.';
