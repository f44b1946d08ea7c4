create view vacancies as
select
    ballot_paper_id, poll_date, constituency, vacancy_cause, vacancy_words, vacancy_source, vacancy_date, vacancy_date_source, outgoing_member,
    outgoing_party, outgoing_rule, outgoing_source, writ_date, writ_date_source, status
from core.vacancy
order by poll_date, constituency;

comment on view vacancies is 'One row per by-election: why the seat was vacant, since when, who sat before, and who says so.';
