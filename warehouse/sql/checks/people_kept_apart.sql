-- People whom a decision keeps apart are not one person by an id or by another decision.
-- grave: no
with named as (
    select decision.decision_no, decision.who, decision.because, person.person_id
    from raw.person_decision as decision
    inner join core.person as person
        on decision.who = person.candidacy_id or decision.who = 'mnis:' || person.mnis_id or decision.who = 'dc:' || person.dc_person_id
    where decision.verdict = 'apart'
)

select distinct one.who as subject, 'is one person with ' || other.who || ', whom flows/corrections/people.yaml keeps apart: ' || one.because as seen
from named as one
inner join named as other using (decision_no, person_id)
where one.who < other.who;
