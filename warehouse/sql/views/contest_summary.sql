-- Every contest with its derived figures: the one place where turnout, majority, swing and outcome are defined.
create view core.contest_summary as
select
    contest.ballot_paper_id,
    contest.election_type,
    contest.organisation,
    contest.kind,
    contest.poll_date,
    contest.constituency,
    contest.gss_code,
    contest.nation,
    contest.region,
    contest.parliament_number,
    contest.writ_date,
    contest.seats,
    result.winner,
    result.winner_id,
    result.winning_party,
    result.winning_family,
    -- without a base the label that a source prints stands
    case
        when result.winning_party is null or contest.is_called_off then null
        when result.base_family is null and contest.election_type = 'local' and result.previous_family is not null
            then case when result.previous_family = result.winning_family then 'hold' else 'gain' end
        when result.base_family is null then contest.stated_outcome
        when result.base_family = result.winning_family then 'hold'
        else 'gain'
    end as outcome,
    case
        when contest.is_called_off then null
        when result.base_family is null and contest.election_type = 'local' and result.previous_family is not null
            then case when result.previous_family != result.winning_family then result.previous_party end
        when result.base_family is null then contest.stated_gained_from
        when result.base_family != result.winning_family then result.base_party
    end as gained_from,
    case
        when result.winning_family is null or result.previous_family is null then null
        when result.previous_family = result.winning_family then 'hold'
        else 'gain'
    end as outcome_since_last_contest,
    case when result.previous_family != result.winning_family then result.previous_party end as gained_from_last_contest,
    -- why nothing can be said of a council's seat
    case
        when contest.election_type != 'local' or result.winner is null then null
        when result.winning_party is null then 'the seats went to several parties'
        when result.previous_ballot_paper_id is null then 'what the seat''s previous contest was is not known'
        when result.previous_family is null then 'who won the seat''s previous contest is not known'
        else 'against the seat''s previous contest'
    end as outcome_note,
    base.previous_ballot_paper_id,
    result.previous_winner,
    result.previous_party,
    contest.electorate,
    contest.valid_votes,
    contest.rejected_ballot_papers,
    contest.ballot_papers_issued,
    -- where nobody gives counts, the printed turnout stands; a paper for several seats has several votes
    case when contest.election_type = 'local' and contest.seats > 1
        then (contest.ballot_papers_issued - contest.rejected_ballot_papers) / contest.electorate
        else coalesce(contest.valid_votes / contest.electorate, case when contest.status = 'summary' then contest.stated_turnout end)
    end as turnout_valid,
    case when contest.election_type = 'local' and contest.seats > 1 then contest.ballot_papers_issued
        else contest.valid_votes + contest.rejected_ballot_papers end / contest.electorate as turnout_counted,
    result.majority,
    result.majority / nullif(contest.valid_votes, 0) as majority_share,
    swing.swing,
    swing.swing_from,
    swing.swing_to,
    swing.basis as swing_basis,
    nullif(result.candidate_count, 0) as candidate_count, -- none is not known, and never nobody
    result.base_ballot_paper_id,
    coalesce(result.change_basis, 'none') as change_basis,
    contest.declared_at,
    contest.status,
    contest.is_called_off,
    poll.replaces,
    poll.replaced_by,
    poll.postponed_from,
    contest.source,
    contest.source_url
from core.contest as contest
left join core.contest_result as result using (ballot_paper_id)
left join core.contest_base as base using (ballot_paper_id)
left join core.replacement as poll using (ballot_paper_id)
left join core.swing as swing
    on contest.ballot_paper_id = swing.ballot_paper_id
    -- the other party is the loser of the seat if it changed hands, else the runner-up
    and swing.other_family = case when result.base_family != result.winning_family then result.base_family else result.second_family end;

comment on view core.contest_summary is 'One row per contest, notional ones included, with every derived figure.';
