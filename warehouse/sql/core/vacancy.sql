-- Why each by-election was held: who sat before, for which party, why and when the seat fell vacant, and who says so.
-- Where no source names the member, it is whoever won the seat last (`outgoing_rule`).
create table core.vacancy as
with told as (
    select
        witness.ballot_paper_id,
        arg_min(statement.vacancy_cause, witness.rank) as vacancy_cause,
        arg_min(statement.vacancy_words, witness.rank) as vacancy_words,
        arg_min(statement.source, case when statement.vacancy_cause is not null then witness.rank end) as vacancy_source,
        arg_min(statement.vacancy_date, witness.rank) as vacancy_date,
        arg_min(statement.source, case when statement.vacancy_date is not null then witness.rank end) as vacancy_date_source,
        arg_min(statement.writ_date, witness.rank) as writ_date,
        arg_min(statement.source, case when statement.writ_date is not null then witness.rank end) as writ_date_source,
        arg_min(statement.outgoing_member, witness.rank) as outgoing_member,
        arg_min(statement.outgoing_party, witness.rank) as outgoing_party,
        arg_min(statement.source, case when statement.outgoing_member is not null then witness.rank end) as outgoing_source
    from core.witness as witness
    inner join raw.contest_statement as statement using (statement_no)
    group by witness.ballot_paper_id
)

select
    contest.ballot_paper_id,
    contest.poll_date,
    contest.constituency,
    coalesce(told.outgoing_member, previous.winner) as outgoing_member,
    coalesce(told.outgoing_party, case when told.outgoing_member is null then previous.winning_party end) as outgoing_party,
    case when told.outgoing_member is not null then 'stated' when previous.winning_party is not null then 'winner of the last contest' end
        as outgoing_rule,
    told.outgoing_source,
    coalesce(told.vacancy_cause, 'unknown') as vacancy_cause,
    told.vacancy_words,
    told.vacancy_source,
    told.vacancy_date,
    told.vacancy_date_source,
    told.writ_date,
    told.writ_date_source,
    contest.status
from core.contest as contest
inner join told using (ballot_paper_id)
left join core.contest_base as base using (ballot_paper_id)
left join core.contest_result as previous on base.previous_ballot_paper_id = previous.ballot_paper_id
where contest.kind = 'by-election';

comment on table core.vacancy is 'One row per by-election: the vacancy it filled.';
