create view calendar as
select
    ballot_paper_id, poll_date, constituency, organisation, election_type, nation, seats, vacancy_cause, writ_date, status, due,
    close_of_nominations, sopn_publish_deadline, registration_deadline, postal_vote_application_deadline, timetable_basis, poll_closes_at,
    declaration_due_at, candidate_count, winner, winning_party, declared_at, is_declared, is_overdue, replaced_by, source, source_url
from calendar_at(now());

comment on view calendar is 'One row per by-election, latest poll first: what polls when, what is due next, what is declared, what is overdue, by the clock of whoever asks.';
