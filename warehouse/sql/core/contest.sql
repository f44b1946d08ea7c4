-- "parl.hartlepool.by.2021-05-06" -> "hartlepool", "local.kirklees.batley-east.by.2017-10-26" -> "kirklees.batley-east"
create macro seat_slug(ballot_paper_id) as regexp_extract(ballot_paper_id, '^[a-z]+\.(.+?)\.(?:by\.)?[^.]+$', 1);

-- What we hold true of each contest. Figures nobody states are NULL; shares, turnout and majority are for the views.
create table core.contest (
    ballot_paper_id varchar primary key,
    election_type varchar not null check (election_type in ('parl', 'local')),
    organisation varchar,
    voting_system varchar,
    kind varchar not null check (kind in ('by-election', 'general election', 'notional')),
    poll_date date not null,
    general_election_date date,
    parliament_number integer,
    constituency varchar not null,
    seat_id varchar not null,
    seats integer,
    gss_code varchar,
    nation varchar,
    region varchar,
    designation varchar,
    boundary_set_start date,
    writ_date date,
    declared_at timestamptz,
    electorate integer check (electorate > 0),
    electorate_rule varchar,
    electorate_source varchar,
    valid_votes integer check (valid_votes >= 0),
    valid_votes_rule varchar,
    valid_votes_source varchar,
    rejected_ballot_papers integer check (rejected_ballot_papers >= 0),
    rejected_ballot_papers_rule varchar,
    rejected_ballot_papers_source varchar,
    ballot_papers_issued integer check (ballot_papers_issued >= 0),
    is_won_by_lot boolean,
    stated_majority integer,
    stated_turnout double,
    stated_outcome varchar,
    stated_gained_from varchar,
    stated_winner varchar,
    stated_winning_party varchar,
    stated_winning_family varchar,
    status varchar not null check (
        status in ('settled', 'disputed', 'declared', 'summary', 'nominated', 'uncontested', 'cancelled', 'postponed', 'void')
    ),
    is_called_off boolean not null,
    source varchar not null,
    source_url varchar not null,
    first_stated_at timestamptz not null,
    last_stated_at timestamptz not null
);

insert into core.contest
select
    settled.ballot_paper_id,
    any_value(settled.election_type),
    any_value(settled.organisation),
    any_value(settled.voting_system),
    any_value(settled.kind),
    coalesce(any_value(settled.poll_date), any_value(settled.general_election_date)),
    any_value(settled.general_election_date),
    any_value(settled.parliament_number),
    any_value(settled.constituency),
    seat_slug(settled.ballot_paper_id),
    any_value(settled.seats),
    any_value(settled.gss_code),
    coalesce(any_value(settled.nation), case left(any_value(settled.gss_code), 1)
        when 'E' then 'England' when 'S' then 'Scotland' when 'W' then 'Wales' when 'N' then 'Northern Ireland'
    end),
    any_value(settled.region),
    any_value(settled.designation),
    any_value(settled.boundary_set_start),
    any_value(settled.writ_date),
    any_value(settled.declared_at),
    any_value(settled.electorate),
    any_value(settled.electorate_rule),
    any_value(settled.electorate_source),
    -- a total with one candidacy missing would look like a low turnout
    coalesce(any_value(settled.valid_votes), case when count(settled.votes) = count(settled.candidacy_id) then sum(settled.votes) end),
    coalesce(any_value(settled.valid_votes_rule), case when any_value(settled.votes) is not null then 'sum of votes' end),
    coalesce(any_value(settled.valid_votes_source), any_value(settled.votes_source)),
    any_value(settled.rejected_ballot_papers),
    any_value(settled.rejected_ballot_papers_rule),
    any_value(settled.rejected_ballot_papers_source),
    any_value(settled.ballot_papers_issued),
    any_value(settled.is_won_by_lot),
    any_value(settled.stated_majority),
    any_value(settled.stated_turnout),
    any_value(settled.stated_outcome),
    any_value(settled.stated_gained_from),
    any_value(settled.stated_winner),
    any_value(settled.stated_winning_party),
    any_value(settled.stated_winning_family),
    case
        -- votes, or a result, say that the poll was held after all; a void one had votes
        when any_value(settled.poll_status) = 'void' then 'void'
        when any_value(settled.poll_status) in ('cancelled', 'postponed') and count(settled.votes) = 0
            and any_value(tabled.ballot_paper_id) is null and any_value(settled.valid_votes) is null
            and any_value(settled.stated_outcome) is null then any_value(settled.poll_status)
        when bool_or(settled.is_disputed) then 'disputed'
        -- whoever counted the votes names a winner who has not the most of them
        when coalesce(any_value(settled.seats), 1) = 1 and any_value(settled.voting_system) is null
            and max(settled.votes) filter (where settled.stated_is_elected and not settled.is_elected_hearsay) < max(settled.votes) then 'disputed'
        when any_value(settled.poll_status) = 'uncontested' then 'uncontested'
        -- one candidacy, elected without a vote
        when not bool_or(settled.has_votes) and count(settled.candidacy_id) = 1 and bool_or(settled.stated_is_elected) then 'uncontested'
        when not coalesce(bool_or(settled.has_votes), false) and any_value(tabled.total) != any_value(settled.valid_votes)
            and coalesce(any_value(settled.seats), 1) = 1 then 'disputed'
        when not coalesce(bool_or(settled.has_votes), false) and any_value(tabled.total) is not null then 'settled'
        -- something is known of the result, and nobody's votes
        when not coalesce(bool_or(settled.has_votes), false) and count(settled.candidacy_id) = 0
            and (any_value(tabled.ballot_paper_id) is not null or any_value(settled.stated_winning_party) is not null
                or any_value(settled.valid_votes) is not null or any_value(settled.stated_turnout) is not null) then 'summary'
        when not coalesce(bool_or(settled.has_votes), false)
            and (bool_or(settled.stated_is_elected) or any_value(settled.named_winner_id) is not null) then 'declared'
        when not coalesce(bool_or(settled.has_votes), false) then 'nominated'
        -- whoever tells results on the night needs a second who tells the same
        when len(any_value(settled.vote_sources)) = 1 and any_value(settled.vote_sources)[1] in (select source from core.source where is_night_of)
            then 'declared'
        else 'settled'
    end,
    false,
    any_value(settled.contest_source),
    any_value(settled.contest_source_url),
    any_value(settled.first_stated_at),
    any_value(settled.last_stated_at)
from settled_now as settled
left join (
    -- what the best table of party columns has of it: votes, or no more than changes
    select ballot_paper_id, arg_min(total, rank) as total
    from (
        select witness.ballot_paper_id, witness.rank, sum(votes.votes) as total
        from core.witness as witness
        inner join raw.party_votes_statement as votes using (statement_no)
        where votes.votes is not null or votes.share_change is not null
        group by witness.ballot_paper_id, witness.rank
    )
    group by ballot_paper_id
) as tabled on settled.ballot_paper_id = tabled.ballot_paper_id
group by settled.ballot_paper_id;

update core.contest set is_called_off = status in ('cancelled', 'postponed', 'void');

-- a by-election of a list is told by the name of its seat alone: the seat's last general election has the rest
update core.contest as contest
set
    gss_code = seat.gss_code,
    nation = coalesce(contest.nation, seat.nation),
    region = coalesce(contest.region, seat.region),
    designation = coalesce(contest.designation, seat.designation),
    boundary_set_start = coalesce(contest.boundary_set_start, seat.boundary_set_start)
from core.contest as seat
where contest.kind = 'by-election' and contest.gss_code is null
    and seat.kind = 'general election' and seat.parliament_number = contest.parliament_number
    and seat_slug(seat.ballot_paper_id) = seat_slug(contest.ballot_paper_id);

-- a by-election's page names its seat without region or boundaries: the seat's general elections have them
update core.contest as contest
set
    region = coalesce(contest.region, seat.region),
    designation = coalesce(contest.designation, seat.designation),
    boundary_set_start = coalesce(contest.boundary_set_start, seat.boundary_set_start)
from (
    select
        poll.ballot_paper_id,
        arg_max(area.region, area.boundary_set_start) as region,
        arg_max(area.designation, area.boundary_set_start) as designation,
        max(area.boundary_set_start) as boundary_set_start
    from core.contest as poll
    inner join (
        select distinct gss_code, region, designation, boundary_set_start
        from core.contest
        where boundary_set_start is not null
    ) as area
        on poll.gss_code = area.gss_code and poll.poll_date >= area.boundary_set_start
    where poll.boundary_set_start is null
    group by poll.ballot_paper_id
) as seat
where contest.ballot_paper_id = seat.ballot_paper_id;

-- a seat is its code, which a changed boundary changes; before there were codes, its name on given boundaries
update core.contest
set seat_id = case when election_type = 'local' then seat_slug(ballot_paper_id)
    else coalesce(gss_code, seat_slug(ballot_paper_id) || coalesce(':' || boundary_set_start, '')) end;

drop macro seat_slug;

comment on table core.contest is 'One row per contest: by-election, seat at a general election, or notional base.';
comment on column core.contest.status is 'How far the result is known: settled, disputed (no rule decides), declared (the winner and no votes yet, or one night-of source), nominated (no result yet), ...';
comment on column core.contest.valid_votes_rule is 'Which rule decided the figure: stated, correction, sums, arithmetic, sum of votes.';
