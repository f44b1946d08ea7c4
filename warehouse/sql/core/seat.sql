-- The reviewed seats: every constituency since 1918, once for each set of boundaries it was fought on.
create table core.seat (
    constituency varchar not null,
    nation varchar not null,
    boundary_set_start date not null,
    boundary_set_end date check (boundary_set_end > boundary_set_start),
    earlier_constituency varchar,
    earlier_boundary_set_start date,
    primary key (constituency, nation, boundary_set_start)
);

comment on table core.seat is 'One row per reviewed seat on given boundaries, and the seat of its place before (flows/clean/seats.yaml).';
