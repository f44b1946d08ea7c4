-- Parties of a candidacy: none (independent), one, or two (joint). Where no source prints the Electoral Commission id, it
-- is the party's only registration in that part of the kingdom on polling day; with two that fit it stays unknown.
-- An id that two parties of one contest carry stays with the one it is registered to, and is refused to the other.
create table core.candidacy_party (
    candidacy_id varchar not null,
    ordinal integer not null check (ordinal in (1, 2)),
    party varchar not null,
    ec_party_id varchar,
    is_ec_party_id_stated boolean not null,
    refused_ec_party_id varchar,
    primary key (candidacy_id, ordinal)
);

insert into core.candidacy_party
with refused as (
    select candidacy.candidacy_id, candidacy.ec_party_id
    from core.candidacy as candidacy
    inner join (
        select ballot_paper_id, ec_party_id from core.candidacy
        where ec_party_id is not null
        group by ballot_paper_id, ec_party_id
        having count(distinct party) > 1
    ) as shared using (ballot_paper_id, ec_party_id)
    where not exists (
        select 1 from core.registration as registration
        where registration.party = candidacy.party and registration.ec_party_id = candidacy.ec_party_id
    )
),

registered as (
    select
        candidacy.candidacy_id,
        case when count(distinct registration.ec_party_id) = 1 then any_value(registration.ec_party_id) end as ec_party_id
    from core.candidacy as candidacy
    inner join core.contest as contest using (ballot_paper_id)
    inner join core.registration as registration
        on candidacy.party = registration.party
        and registration.country = case when contest.nation = 'Northern Ireland' then 'Northern Ireland' else 'Great Britain' end
        and (registration.registered_on is null or registration.registered_on <= contest.poll_date)
        and (registration.deregistered_on is null or registration.deregistered_on >= contest.poll_date)
    where candidacy.ec_party_id is null or candidacy.candidacy_id in (select candidacy_id from refused)
    group by candidacy.candidacy_id
)

select
    candidacy.candidacy_id,
    1,
    candidacy.party,
    case when refused.candidacy_id is null then coalesce(candidacy.ec_party_id, registered.ec_party_id) else registered.ec_party_id end,
    candidacy.ec_party_id is not null and refused.candidacy_id is null,
    refused.ec_party_id
from core.candidacy as candidacy
left join registered using (candidacy_id)
left join refused using (candidacy_id)
where candidacy.party is not null and candidacy.party not in ('Independent', 'Speaker')
union all
select candidacy_id, 2, coalesce(adjunct_party, case adjunct_ec_id when 'PP119' then 'Co-operative' else adjunct_ec_id end),
    adjunct_ec_id, adjunct_ec_id is not null, null
from core.candidacy
where is_joint and (adjunct_party is not null or adjunct_ec_id is not null);

comment on table core.candidacy_party is 'One row per candidacy and party it stands for: none, one or two.';
