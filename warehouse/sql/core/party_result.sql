-- What each party got in each contest, from the best there is (`basis`): its candidacies; else a table's party columns
-- ('party total'); else, for a by-election known by changes alone, the party's share at the seat's last general election
-- plus the printed change ('derived': a share, and never votes). A poll that was called off gave no party anything.
create table core.party_result as
with by_candidacy as (
    select
        candidacy.ballot_paper_id,
        candidacy.party,
        min(candidacy.party_family) as party_family,
        count(*)::integer as candidacies,
        case when count(candidacy.votes) = count(*) then sum(candidacy.votes)::integer end as votes,
        (count(*) filter (where candidacy.is_elected))::integer as seats_won,
        min(candidacy.position) as best_position,
        arg_min(candidacy.votes_source, (coalesce(candidacy.position, 0), candidacy.candidacy_id)) as source,
        arg_min(candidacy.source_url, (coalesce(candidacy.position, 0), candidacy.candidacy_id)) as source_url
    from core.candidacy as candidacy
    inner join core.contest as contest using (ballot_paper_id)
    where candidacy.party is not null and not contest.is_called_off
    group by candidacy.ballot_paper_id, candidacy.party
),

-- of the tables that have votes for a contest without candidacies, the most trusted one
best_table as (
    select ballot_paper_id, arg_min(statement_no, rank) as statement_no
    from core.party_column
    where (votes > 0 or returned_unopposed > 0) and ballot_paper_id not in (select ballot_paper_id from by_candidacy)
    group by ballot_paper_id
),

in_table as (
    select party_column.*, contest.valid_votes, coalesce(contest.seats, 1) as seats
    from core.party_column as party_column
    inner join best_table using (ballot_paper_id, statement_no)
    inner join core.contest as contest using (ballot_paper_id)
    where (party_column.votes > 0 or party_column.returned_unopposed > 0) and not contest.is_called_off
),

-- one seat goes to the party with the most votes; where that is a group of parties, or two are equal, nobody says to which
first as (
    select ballot_paper_id, arg_max(party, votes) as party
    from in_table
    group by ballot_paper_id, seats
    having seats = 1 and not arg_max(is_group, votes) and count(*) filter (where votes is null) = 0
        and (count(*) = 1 or max(votes, 2)[1] > max(votes, 2)[2])
)

select
    result.ballot_paper_id, result.party, result.party_family, false as is_group, result.candidacies, result.votes,
    result.votes / nullif(contest.valid_votes, 0) as vote_share,
    result.seats_won, result.best_position, 'candidacies' as basis, result.source, result.source_url
from by_candidacy as result
inner join core.contest as contest using (ballot_paper_id)
union all
select
    result.ballot_paper_id, result.party, result.party_family, result.is_group, null, result.votes,
    result.votes / nullif(result.valid_votes, 0),
    coalesce(result.returned_unopposed, case when first.party is not null then (first.party = result.party)::integer end),
    rank() over (partition by result.ballot_paper_id order by result.votes desc),
    'party total', statement.source, statement.source_url
from in_table as result
inner join raw.contest_statement as statement using (statement_no)
left join first on result.ballot_paper_id = first.ballot_paper_id;

insert into core.party_result
with changed as (
    select party_column.*
    from core.party_column as party_column
    inner join core.contest as contest using (ballot_paper_id)
    where share_change is not null and not contest.is_called_off
        and ballot_paper_id not in (select ballot_paper_id from core.party_result)
    qualify statement_no = arg_min(statement_no, rank) over (partition by ballot_paper_id)
),

base as (
    select ballot_paper_id, party_family, sum(vote_share) as vote_share
    from core.party_result
    group by ballot_paper_id, party_family
),

-- tables with a column for everybody else, and nobody in it: who has no votes there did not stand
complete_base as (
    select ballot_paper_id
    from core.party_result
    group by ballot_paper_id
    having count(*) filter (where is_group or vote_share is null) = 0
),

share as (
    select
        changed.*,
        case
            when changed.is_group then null
            when base.vote_share is not null then base.vote_share + changed.share_change
            when complete_base.ballot_paper_id is not null and changed.share_change > 0 then changed.share_change
        end as derived_share
    from changed
    left join core.contest_base as link using (ballot_paper_id)
    left join base on link.base_ballot_paper_id = base.ballot_paper_id and changed.party_family = base.party_family
    left join complete_base on link.base_ballot_paper_id = complete_base.ballot_paper_id
),

-- shares below nothing or above everything, or a loser's above the winner's, are a mistake in the table, and none of the
-- contest's can be derived from it
derived as (
    select
        share.*,
        (contest.stated_winning_family = share.party_family)::integer as seats_won,
        sum(derived_share) over everybody <= 1.005
            and min(derived_share) over everybody >= -0.005
            and coalesce(
                max(derived_share) filter (where contest.stated_winning_family = share.party_family) over everybody
                    >= max(derived_share) over everybody,
                true
            ) as is_possible
    from share
    inner join core.contest as contest using (ballot_paper_id)
    window everybody as (partition by ballot_paper_id)
)

select
    derived.ballot_paper_id, derived.party, derived.party_family, derived.is_group, null, null,
    case when derived.is_possible then derived.derived_share end,
    derived.seats_won,
    null, 'derived', statement.source, statement.source_url
from derived
inner join raw.contest_statement as statement using (statement_no)
-- a change that takes all of a party's share away: it did not stand
where derived.derived_share is null or abs(derived.derived_share) > 0.001;

comment on table core.party_result is 'One row per contest and party, or group of parties: votes or share, and what they rest on.';
