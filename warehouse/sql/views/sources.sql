create view sources as
select
    source.source,
    source.title,
    source.publisher,
    source.licence,
    source.url,
    source.trust,
    fetched.last_success_at,
    said.last_change_at,
    fetched.captures,
    coalesce(said.contests, 0) as contests,
    said.reaches_to,
    coalesce(said.is_starter_only, false) as is_starter_only,
    source.expected_freshness_days,
    fetched.last_success_at < about.built_at - to_days(source.expected_freshness_days) as is_stale,
    -- by the clock of whoever asks, so that a file opened later is still right
    coalesce(fetched.last_success_at < now() - to_days(source.expected_freshness_days), false) as is_overdue,
    failed.last_error,
    failed.last_error_at
from core.source as source
cross join core.about as about
left join (
    select source, max(fetched_at) filter (where http_status in (200, 304)) as last_success_at, count(*) as captures
    from raw.capture
    group by source
) as fetched using (source)
left join (
    select
        statement.source,
        max(statement.stated_at) as last_change_at,
        count(distinct link.ballot_paper_id) filter (where not starts_with(link.ballot_paper_id, 'notional.')) as contests,
        max(statement.poll_date) as reaches_to,
        bool_and(statement.is_starter) as is_starter_only
    from raw.contest_statement as statement
    inner join core.contest_link as link using (statement_no)
    group by statement.source
) as said using (source)
left join (
    select source, arg_max(rule || ': ' || split_part(seen, chr(10), 1), observed_at) as last_error, max(observed_at) as last_error_at
    from core.problem
    where is_current and capture_id is not null and rule in ('unexpected-page', 'page-unavailable', 'body-refused', 'body-damaged')
    group by source
) as failed using (source)
order by source.trust;

comment on view sources is 'One row per source: publisher, licence, how far it is trusted and how fresh it is.';
