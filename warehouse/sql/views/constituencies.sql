create view constituencies as
with seat as (
    select
        seat_id,
        arg_max(constituency, (poll_date, ballot_paper_id)) as constituency,
        any_value(gss_code) as gss_code,
        coalesce(arg_max(nation, (poll_date, ballot_paper_id)), 'University') as nation,
        arg_max(region, (poll_date, ballot_paper_id)) as region,
        arg_max(designation, (poll_date, ballot_paper_id)) as designation,
        boundary_set_start,
        max(seats) as seats,
        list(distinct constituency order by constituency) as names,
        count(*) filter (where kind = 'by-election' and not is_called_off) as by_elections,
        min(poll_date) filter (where kind != 'notional') as first_poll_date,
        max(poll_date) filter (where kind != 'notional') as last_poll_date
    from core.contest
    where election_type = 'parl'
    group by seat_id, boundary_set_start
),

identified as (
    select
        seat.*,
        coalesce(seat.gss_code || ':' || coalesce(cast(seat.boundary_set_start as varchar), '?'), seat.seat_id) as constituency_id,
        reviewed.boundary_set_end,
        reviewed.earlier_constituency,
        reviewed.earlier_boundary_set_start
    from seat
    left join core.seat as reviewed using (constituency, nation, boundary_set_start)
),

-- the same place on the boundaries before, under its name or a reviewed earlier one; not the same electors
followed as (
    select seat.constituency_id, before.constituency_id as predecessor_id
    from identified as seat
    inner join identified as before
        on seat.nation = before.nation
        and seat.earlier_constituency = before.constituency
        and seat.earlier_boundary_set_start = before.boundary_set_start
)

select
    seat.constituency_id,
    seat.constituency,
    seat.gss_code,
    nullif(seat.nation, 'University') as nation,
    seat.region,
    seat.designation,
    seat.boundary_set_start,
    seat.boundary_set_end,
    earlier.predecessor_id,
    later.constituency_id as successor_id,
    seat.seats,
    seat.names,
    seat.by_elections,
    seat.first_poll_date,
    seat.last_poll_date
from identified as seat
left join followed as earlier on seat.constituency_id = earlier.constituency_id
left join followed as later on seat.constituency_id = later.predecessor_id
order by seat.constituency, seat.boundary_set_start;

comment on view constituencies is 'One row per seat on given boundaries; new boundaries make another seat, even under the old name.';
