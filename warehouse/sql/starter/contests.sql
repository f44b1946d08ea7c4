-- Starter data: one row per contest whose candidacies are known, with the figures of its own.
select
    contest.ballot_paper_id, contest.kind, contest.poll_date, contest.general_election_date, contest.parliament_number,
    contest.constituency, contest.gss_code, contest.nation, contest.region, contest.designation, contest.boundary_set_start,
    contest.writ_date, strftime(contest.declared_at at time zone 'Europe/London', '%Y-%m-%d %H:%M:%S') as declared_at,
    contest.electorate, contest.valid_votes, contest.rejected_ballot_papers,
    case contest.stated_outcome when 'hold' then result.winning_party || ' hold'
        when 'gain' then result.winning_party || coalesce(' gain from ' || contest.stated_gained_from, ' gain') end as outcome,
    coalesce(other.source, contest.source) as source,
    strftime(said.stated_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%S+00:00') as stated_at,
    contest.source_url,
    coalesce(other.publication, publication.publication) as publication
from core.contest as contest
left join core.contest_result as result using (ballot_paper_id)
left join origin as other using (kind, parliament_number)
left join publication on publication.source = contest.source and publication.document is null
left join said on contest.ballot_paper_id = said.ballot_paper_id and contest.source = said.source
inner join by_candidacy using (ballot_paper_id)
where contest.kind = getvariable('kind') and contest.election_type = 'parl' and not contest.is_called_off
    and coalesce(year(contest.general_election_date) between getvariable('first_year') and getvariable('last_year'), true)
order by contest.ballot_paper_id
