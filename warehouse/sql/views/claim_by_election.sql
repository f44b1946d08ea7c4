-- What each by-election of Great Britain adds to the aggregates of sheet 12 of CBP-7529, twice: as the list of the same
-- workbook prints it (sheet 13), and as it is settled here.
-- Change: a party that did not stand both then and now adds nought, as in the Library's averages (`is_stated` is false);
-- a by-election that had no poll, or none to be compared with, adds nothing.
create view core.claim_by_election as
with heading as (
    select distinct heading from core.claim_heading
    union all
    select 'Other'
),

listed as (
    select statement.*, coalesce(link.ballot_paper_id, statement.statement_id) as contest_id
    from raw.contest_statement as statement
    left join core.contest_link as link using (statement_no)
    where statement.document = '13 by-elections list Visual' and not statement.is_starter
),

settled as (
    select summary.*, coalesce(result.base_family, lost_by.party_family, summary.gained_from) as losing_family
    from core.contest_summary as summary
    left join core.contest_result as result using (ballot_paper_id)
    left join core.party as lost_by on summary.gained_from = lost_by.party
    where summary.kind = 'by-election' and summary.election_type = 'parl' and summary.nation is distinct from 'Northern Ireland'
        and summary.status != 'nominated' and not summary.is_called_off
),

by_election as (
    select
        'list' as told_by, statement_id as told_as, capture_id, contest_id as ballot_paper_id, parliament_number, outcome,
        outcome_family as winning_family, gained_from_family as losing_family, turnout
    from listed
    union all
    select
        'settled', ballot_paper_id, null, ballot_paper_id, parliament_number, outcome,
        winning_family, losing_family, turnout_valid
    from settled
),

-- changes as printed; of a by-election known by a list alone they are what is settled
printed as (
    select
        listed.statement_id as told_as, votes.party_printed as heading,
        -- 1e-07 is how the list prints a nought that shows
        coalesce(try_cast(votes.share_change_printed as double), votes.share_change) as share_change
    from listed
    inner join raw.party_votes_statement as votes using (statement_no)
    where votes.share_change is not null
    union all
    select settled.ballot_paper_id, votes.party_printed, votes.share_change
    from settled
    inner join core.party_column as votes using (ballot_paper_id)
    where settled.status = 'summary' and votes.share_change is not null
    qualify votes.statement_no = arg_min(votes.statement_no, votes.rank) over (partition by settled.ballot_paper_id)
),

-- shares of a contest with votes, by the same headings
share as (
    select result.ballot_paper_id, coalesce(column_of.heading, 'Other') as heading, sum(result.vote_share) as vote_share
    from core.party_result as result
    left join core.claim_heading as column_of using (party_family)
    where result.votes is not null
    group by all
),

computed as (
    select settled.ballot_paper_id as told_as, now.heading, now.vote_share - before.vote_share as share_change
    from settled
    inner join core.contest_base as base using (ballot_paper_id)
    inner join share as now on settled.ballot_paper_id = now.ballot_paper_id
    -- without the same heading before, the contest can be compared and the party cannot
    left join share as before on base.base_ballot_paper_id = before.ballot_paper_id and now.heading = before.heading
    where settled.status != 'summary' and base.base_ballot_paper_id in (from share select ballot_paper_id)
),

changed as (
    from printed
    union all
    from computed
),

-- by-elections with any change at all, and what each heading's was
comparable as (
    select by_election.*, heading.heading, changed.share_change
    from by_election
    cross join heading
    left join changed on by_election.told_as = changed.told_as and heading.heading = changed.heading
    where by_election.told_as in (from changed select told_as)
),

-- +1 for the party that gained the seat, -1 for the one that lost it
moved as (
    select
        by_election.*,
        heading.heading,
        (heading.heading = coalesce(won.heading, 'Other'))::integer
            - (by_election.losing_family is not null and heading.heading = coalesce(lost.heading, 'Other'))::integer as seats
    from by_election
    cross join heading
    left join core.claim_heading as won on by_election.winning_family = won.party_family
    left join core.claim_heading as lost on by_election.losing_family = lost.party_family
),

adding as (
    select told_by, told_as, 'by-elections' as measure, null as heading, 1::double as adds, true as is_stated from by_election
    union all
    select told_by, told_as, 'no change', null, coalesce(outcome = 'hold', false)::integer, outcome is not null from by_election
    union all
    select told_by, told_as, 'net seats', heading, case when outcome = 'gain' then seats else 0 end, outcome is not null from moved
    union all
    -- neither a gain nor a hold: the seat was the Speaker's
    select told_by, told_as, 'wins', heading, 1, true from moved where outcome is null and winning_family is not null and seats = 1
    union all
    select told_by, told_as, 'average change', heading, coalesce(share_change, 0), share_change is not null from comparable
    union all
    select told_by, told_as, 'average turnout', null, turnout, true from by_election where turnout is not null
)

select
    adding.told_by, by_election.capture_id, by_election.ballot_paper_id, by_election.parliament_number, adding.measure, adding.heading,
    adding.adds, adding.is_stated
from adding
inner join by_election using (told_as);

comment on view core.claim_by_election is 'One row per by-election, who tells of it (the list of a capture, or what is settled), measure and heading of sheet 12.';
