-- A publisher's own seat ids, and the GSS code it gives each elsewhere.
create table core.area as
select
    source,
    source_area_id,
    arg_max(gss_code, stated_at) as gss_code
from raw.contest_statement
where source_area_id is not null and gss_code is not null
group by source, source_area_id;

comment on table core.area is 'One row per seat id of a publisher, with the GSS code it stands for.';
