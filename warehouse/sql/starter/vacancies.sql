-- Starter data: one row per by-election and document that says why its seat was vacant.
select
    statement.ballot_paper_id, statement.vacancy_date, statement.vacancy_words, statement.outgoing_member, statement.outgoing_party,
    statement.source,
    case when statement.stated_at < statement.observed_at then cast(statement.stated_at as date) end as stated_at,
    published.publication
from core.witness as witness
inner join (
    select * replace (coalesce(ballot_paper_id, source_contest_id) as ballot_paper_id) from raw.contest_statement
) as statement using (statement_no)
inner join published using (statement_no)
inner join core.contest as contest on witness.ballot_paper_id = contest.ballot_paper_id
where contest.kind = getvariable('kind') and contest.election_type = 'parl'
    and (statement.vacancy_words is not null or statement.vacancy_date is not null or statement.outgoing_member is not null)
order by all
