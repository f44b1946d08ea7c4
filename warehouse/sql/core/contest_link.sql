-- Which contest each statement is about. A statement that names no seat (a results CSV) belongs to the contest whose
-- publisher's id it carries; one contest under two spellings of its seat takes the most trusted source's id. A by-election
-- under two days is one contest when seat and Parliament are the same, the days differ by one slip (one of day, month and
-- year), and no source knows of both. A poll that was called off is not the one held later. A council's seat has no code that sources print: inside one council and day the
-- words of its name, in whatever order, say which it is, and a document that names itself after a ballot gives the id.
create table core.contest_link as
with named as (
    select
        statement.statement_no,
        statement.source,
        statement.source_contest_id,
        statement.observed_at,
        statement.kind,
        statement.ballot_paper_id,
        statement.parliament_number,
        regexp_extract(statement.ballot_paper_id, '^[a-z]+\.([^.]+)\.', 1) as seat,
        coalesce(statement.general_election_date, statement.poll_date) as election_date,
        coalesce(statement.poll_status in ('cancelled', 'postponed', 'void'), false) as is_called_off,
        coalesce(statement.gss_code, area.gss_code) as gss_code,
        case when statement.election_type = 'local' then statement.organisation_id || ' ' || statement.ward_key
            else coalesce(statement.gss_code, area.gss_code) end as seat_code,
        case when statement.election_type = 'local' then statement.source_contest_id is distinct from statement.ballot_paper_id
            else false end as is_id_built,
        source.trust * 100 + statement.document_rank as rank
    from raw.contest_statement as statement
    inner join core.source as source using (source)
    left join core.area as area using (source, source_area_id)
    where statement.ballot_paper_id is not null
),

one_seat as (
    select kind, election_date, seat_code, arg_min(ballot_paper_id, (is_id_built, rank, ballot_paper_id)) as ballot_paper_id
    from named
    where seat_code is not null
    group by kind, election_date, seat_code
),

same_seat as (
    select
        named.statement_no,
        named.source,
        named.source_contest_id,
        named.observed_at,
        named.gss_code,
        named.seat,
        named.parliament_number,
        named.election_date,
        named.rank,
        named.kind,
        named.is_called_off,
        coalesce(one_seat.ballot_paper_id, named.ballot_paper_id) as ballot_paper_id
    from named
    left join one_seat using (kind, election_date, seat_code)
),

by_election as (
    select
        ballot_paper_id, parliament_number,
        list_concat(list(distinct seat), coalesce(list(distinct gss_code) filter (where gss_code is not null), [])) as seats,
        any_value(election_date) as poll_date, list(distinct source) as sources, min(rank) as rank
    from same_seat
    where kind = 'by-election' and parliament_number is not null
    group by ballot_paper_id, parliament_number
    having not bool_or(is_called_off)
),

one_slip as (
    select slipped.ballot_paper_id, min(other.ballot_paper_id) as same_as
    from by_election as slipped
    inner join by_election as other
        on slipped.parliament_number = other.parliament_number
        and list_has_any(slipped.seats, other.seats)
        and not list_has_any(slipped.sources, other.sources)
        and (slipped.rank, slipped.ballot_paper_id) > (other.rank, other.ballot_paper_id)
        and (day(slipped.poll_date) != day(other.poll_date))::integer + (month(slipped.poll_date) != month(other.poll_date))::integer
            + (year(slipped.poll_date) != year(other.poll_date))::integer = 1
    group by slipped.ballot_paper_id
    having count(*) = 1
),

linked as (
    select
        same_seat.statement_no, same_seat.source, same_seat.source_contest_id, same_seat.observed_at, same_seat.gss_code,
        coalesce(one_slip.same_as, same_seat.ballot_paper_id) as ballot_paper_id
    from same_seat
    left join one_slip using (ballot_paper_id)
),

publishers_id as (
    select source, source_contest_id, arg_max(ballot_paper_id, observed_at) as ballot_paper_id
    from linked
    where source_contest_id is not null
    group by source, source_contest_id
),

-- the XML of a council by-election has neither day nor ballot id: where it names people of the ward's one by-election that
-- other documents know, it is about that
by_people as (
    select statement.statement_no, min(linked.ballot_paper_id) as ballot_paper_id
    from raw.contest_statement as statement
    inner join raw.candidacy_statement as line using (statement_no)
    inner join raw.contest_statement as other
        on statement.organisation_id = other.organisation_id and statement.ward_key = other.ward_key
    inner join linked on other.statement_no = linked.statement_no
    inner join raw.candidacy_statement as other_line on other.statement_no = other_line.statement_no and line.name_key = other_line.name_key
    where statement.ballot_paper_id is null and statement.election_type = 'local'
    group by statement.statement_no
    having count(distinct linked.ballot_paper_id) = 1
)

select statement_no, ballot_paper_id, gss_code
from linked
union all
select
    statement.statement_no,
    coalesce(publishers_id.ballot_paper_id, own.ballot_paper_id, by_people.ballot_paper_id) as ballot_paper_id,
    statement.gss_code
from raw.contest_statement as statement
left join publishers_id using (source, source_contest_id)
-- starter data names contests by our own ids
left join (select distinct ballot_paper_id from linked) as own
    on statement.is_starter and statement.source_contest_id = own.ballot_paper_id
left join by_people using (statement_no)
where statement.ballot_paper_id is null
    and coalesce(publishers_id.ballot_paper_id, own.ballot_paper_id, by_people.ballot_paper_id) is not null;

comment on table core.contest_link is 'One row per contest statement: the contest it is about.';
