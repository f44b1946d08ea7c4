-- The person behind each candidacy: by member id, else by Democracy Club id, else known from this candidacy alone.
create table core.person as
with dc_member as (
    -- one candidacy that carries both ids joins them for all
    select dc.id as dc_id, case when count(distinct mnis.id) = 1 then any_value(mnis.id) end as mnis_id
    from core.person_link as dc
    inner join core.person_link as mnis
        on dc.candidacy_id = mnis.candidacy_id and mnis.issuer = 'mnis' and mnis.refused_because is null
    where dc.issuer = 'dc' and dc.refused_because is null
    group by dc.id
)

select
    candidacy.candidacy_id,
    case
        when coalesce(mnis.id, dc_member.mnis_id) is not null then 'mnis:' || coalesce(mnis.id, dc_member.mnis_id)
        when dc.id is not null then 'dc:' || dc.id
        else candidacy.candidacy_id
    end as person_id,
    coalesce(mnis.id, dc_member.mnis_id) as mnis_id,
    dc.id as dc_person_id,
    case
        when mnis.id is not null then 'member id'
        when dc_member.mnis_id is not null then 'member id, through the Democracy Club id'
        when dc.id is not null then 'Democracy Club id'
        else 'no id: this candidacy alone'
    end as rule
from core.candidacy as candidacy
left join core.person_link as mnis
    on candidacy.candidacy_id = mnis.candidacy_id and mnis.issuer = 'mnis' and mnis.refused_because is null
left join core.person_link as dc
    on candidacy.candidacy_id = dc.candidacy_id and dc.issuer = 'dc' and dc.refused_because is null
left join dc_member on dc.id = dc_member.dc_id
where candidacy.candidate is not null;

comment on table core.person is 'One row per candidacy of a named person: who that is, and by which rule.';
