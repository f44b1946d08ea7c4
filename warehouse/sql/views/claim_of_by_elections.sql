-- Sheet 12 of CBP-7529 computed again: from the list of the same workbook, and from what is settled. Where the list does
-- not give what the cell says, the mistakes that such sheets make are tried on the list, one after another.
create view core.claim_of_by_elections as
with told as (
    select
        told_by, capture_id, parliament_number, measure, heading,
        sum(adds) as total,
        count(*) as by_elections,
        count(*) filter (where is_stated) as printed,
        case when measure like 'average %' then avg(adds) else sum(adds) end as computed
    from core.claim_by_election
    group by told_by, capture_id, parliament_number, measure, heading
),

cell as (
    select
        claim.*,
        list.total,
        list.by_elections,
        list.printed,
        list.computed as computed_from_list,
        settled.computed as computed_value,
        claim.claimed_figure - list.computed as surplus
    from core.published_claim as claim
    left join told as list
        on list.told_by = 'list' and claim.capture_id = list.capture_id and claim.parliament_number = list.parliament_number
        and claim.measure = list.measure and claim.heading is not distinct from list.heading
    left join told as settled
        on settled.told_by = 'settled' and claim.parliament_number = settled.parliament_number
        and claim.measure = settled.measure and claim.heading is not distinct from settled.heading
    where claim.claim_table = '12 by-elections summary'
),

-- what a Parliament's net gains add up to: nought, when every gain has its loser
balance as (
    select
        capture_id, parliament_number,
        sum(claimed_figure) as claimed_sum,
        sum(computed_from_list) as list_sum,
        count(*) filter (where surplus != 0) as wrong_cells,
        sum(abs(surplus)) as wrong_seats,
        sum(surplus) as surplus_sum
    from cell
    where measure = 'net seats'
    group by all
),

divided as (
    -- the whole number that the list's sum must be divided by for the claimed average
    select capture_id, cell, (round(total / claimed_figure) - by_elections)::integer as excess
    from cell
    where measure like 'average %' and claimed_figure != 0 and total / claimed_figure between 0.5 and by_elections + 5.5
        and abs(total / round(total / claimed_figure) - claimed_figure) <= tolerance
        -- a cell of few digits would fit some divisor by chance
        and 10 * tolerance < abs(claimed_figure / (round(total / claimed_figure) + 1))
),

-- by-elections on which the list and the settled figures differ, or that only one of them has
differing as (
    select cell.capture_id, cell.cell, count(*) as contests
    from cell
    inner join (
        select
            claim.capture_id, claim.cell, member.ballot_paper_id,
            max(member.adds) - min(member.adds) as apart,
            count(*) as tellers
        from core.published_claim as claim
        inner join core.claim_by_election as member
            on (member.told_by = 'settled' or claim.capture_id = member.capture_id) and claim.parliament_number = member.parliament_number
            and claim.measure = member.measure and claim.heading is not distinct from member.heading
        group by all
    ) as member on cell.capture_id = member.capture_id and cell.cell = member.cell
    -- a share or turnout of three decimals may be half of the last one away
    where member.tellers = 1 or member.apart > case when cell.measure like 'average %' then 0.0005 + 1e-9 else 0 end
    group by all
)

select
    cell.* exclude (total, by_elections, printed, surplus),
    case
        when cell.claimed_figure is null or cell.parliament_number is null or cell.measure is null then 'the cell was not understood'
        when cell.computed_from_list is null then 'the list has no by-election of that Parliament'
        when abs(cell.surplus) <= cell.tolerance then null
        when cell.measure = 'average change' and abs(cell.claimed_figure + cell.computed_from_list) <= cell.tolerance then 'sign lost'
        when cell.measure like 'average %' and cell.printed < cell.by_elections
            and abs(cell.total / nullif(cell.printed, 0) - cell.claimed_figure) <= cell.tolerance then 'averaged over non-missing rows only'
        when abs(divided.excess) between 1 and 5
            then 'denominator is ' || ['one', 'two', 'three', 'four', 'five'][abs(divided.excess)] || ' too '
                || case when divided.excess > 0 then 'large' else 'small' end
        when cell.measure = 'by-elections' and cell.claimed_figure = comparable.by_elections
            then 'by-elections that cannot be compared are left out'
        when cell.measure = 'no change' and cell.claimed_figure = cell.by_elections then 'counts every by-election'
        when cell.measure = 'net seats' and balance.claimed_sum = 0 and balance.list_sum != 0 and cell.surplus = -balance.list_sum
            then 'list gains without a loser'
        when cell.measure = 'net seats' and balance.claimed_sum != 0 and cell.surplus = balance.claimed_sum
            then 'gains without a loser'
        when cell.measure = 'net seats' and balance.wrong_cells = 2 and balance.wrong_seats = 2 and balance.surplus_sum = 0
            then 'one seat is counted with another party'
        when cell.measure = 'net seats' and (cell.surplus = won.total or (cell.heading = 'Other' and cell.surplus = -wins.total))
            then 'a win counted as a gain'
        else 'not explained'
    end as why_not_from_list,
    case
        when cell.computed_value is null then 'no by-election of that Parliament is settled'
        when cell.claimed_figure is null then null
        when abs(cell.computed_value - cell.claimed_figure) <= cell.tolerance then null
        when differing.contests is not null
            then 'the list differs from settled in ' || differing.contests || case differing.contests when 1 then ' contest' else ' contests' end
        else 'the list differs from settled in digits that it does not print'
    end as why_not_settled
from cell
left join divided on cell.capture_id = divided.capture_id and cell.cell = divided.cell
left join differing on cell.capture_id = differing.capture_id and cell.cell = differing.cell
left join balance on cell.capture_id = balance.capture_id and cell.parliament_number = balance.parliament_number
left join told as comparable
    on comparable.told_by = 'list' and cell.capture_id = comparable.capture_id and cell.parliament_number = comparable.parliament_number
    and comparable.measure = 'average change' and comparable.heading = 'CON'
left join told as won
    on won.told_by = 'list' and cell.capture_id = won.capture_id and cell.parliament_number = won.parliament_number
    and won.measure = 'wins' and cell.heading = won.heading
left join (
    select capture_id, parliament_number, sum(total) as total from told where told_by = 'list' and measure = 'wins' group by all
) as wins on cell.capture_id = wins.capture_id and cell.parliament_number = wins.parliament_number;

comment on view core.claim_of_by_elections is 'One row per cell of sheet 12 of CBP-7529: computed from its list and from what is settled, and why they differ.';
