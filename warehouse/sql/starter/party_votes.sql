-- Starter data: one row per contest known without candidacies, and what one document says of it; party columns follow,
-- called "votes" or "share_change" and the printed label. Kind and day are in the id, and a region says its nation.
select
    statement.ballot_paper_id, statement.constituency, statement.gss_code,
    case when statement.region is null then statement.nation end as nation, statement.region,
    statement.seats, statement.electorate, statement.valid_votes,
    case when statement.turnout is not null then trim(statement.turnout_printed) end as turnout,
    case when statement.outcome_party is not null then trim(statement.outcome_printed) end as outcome,
    statement.poll_status, statement.source,
    case when statement.stated_at < statement.observed_at then cast(statement.stated_at as date) end as stated_at,
    published.publication,
    party_column.* exclude (statement_no)
from by_party
inner join raw.contest_statement as statement using (statement_no)
inner join published using (statement_no)
left join (
    pivot (
        -- members returned without a poll are negative votes, as the tables print them
        select statement_no, 'votes ' || party_printed as label, coalesce(votes, -returned_unopposed)::varchar as value
        from by_party
        inner join raw.party_votes_statement using (statement_no)
        where kind = getvariable('kind') and coalesce(year between getvariable('first_year') and getvariable('last_year'), true)
            and (votes is not null or returned_unopposed is not null)
        union all
        select statement_no, 'share_change ' || party_printed, trim(share_change_printed)
        from by_party
        inner join raw.party_votes_statement using (statement_no)
        where kind = getvariable('kind') and coalesce(year between getvariable('first_year') and getvariable('last_year'), true)
            and share_change is not null
    ) on label using any_value(value) group by statement_no
) as party_column using (statement_no)
where by_party.kind = getvariable('kind')
    and coalesce(by_party.year between getvariable('first_year') and getvariable('last_year'), true)
order by statement.ballot_paper_id
