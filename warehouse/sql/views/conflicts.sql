create view conflicts as
select
    conflict.ballot_paper_id,
    contest.poll_date,
    contest.constituency,
    conflict.candidacy_id,
    conflict.candidate,
    conflict.figure,
    conflict.settled_value,
    conflict.settled_source,
    conflict.other_value,
    conflict.other_source,
    conflict.other_document,
    conflict.difference,
    conflict.explanation
from core.conflict as conflict
inner join core.contest as contest using (ballot_paper_id)
order by contest.poll_date, contest.constituency, conflict.figure, conflict.candidate, conflict.other_source, conflict.other_document;

comment on view conflicts is 'One row per figure on which a source disagrees with the settled one, or one source with arithmetic.';
