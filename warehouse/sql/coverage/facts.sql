-- One row per contest that coverage may be about, with all that an article may speak of: its result, and every earlier
-- contest of a seat of that name or place, newest first. A query, not an object: only our own code asks it.
with recursive place as materialized (
    select constituency_id, constituency, predecessor_id, first_poll_date from constituencies
),

contest as materialized (
    select
        *,
        -- as the view constituencies makes its ids
        coalesce(
            any_value(gss_code) over (partition by seat_id, boundary_set_start)
            || ':' || coalesce(cast(boundary_set_start as varchar), '?'),
            seat_id
        ) as constituency_id
    from core.contest
    where kind != 'notional'
),

asked as materialized (
    select ballot_paper_id, constituency_id from contest where kind = 'by-election' and poll_date between $first and $last
),

line as (
    -- the seats asked for and those before them, as long as one is known
    select distinct constituency_id, constituency_id as earlier_id, 0 as back from asked
    union all
    select line.constituency_id, place.predecessor_id, back + 1
    from line
    inner join place on line.earlier_id = place.constituency_id
    where place.predecessor_id is not null and back < 20
),

seat as (
    select
        line.constituency_id,
        list(distinct earlier.constituency) as names,
        -- how long there has been a seat of this name, without a break in the line
        min(year(earlier.first_poll_date)) filter (where earlier.constituency = own.constituency) as first_year
    from line
    inner join place as own using (constituency_id)
    inner join place as earlier on line.earlier_id = earlier.constituency_id
    group by line.constituency_id
),

needed as materialized (
    select distinct contest.ballot_paper_id
    from contest
    inner join line on contest.constituency_id = line.earlier_id
),

standing as (
    select
        ballot_paper_id,
        list({
            candidate: candidate, party: party, party_abbreviation: party_abbreviation, party_family: party_family,
            person_id: person_id, candidacy_id: candidacy_id, votes: votes, vote_share: vote_share, share_change: share_change,
            position: position, is_elected: is_elected, is_deposit_lost: is_deposit_lost
        } order by position nulls last, candidate) as candidates
    from candidacies
    semi join needed using (ballot_paper_id)
    group by ballot_paper_id
),

-- what is known by party only, before candidates' names are
by_party as (
    select
        ballot_paper_id,
        list({
            candidate: '', party: party, party_abbreviation: null::varchar, party_family: party_family,
            person_id: null::varchar, candidacy_id: null::varchar, votes: votes::integer, vote_share: vote_share,
            share_change: null::double, position: null::integer, is_elected: seats_won > 0, is_deposit_lost: null::boolean
        } order by vote_share desc nulls last, party) as candidates
    from seat_results
    semi join needed using (ballot_paper_id)
    where basis != 'candidacies' and not is_group
    group by ballot_paper_id
),

butler as (
    select ballot_paper_id, any_value(swing) as swing from swings where basis = 'butler' group by ballot_paper_id
),

result as materialized (
    select
        summary.ballot_paper_id,
        contest.constituency_id,
        contest.kind,
        contest.nation,
        coalesce(contest.general_election_date, contest.poll_date) as election_date,
        contest.poll_date,
        contest.constituency,
        {
            electorate: summary.electorate, valid_votes: summary.valid_votes,
            rejected_ballot_papers: summary.rejected_ballot_papers, turnout_valid: summary.turnout_valid,
            turnout_counted: summary.turnout_counted, majority: summary.majority, majority_share: summary.majority_share,
            winner: summary.winner, winning_party: summary.winning_party, outcome: summary.outcome,
            gained_from: summary.gained_from, swing: summary.swing, swing_from: summary.swing_from,
            swing_to: summary.swing_to, butler_swing: butler.swing,
            candidates: coalesce(standing.candidates, by_party.candidates, [])
        } as result
    from core.contest_summary as summary
    inner join needed using (ballot_paper_id)
    inner join contest using (ballot_paper_id)
    left join standing using (ballot_paper_id)
    left join by_party using (ballot_paper_id)
    left join butler using (ballot_paper_id)
),

wanted as (
    select result.* from result semi join asked using (ballot_paper_id)
),

earlier as (
    select
        wanted.ballot_paper_id,
        list({
            poll_date: before.poll_date,
            election_kind: before.kind,
            constituency: before.constituency,
            is_same_seat: before.constituency_id = wanted.constituency_id,
            result: before.result
        } order by before.election_date desc, before.poll_date desc) as results
    from wanted
    inner join line using (constituency_id)
    inner join result as before on line.earlier_id = before.constituency_id and before.poll_date < wanted.poll_date
    group by wanted.ballot_paper_id
),

once as (
    select ballot_paper_id, list({figure: figure, candidate: candidate, value: old_value} order by observed_at, figure, candidate, old_value) as figures
    from revisions
    where figure not in ('candidate_name', 'party')
    group by ballot_paper_id
)

select
    wanted.ballot_paper_id,
    wanted.poll_date,
    wanted.constituency,
    coalesce(list_filter(seat.names, name -> name != wanted.constituency), []) as other_names,
    split_part(wanted.ballot_paper_id, '.', 1) as election_type,
    wanted.nation,
    contest.status,
    contest.declared_at,
    vacancy.outgoing_member,
    vacancy.outgoing_party,
    vacancy.vacancy_cause,
    vacancy.vacancy_words,
    vacancy.vacancy_date,
    seat.first_year as seat_created,
    wanted.result,
    coalesce(earlier.results, []) as earlier,
    coalesce(once.figures, []) as superseded
from wanted
inner join contest using (ballot_paper_id)
left join core.vacancy as vacancy using (ballot_paper_id)
left join seat on wanted.constituency_id = seat.constituency_id
left join earlier using (ballot_paper_id)
left join once using (ballot_paper_id)
order by wanted.poll_date, wanted.ballot_paper_id
