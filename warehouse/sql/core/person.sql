-- The person behind each candidacy: by member id, else by Democracy Club id, else known from this candidacy alone; and
-- what a reviewed decision joins on top of that.
create table core.person as
with recursive dc_member as (
    -- one candidacy that carries both ids joins them for all
    select dc.id as dc_id, case when count(distinct mnis.id) = 1 then any_value(mnis.id) end as mnis_id
    from core.person_link as dc
    inner join core.person_link as mnis
        on dc.candidacy_id = mnis.candidacy_id and mnis.issuer = 'mnis' and mnis.refused_because is null
    where dc.issuer = 'dc' and dc.refused_because is null
    group by dc.id
),

by_id as (
    select
        candidacy.candidacy_id,
        candidacy.candidate,
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
    where candidacy.candidate is not null
),

decided as (
    select distinct decision.decision_no, by_id.person_id
    from raw.person_decision as decision
    inner join by_id
        on decision.who = by_id.candidacy_id
        or decision.who = 'mnis:' || by_id.mnis_id
        or decision.who = 'dc:' || by_id.dc_person_id
    where decision.verdict = 'same'
),

joined as (
    -- union, not union all: two decisions may lead in a circle
    select person_id, person_id as other_id from decided
    union
    select joined.person_id, other.person_id
    from joined
    inner join decided as one on joined.other_id = one.person_id
    inner join decided as other using (decision_no)
),

-- of several ids the member's, then Democracy Club's, stands for the person
merged as (
    select
        person_id,
        arg_min(other_id, (not starts_with(other_id, 'mnis:'), not starts_with(other_id, 'dc:'), other_id)) as merged_id
    from joined
    group by person_id
    having count(*) > 1
),

known as (
    select
        by_id.candidacy_id,
        by_id.candidate,
        coalesce(merged.merged_id, by_id.person_id) as person_id,
        by_id.mnis_id,
        by_id.dc_person_id,
        case when merged.merged_id != by_id.person_id then 'reviewed' else by_id.rule end as rule
    from by_id
    left join merged on by_id.person_id = merged.person_id
),

usual as (
    select person_id, mode(candidate order by candidate) as usual_name
    from known
    group by person_id
)

select
    known.candidacy_id,
    known.person_id,
    known.mnis_id,
    known.dc_person_id,
    known.rule,
    round(jaro_winkler_similarity(lower(strip_accents(known.candidate)), lower(strip_accents(usual.usual_name))), 3) as score
from known
inner join usual using (person_id);

comment on table core.person is 'One row per candidacy of a named person: who that is, and by which rule.';
