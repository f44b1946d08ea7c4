-- Polls held in place of others: of one that was called off, of a poll that a court declared void, of one put off to a later
-- day. What a source says comes first; else it is the seat's next poll, which fills the same vacancy: in the same
-- Parliament, or the general election that ended it.
create table core.replacement as
with stated as (
    select witness.ballot_paper_id as earlier, statement.replaced_by as later, witness.rank
    from core.witness as witness
    inner join raw.contest_statement as statement using (statement_no)
    where statement.replaced_by is not null
    union all
    select statement.replaces, witness.ballot_paper_id, witness.rank
    from core.witness as witness
    inner join raw.contest_statement as statement using (statement_no)
    where statement.replaces is not null
),

next_poll as (
    select called_off.ballot_paper_id as earlier, arg_min(held.ballot_paper_id, held.poll_date) as later
    from core.contest as called_off
    inner join core.contest as held
        on (called_off.seat_id = held.seat_id or called_off.constituency = held.constituency)
        and not held.is_called_off and held.poll_date > called_off.poll_date
        and case held.kind
            when 'by-election' then held.parliament_number = called_off.parliament_number
            when 'general election' then held.parliament_number = called_off.parliament_number + 1
        end
    where called_off.is_called_off and called_off.ballot_paper_id not in (select earlier from stated)
    group by called_off.ballot_paper_id
),

-- a court voids the election of whoever sat: the poll of the vacancy is that election again
run_again as (
    select base.previous_ballot_paper_id as earlier, vacancy.ballot_paper_id as later
    from core.vacancy as vacancy
    inner join core.contest as contest using (ballot_paper_id)
    inner join core.contest_base as base using (ballot_paper_id)
    where vacancy.vacancy_cause = 'election court' and not contest.is_called_off and base.previous_ballot_paper_id is not null
),

pair as (
    select earlier, arg_min(later, rank) as later from stated group by earlier
    union all
    select earlier, later from next_poll
    union all
    select earlier, later from run_again where earlier not in (select earlier from stated)
)

select
    contest.ballot_paper_id,
    max(before.earlier) as replaces,
    max(after.later) as replaced_by,
    case
        when contest.kind = 'general election' and contest.poll_date > contest.general_election_date then contest.general_election_date
        else min(first.poll_date)
    end as postponed_from
from core.contest as contest
left join pair as before on contest.ballot_paper_id = before.later
left join pair as after on contest.ballot_paper_id = after.earlier
left join core.contest as first on before.earlier = first.ballot_paper_id and first.status = 'postponed'
where contest.kind != 'notional'
group by contest.ballot_paper_id, contest.kind, contest.poll_date, contest.general_election_date
having max(before.earlier) is not null or max(after.later) is not null
    or (contest.kind = 'general election' and contest.poll_date > contest.general_election_date);

comment on table core.replacement is 'One row per contest that was held in place of another, gave way to another, or was put off.';
