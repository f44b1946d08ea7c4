create view candidacies as
select
    candidacy.candidacy_id,
    candidacy.ballot_paper_id,
    contest.election_type,
    contest.organisation,
    contest.kind as election_kind,
    contest.poll_date,
    contest.constituency,
    contest.seats,
    contest.gss_code,
    contest.nation,
    contest.region,
    candidacy.candidate,
    person.person_id,
    person.dc_person_id,
    person.mnis_id,
    candidacy.party,
    candidacy.party_abbreviation,
    party.ec_party_id,
    candidacy.party_family,
    case when candidacy.is_joint then candidacy.party || ' and ' || joint.party end as description,
    candidacy.endorsement,
    candidacy.votes,
    candidacy.votes / nullif(contest.valid_votes, 0) as vote_share,
    case
        when candidacy.party_family not in ('Independent', 'Speaker')
            then candidacy.votes / nullif(contest.valid_votes, 0) - base.vote_share
    end as share_change,
    coalesce(result.change_basis, 'none') as change_basis,
    candidacy.position,
    candidacy.is_elected,
    candidacy.is_winner_derived,
    contest.status,
    -- one twentieth of the valid votes since 1 October 1985, one eighth before; "not more than" loses it
    case
        when contest.election_type = 'local' then null -- nobody pays one to stand for a council
        when contest.poll_date >= date '1985-10-01' then candidacy.votes * 20 <= contest.valid_votes
        else candidacy.votes * 8 <= contest.valid_votes
    end as is_deposit_lost,
    candidacy.votes_source as source,
    candidacy.votes_rule,
    candidacy.source_url
from core.candidacy as candidacy
inner join core.contest as contest using (ballot_paper_id)
left join core.contest_result as result using (ballot_paper_id)
left join core.family_result as base
    on result.base_ballot_paper_id = base.ballot_paper_id and candidacy.party_family = base.party_family
left join core.person as person using (candidacy_id)
left join core.candidacy_party as party on candidacy.candidacy_id = party.candidacy_id and party.ordinal = 1
left join core.candidacy_party as joint on candidacy.candidacy_id = joint.candidacy_id and joint.ordinal = 2
where contest.kind != 'notional'
order by contest.poll_date, contest.constituency, candidacy.position, candidacy.candidate;

comment on view candidacies is 'One row per person standing in one contest, with votes, share, change and place.';
