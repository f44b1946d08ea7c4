create view parties as
with abbreviation as (
    -- the one it stood under most often, of equals the latest
    select party, arg_max(party_abbreviation, (candidacies, last_poll_date, party_abbreviation)) as party_abbreviation
    from (
        select candidacy.party, candidacy.party_abbreviation, count(*) as candidacies, max(contest.poll_date) as last_poll_date
        from core.candidacy as candidacy
        inner join core.contest as contest using (ballot_paper_id)
        where candidacy.party_abbreviation is not null and contest.kind != 'notional'
        group by candidacy.party, candidacy.party_abbreviation
    )
    group by party
),

stood as (
    select
        candidacy.party,
        min(candidacy.party_family) as party_family,
        list(distinct party.ec_party_id order by party.ec_party_id) filter (where party.ec_party_id is not null) as ec_party_ids,
        list(distinct candidacy.party_mnis_id order by candidacy.party_mnis_id) filter (where candidacy.party_mnis_id is not null)
            as party_mnis_ids,
        count(*) as candidacies,
        min(contest.poll_date) as first_poll_date,
        max(contest.poll_date) as last_poll_date
    from core.candidacy as candidacy
    inner join core.contest as contest using (ballot_paper_id)
    left join core.candidacy_party as party on candidacy.candidacy_id = party.candidacy_id and party.ordinal = 1
    where candidacy.party is not null and contest.kind != 'notional'
    group by candidacy.party
),

spelling as (
    select party, list(distinct party_printed order by party_printed) as names
    from raw.candidacy_statement
    where party is not null and party_printed is not null and party_printed != ''
    group by party
),

registered as (
    select
        party,
        list({
            'ec_party_id': ec_party_id, 'country': country, 'registered_on': registered_on, 'deregistered_on': deregistered_on
        } order by registered_on, ec_party_id, country) as registrations
    from (select distinct party, ec_party_id, country, registered_on, deregistered_on from core.registration)
    group by party
),

-- the reviewed ones, whether or not they stood, and those that nobody has reviewed
listed as (
    select party from core.party
    union
    select party from stood
)

select
    listed.party,
    coalesce(stood.party_family, reviewed.party_family) as party_family,
    coalesce(abbreviation.party_abbreviation, reviewed.short_form) as party_abbreviation,
    coalesce(reviewed.is_group, false) as is_group,
    stood.ec_party_ids,
    stood.party_mnis_ids,
    spelling.names,
    registered.registrations,
    -- one registration under another name: the Brexit Party became Reform UK
    list_sort((
        select list(distinct other.party) from stood as other
        where other.party != stood.party and list_has_any(other.ec_party_ids, stood.ec_party_ids)
    )) as same_registration_as,
    coalesce(reviewed.predecessors, []) as predecessors,
    coalesce(reviewed.successors, []) as successors,
    reviewed.first_year,
    reviewed.last_year,
    reviewed.counted_with,
    reviewed.counted_with_until,
    coalesce(stood.candidacies, 0) as candidacies,
    stood.first_poll_date,
    stood.last_poll_date,
    reviewed.note
from listed
left join core.party as reviewed using (party)
left join stood using (party)
left join abbreviation using (party)
left join spelling using (party)
left join registered using (party)
order by candidacies desc, listed.party;

comment on view parties is 'One row per party that stood or was reviewed, with every issuer''s identifiers, its names, registrations and lineage.';
