-- What each contest is measured against: the previous general election on the same boundaries (notional results where
-- boundaries moved), and the seat's previous contest of any kind. A poll that was called off is no base of another.
create macro core.first_thursday_of_may(of_year) as
    make_date(of_year, 5, 1) + cast((11 - dayofweek(make_date(of_year, 5, 1))) % 7 as integer);

-- The last day on or before another on which councils hold their ordinary elections.
create macro core.ordinary_election_day(day) as
    case when core.first_thursday_of_may(year(day)) <= day then core.first_thursday_of_may(year(day))
        else core.first_thursday_of_may(year(day) - 1) end;

create table core.contest_base as
with seat as (
    select
        ballot_paper_id,
        kind,
        election_type,
        is_called_off,
        seat_id,
        parliament_number,
        coalesce(general_election_date, poll_date) as election_date,
        -- notional results stand beside the general election they re-count, and after it in the seat's order
        case kind when 'general election' then 0 when 'notional' then 1 else 2 end as turn
    from core.contest
),

ordered as (
    select
        *,
        last_value(case when kind = 'general election' and not is_called_off then ballot_paper_id end ignore nulls) over earlier as last_general,
        last_value(case when kind != 'by-election' and not is_called_off then ballot_paper_id end ignore nulls) over earlier as last_base,
        last_value(case when kind != 'notional' and not is_called_off then ballot_paper_id end ignore nulls) over earlier as last_contest,
        last_value(case when kind != 'notional' and not is_called_off then election_date end ignore nulls) over earlier as last_contest_date,
        -- the Parliament elected last before it: another one means that a general election in between is not here
        parliament_number - case when kind = 'general election' then 1 else 0 end
            != last_value(case when kind = 'general election' then parliament_number end ignore nulls) over earlier as is_one_missing
    from seat
    window earlier as (
        partition by seat_id order by election_date, turn rows between unbounded preceding and 1 preceding
    )
)

select
    ballot_paper_id,
    case
        when kind = 'general election' and (last_base like 'notional.%' or is_one_missing is not true) then last_base
        when kind = 'by-election' and is_one_missing is not true then last_general
    end as base_ballot_paper_id,
    case
        -- the ordinary elections of councils are not here: where the first Thursday of a May lies between, one may have been held
        when election_type = 'local' and last_contest_date < core.ordinary_election_day(election_date) then null
        when is_one_missing is not true then last_contest
    end as previous_ballot_paper_id,
    case
        when kind = 'general election' and last_base like 'notional.%' then 'notional'
        when kind = 'general election' and last_base is not null and is_one_missing is not true then 'same boundaries'
        when kind = 'by-election' and last_general is not null and is_one_missing is not true then 'same boundaries'
        else 'none'
    end as change_basis
from ordered
where kind != 'notional';

comment on macro core.first_thursday_of_may is 'The first Thursday of May of a year.';
comment on macro core.ordinary_election_day is 'The last ordinary election day of councils on or before a day.';
comment on table core.contest_base is 'One row per contest: the contests its changes, swing and outcome are measured against.';
