-- Starter data: one row per candidacy.
select
    contest.ballot_paper_id, candidacy.given_name,
    case when candidacy.given_name is null and candidacy.family_name is null then candidacy.candidate else candidacy.family_name end
        as family_name,
    candidacy.party, candidacy.party_abbreviation, candidacy.party_mnis_id, party.ec_party_id, candidacy.adjunct_party,
    candidacy.votes, case when contest.kind != 'notional' then candidacy.is_elected end as is_elected,
    candidacy.mnis_id, candidacy.dc_person_id,
    coalesce(other.source, candidacy.votes_source) as source,
    cast(said.stated_at as date) as stated_at,
    coalesce(other.publication, publication.publication) as publication
from core.candidacy as candidacy
inner join core.contest as contest using (ballot_paper_id)
left join core.candidacy_party as party on candidacy.candidacy_id = party.candidacy_id and party.ordinal = 1
left join origin as other using (kind, parliament_number)
left join said on contest.ballot_paper_id = said.ballot_paper_id and candidacy.votes_source = said.source
left join publication on publication.source = candidacy.votes_source and publication.document is null
inner join by_candidacy using (ballot_paper_id)
where contest.kind = getvariable('kind') and contest.election_type = 'parl' and not contest.is_called_off
    and coalesce(year(contest.general_election_date) between getvariable('first_year') and getvariable('last_year'), true)
order by contest.ballot_paper_id, source, candidacy.votes desc, candidacy.candidate
