create view people as
with stated as (
    select distinct person_id as dc_person_id, other_person_id as wikidata_id
    from raw.person_identifier
    where issuer = 'dc' and other_issuer = 'wikidata'
),

-- an id that stands for two people, or two ids for one, says nothing
wikidata as (
    select dc_person_id, wikidata_id
    from stated
    qualify count(*) over (partition by wikidata_id) = 1 and count(*) over (partition by dc_person_id) = 1
)

select
    person.person_id,
    arg_max(candidacy.candidate, contest.poll_date) as name,
    list(distinct candidacy.candidate order by candidacy.candidate) as names,
    max(person.mnis_id) as mnis_id,
    max(person.dc_person_id) as dc_person_id,
    max(wikidata.wikidata_id) as wikidata_id,
    count(*) filter (where not contest.is_called_off) as candidacies,
    count(*) filter (where candidacy.is_elected) as times_elected,
    min(contest.poll_date) as first_poll_date,
    max(contest.poll_date) as last_poll_date,
    list(distinct person.rule order by person.rule) as identity_rules
from core.person as person
inner join core.candidacy as candidacy using (candidacy_id)
inner join core.contest as contest using (ballot_paper_id)
left join wikidata on person.dc_person_id = wikidata.dc_person_id
group by person.person_id
order by candidacies desc, name;

comment on view people is 'One row per person who stood, with every name and id they stood under.';
