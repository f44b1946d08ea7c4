-- The ten foremost of each kind; equals share a rank. By-elections, unless the record's name says general election.
-- What is not known never ranks (before 2010 only swing and turnout are known of most by-elections), and neither does
-- what is disputed.
create view records as
with contest as (
    select
        *,
        case kind when 'general election' then ' at a general election' else '' end as at_election,
        case status when 'summary' then 'derived from printed changes' end as caveat,
        case status when 'summary' then 'as printed' end as turnout_caveat,
        -- of two members per voter, or of graduates by post, no turnout or majority compares with the others
        coalesce(seats, 1) = 1 and nation is distinct from 'University' as is_comparable
    from core.contest_summary
    where kind != 'notional' and election_type = 'parl' and winning_party is not null and status not in ('disputed', 'uncontested') and not is_called_off
),

-- To rank, the party that lost must have stood both times: else its fall, or its rise, is only that it came or went.
swing as (
    select
        *,
        swing_basis in ('winner and loser', 'winner and loser, ' || swing_to || ' did not stand before') as is_to_winner,
        swing_basis in ('winner and loser', 'winner and loser, ' || swing_from || ' did not stand before') as is_to_runner_up
    from contest
    where kind = 'by-election' and is_comparable
),

-- A family's rise or fall where it stood both times.
change as (
    select
        contest.ballot_paper_id,
        now.party,
        now.vote_share - base.vote_share as share_change,
        contest.caveat
    from contest
    inner join core.family_result as now using (ballot_paper_id)
    inner join core.family_result as base
        on contest.base_ballot_paper_id = base.ballot_paper_id and now.party_family = base.party_family
    where contest.kind = 'by-election' and contest.is_comparable and now.party_family not in ('Independent', 'Speaker')
),

lost_deposit as (
    select ballot_paper_id, count(*) as lost_deposits
    from candidacies
    where is_deposit_lost
    group by ballot_paper_id
),

-- `merit` is what ranks, the greatest first.
entry as (
    select 'largest swing' as record, ballot_paper_id, swing as value, swing as merit, concat_ws('; ', swing_from || ' to ' || swing_to, caveat) as note
    from swing
    where is_to_winner and swing > 0
    union all
    select 'largest swing to ' || winning_family, ballot_paper_id, swing, swing, concat_ws('; ', swing_from || ' to ' || swing_to, caveat)
    from swing
    where is_to_winner and swing > 0 and winning_family in ('Conservative', 'Labour', 'Liberal Democrat', 'Scottish National Party')
    union all
    -- the winner held on, so the swing of winner and runner-up has a minus
    select 'largest swing to the runner-up', ballot_paper_id, -swing, -swing, concat_ws('; ', swing_to || ' to ' || swing_from, caveat)
    from swing
    where is_to_runner_up and swing < 0
    union all
    select 'largest rise of a party''s share', ballot_paper_id, share_change, share_change, concat_ws('; ', party, caveat)
    from change
    where share_change > 0
    union all
    select 'largest fall of a party''s share', ballot_paper_id, share_change, -share_change, concat_ws('; ', party, caveat)
    from change
    where share_change < 0
    union all
    select 'smallest majority' || at_election, ballot_paper_id, majority, -majority, concat_ws('; ', winning_party, caveat)
    from contest
    where is_comparable
    union all
    select 'smallest majority by share' || at_election, ballot_paper_id, majority_share, -majority_share, concat_ws('; ', winning_party, caveat)
    from contest
    where is_comparable
    union all
    select 'largest majority' || at_election, ballot_paper_id, majority, majority, concat_ws('; ', winning_party, caveat)
    from contest
    where is_comparable
    union all
    select 'largest majority by share' || at_election, ballot_paper_id, majority_share, majority_share, concat_ws('; ', winning_party, caveat)
    from contest
    where is_comparable
    union all
    select 'lowest turnout' || at_election, ballot_paper_id, turnout_valid, -turnout_valid, turnout_caveat
    from contest
    where is_comparable and turnout_valid <= 1
    union all
    select 'highest turnout' || at_election, ballot_paper_id, turnout_valid, turnout_valid, turnout_caveat
    from contest
    where is_comparable and turnout_valid <= 1
    union all
    select 'most candidates' || at_election, ballot_paper_id, candidate_count, candidate_count, caveat
    from contest
    where candidate_count > 0
    union all
    select 'most lost deposits' || contest.at_election, ballot_paper_id, lost_deposits, lost_deposits, contest.candidate_count || ' candidates'
    from contest
    inner join lost_deposit using (ballot_paper_id)
    union all
    select 'most rejected ballot papers' || at_election, ballot_paper_id, rejected_ballot_papers, rejected_ballot_papers, caveat
    from contest
    where is_comparable
    union all
    select 'longest vacancy in days', ballot_paper_id, poll_date - vacancy_date, poll_date - vacancy_date, vacancy_cause
    from core.vacancy
    where vacancy_date <= poll_date and status not in ('cancelled', 'postponed', 'void')
),

ranked as (
    -- rounded, so that what is printed alike is equal
    select *, rank() over (partition by record order by round(merit, 6) desc) as rank
    from entry
    where merit is not null
)

select
    ranked.record,
    ranked.rank,
    ranked.ballot_paper_id,
    contest.poll_date,
    contest.constituency,
    round(ranked.value, 6) as value,
    nullif(ranked.note, '') as note
from ranked
inner join core.contest as contest using (ballot_paper_id)
where ranked.rank <= 10
order by ranked.record, ranked.rank, contest.poll_date, contest.constituency;

comment on view records is 'One row per record and rank, 1 to 10 with ties: the largest swings, smallest majorities, lowest turnouts and so on.';
comment on column records.rank is 'Place in the record, 1 first; equals share a place.';
comment on column records.value is 'The record''s figure - a proportion from 0 to 1, or votes, papers, candidates or days.';
comment on column records.note is 'Between which parties, or whose; and whether the figure is derived from printed changes (the contest''s votes are not known).';
