create view general_elections as
select
    ballot_paper_id,
    poll_date,
    constituency,
    gss_code,
    nation,
    region,
    parliament_number,
    winner,
    winning_party,
    outcome,
    gained_from,
    outcome_since_last_contest,
    gained_from_last_contest,
    previous_ballot_paper_id,
    electorate,
    valid_votes,
    rejected_ballot_papers,
    turnout_valid,
    turnout_counted,
    majority,
    majority_share,
    swing,
    swing_from,
    swing_to,
    swing_basis,
    change_basis,
    candidate_count,
    declared_at,
    status,
    replaces,
    replaced_by,
    postponed_from,
    source,
    source_url
from core.contest_summary
where kind = 'general election'
order by poll_date, constituency;

comment on view general_elections is 'One row per seat at a general election; notional results are never among them.';
