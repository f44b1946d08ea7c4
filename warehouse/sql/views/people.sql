create view people as
select
    person.person_id,
    arg_max(candidacy.candidate, contest.poll_date) as name,
    list(distinct candidacy.candidate order by candidacy.candidate) as names,
    max(person.mnis_id) as mnis_id,
    max(person.dc_person_id) as dc_person_id,
    count(*) filter (where not contest.is_called_off) as candidacies,
    count(*) filter (where candidacy.is_elected) as times_elected,
    min(contest.poll_date) as first_poll_date,
    max(contest.poll_date) as last_poll_date,
    list(distinct person.rule order by person.rule) as identity_rules
from core.person as person
inner join core.candidacy as candidacy using (candidacy_id)
inner join core.contest as contest using (ballot_paper_id)
group by person.person_id
order by candidacies desc, name;

comment on view people is 'One row per person who stood, with every name and id they stood under.';
