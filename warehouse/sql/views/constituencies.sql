create view constituencies as
select
    gss_code || ':' || coalesce(cast(boundary_set_start as varchar), '?') as constituency_id,
    arg_max(constituency, (poll_date, ballot_paper_id)) as constituency,
    gss_code,
    arg_max(nation, (poll_date, ballot_paper_id)) as nation,
    arg_max(region, (poll_date, ballot_paper_id)) as region,
    arg_max(designation, (poll_date, ballot_paper_id)) as designation,
    boundary_set_start,
    list(distinct constituency order by constituency) as names,
    count(*) filter (where kind = 'by-election') as by_elections,
    min(poll_date) filter (where kind != 'notional') as first_poll_date,
    max(poll_date) filter (where kind != 'notional') as last_poll_date
from core.contest
where gss_code is not null
group by gss_code, boundary_set_start
order by constituency, boundary_set_start;

comment on view constituencies is 'One row per seat on given boundaries; new boundaries make another seat, even under the old name.';
