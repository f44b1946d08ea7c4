-- A poll that one source calls cancelled or postponed, and of which another has votes or a result: one of them is wrong.
-- It counts as held.
-- grave: no
select
    contest.ballot_paper_id as subject,
    statement.source || ' calls it ' || statement.poll_status || '; by others it is ' || contest.status as seen
from core.witness as witness
inner join raw.contest_statement as statement using (statement_no)
inner join core.contest as contest on witness.ballot_paper_id = contest.ballot_paper_id
where statement.poll_status in ('cancelled', 'postponed', 'void') and not contest.is_called_off;
