-- What each contest is measured against: the previous general election on the same boundaries (notional results where
-- boundaries moved), and the seat's previous contest of any kind.
create table core.contest_base as
with seat as (
    select
        ballot_paper_id,
        kind,
        seat_id,
        coalesce(general_election_date, poll_date) as election_date,
        -- notional results stand beside the general election they re-count, and after it in the seat's order
        case kind when 'general election' then 0 when 'notional' then 1 else 2 end as turn
    from core.contest
),

ordered as (
    select
        *,
        last_value(case when kind = 'general election' then ballot_paper_id end ignore nulls) over earlier as last_general,
        last_value(case when kind != 'by-election' then ballot_paper_id end ignore nulls) over earlier as last_base,
        last_value(case when kind != 'notional' then ballot_paper_id end ignore nulls) over earlier as last_contest
    from seat
    window earlier as (
        partition by seat_id order by election_date, turn rows between unbounded preceding and 1 preceding
    )
)

select
    ballot_paper_id,
    case when kind = 'general election' then last_base else last_general end as base_ballot_paper_id,
    last_contest as previous_ballot_paper_id,
    case
        when kind = 'general election' and last_base like 'notional.%' then 'notional'
        when kind = 'general election' and last_base is not null then 'same boundaries'
        when kind = 'by-election' and last_general is not null then 'same boundaries'
        else 'none'
    end as change_basis
from ordered
where kind != 'notional';

comment on table core.contest_base is 'One row per contest: the contests its changes, swing and outcome are measured against.';
