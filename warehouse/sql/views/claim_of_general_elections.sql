-- Table 1a of CBP-7529 computed again: from its own other cells, as far as the Library computed them so, and from the
-- settled votes of every seat.
create view core.claim_of_general_elections as
with cell as (
    from core.published_claim
    where claim_table = '1 GE-UK'
),

-- one row of the table; a party without a figure has no votes
printed as (
    select
        capture_id, parliament_number, measure,
        coalesce(any_value(claimed_figure) filter (where heading = 'CON'), 0) as con,
        coalesce(any_value(claimed_figure) filter (where heading = 'LAB'), 0) as lab,
        coalesce(any_value(claimed_figure) filter (where heading = 'LD'), 0) as ld,
        coalesce(any_value(claimed_figure) filter (where heading = 'PC/SNP'), 0) as nationalists,
        any_value(claimed_figure) filter (where heading = 'Other') as other,
        any_value(claimed_figure) filter (where heading = 'Total') as total
    from cell
    group by all
),

seat as (
    select
        contest.parliament_number, contest.ballot_paper_id, contest.seats,
        coalesce(contest.valid_votes, sum(result.votes)) as votes
    from core.contest as contest
    inner join core.party_result as result using (ballot_paper_id)
    where contest.kind = 'general election' and result.votes is not null
    group by contest.parliament_number, contest.ballot_paper_id, contest.seats, contest.valid_votes
),

settled_total as (
    select parliament_number, sum(votes) as votes, coalesce(bool_or(seats > 1), false) as has_two_members
    from seat
    group by parliament_number
),

-- the long series count some parties with others until a year
settled_party as (
    select contest.parliament_number, column_of.heading, sum(result.votes) as votes
    from core.party_result as result
    inner join core.contest as contest using (ballot_paper_id)
    left join core.party as known on result.party = known.party and year(contest.poll_date) <= known.counted_with_until
    left join core.party as counted_with on known.counted_with = counted_with.party
    inner join core.claim_heading as column_of on coalesce(counted_with.party_family, result.party_family) = column_of.party_family
    where contest.kind = 'general election' and result.votes is not null
    group by all
),

settled as (
    select parliament_number, heading, votes from settled_party
    union all
    select parliament_number, 'Total', votes from settled_total
    union all
    -- whoever is in no column, and votes that no party column of a seat has
    select total.parliament_number, 'Other', total.votes - coalesce(sum(party.votes), 0)
    from settled_total as total
    left join settled_party as party using (parliament_number)
    group by total.parliament_number, total.votes
),

computed as (
    select
        cell.*,
        printed.other is not null and cell.measure = 'votes' and printed.ld + printed.nationalists != 0
            and abs(printed.other - (printed.total - printed.con - printed.lab)) <= 1e-6 as counts_twice,
        case
            when cell.heading = 'Other' then printed.total - printed.con - printed.lab - printed.ld - printed.nationalists
            when cell.heading = 'Total' then printed.con + printed.lab + printed.other
                + case when counts_twice then 0 else printed.ld + printed.nationalists end
            -- votes are typed in; a share is what the others leave
            when cell.measure = 'shares' then
                printed.total - (printed.con + printed.lab + printed.ld + printed.nationalists + printed.other) + cell.claimed_figure
        end as computed_from_list,
        total.has_two_members,
        -- how much of the column may stand under Other in the table of seats: what that has there beyond this table's own
        (other.votes - 1e6 * (votes.total - votes.con - votes.lab - votes.ld - votes.nationalists)) / total.votes as other_surplus,
        cell.claimed_figure / case when cell.measure = 'votes' then votes.total else 1 end as claimed_share,
        settled.votes / total.votes as settled_share,
        case
            -- less than nine tenths are not the whole general election
            when total.votes < 0.9e6 * votes.total then null
            when cell.measure = 'votes' then coalesce(settled.votes, 0) / 1e6
            else coalesce(settled.votes, 0) / total.votes
        end as computed_value
    from cell
    left join printed
        on cell.capture_id = printed.capture_id and cell.parliament_number = printed.parliament_number and cell.measure = printed.measure
    left join printed as votes
        on cell.capture_id = votes.capture_id and cell.parliament_number = votes.parliament_number and votes.measure = 'votes'
    left join settled_total as total on cell.parliament_number = total.parliament_number
    left join settled on cell.parliament_number = settled.parliament_number and cell.heading = settled.heading
    left join settled as other on cell.parliament_number = other.parliament_number and other.heading = 'Other'
)

select
    * exclude (counts_twice, has_two_members, other_surplus, claimed_share, settled_share, computed_value),
    case when parliament_number in (from settled_total select parliament_number) then computed_value end as computed_value,
    case
        when claimed_figure is null or parliament_number is null or measure is null then 'the cell was not understood'
        when computed_from_list is null then 'typed in: only settled totals can be compared'
        when abs(claimed_figure - computed_from_list) <= tolerance then null
        when heading = 'Other' and counts_twice then 'Liberal and nationalist votes counted twice'
        else 'not explained'
    end as why_not_from_list,
    case
        when parliament_number not in (from settled_total select parliament_number) or computed_value is null
            then 'not all seats of the general election are settled'
        when claimed_figure is null then null
        when abs(claimed_figure - computed_value) <= tolerance then null
        when heading not in ('Other', 'Total') and other_surplus > 0.002
            and claimed_share - coalesce(settled_share, 0) between 0.001 and 2 * other_surplus
            and claimed_share - coalesce(settled_share, 0) > 0.005 * claimed_share then 'part of its votes stands under Other in the table of seats'
        when heading = 'Other' and other_surplus > 0.002 then 'votes of other columns stand under Other in the table of seats'
        when has_two_members then 'two-member seats are scaled'
        when abs(claimed_figure - computed_value) < 0.001 * claimed_figure then 'not explained, less than one in a thousand apart'
        else 'not explained'
    end as why_not_settled
from computed;

comment on view core.claim_of_general_elections is 'One row per cell of Table 1a of CBP-7529: computed from the table itself and from what is settled, and why they differ.';
