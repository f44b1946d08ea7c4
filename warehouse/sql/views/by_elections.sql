create view by_elections as
select
    summary.ballot_paper_id,
    summary.poll_date,
    summary.constituency,
    summary.gss_code,
    summary.nation,
    summary.region,
    summary.parliament_number,
    vacancy.vacancy_cause,
    vacancy.vacancy_words,
    vacancy.vacancy_date,
    vacancy.outgoing_member,
    vacancy.outgoing_party,
    vacancy.writ_date,
    summary.winner,
    summary.winning_party,
    summary.outcome,
    summary.gained_from,
    summary.outcome_since_last_contest,
    summary.gained_from_last_contest,
    summary.electorate,
    summary.valid_votes,
    summary.rejected_ballot_papers,
    summary.turnout_valid,
    summary.turnout_counted,
    summary.majority,
    summary.majority_share,
    summary.swing,
    summary.swing_from,
    summary.swing_to,
    summary.swing_basis,
    summary.candidate_count,
    summary.declared_at,
    summary.status,
    summary.source,
    summary.source_url
from core.contest_summary as summary
inner join core.vacancy as vacancy using (ballot_paper_id)
order by summary.poll_date, summary.constituency;

comment on view by_elections is 'One row per parliamentary by-election, with winner, outcome, turnout, majority and swing.';
