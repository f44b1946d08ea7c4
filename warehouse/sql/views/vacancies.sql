create view vacancies as
select
    vacancy.ballot_paper_id, poll_date, constituency, vacancy_cause, vacancy_words, vacancy_source, vacancy_date, vacancy_date_source, outgoing_member,
    outgoing_party, outgoing_rule, outgoing_source, writ_date, writ_date_source, status,
    poll.replaces, poll.replaced_by, poll.postponed_from
from core.vacancy as vacancy
left join core.replacement as poll using (ballot_paper_id)
order by poll_date, constituency;

comment on view vacancies is 'One row per by-election: why the seat was vacant, since when, who sat before, and who says so.';
