-- The pages on which those who declare have told a result, and what each whole answer since then was: with a result, or not.
-- A page refused by its reader says nothing; that its layout has changed is told otherwise.
create view core.result_page as
with page as (
    select distinct link.ballot_paper_id, statement.source, statement.source_url as url
    from raw.contest_statement as statement
    inner join core.contest_link as link using (statement_no)
    inner join core.source as source using (source)
    where source.is_night_of and statement.state = 'results' and not statement.is_starter and link.ballot_paper_id like '%.by.%'
),

said as (
    select link.ballot_paper_id, statement.capture_id, bool_or(statement.state = 'results') as has_result
    from raw.contest_statement as statement
    inner join core.contest_link as link using (statement_no)
    inner join core.source as source using (source)
    where source.is_night_of and not statement.is_starter
    group by all
),

looked_at as (
    select
        page.*,
        capture.capture_id,
        capture.fetched_at,
        capture.http_status,
        capture.http_status < 400 and coalesce(said.has_result, false) as has_result
    from page
    inner join raw.capture as capture on page.source = capture.source and page.url = capture.url
    left join said
        on page.ballot_paper_id = said.ballot_paper_id and coalesce(capture.refers_to, capture.capture_id) = said.capture_id
    where capture.truncated is null and (capture.http_status in (304, 404, 410) or capture.http_status < 300)
        and coalesce(capture.refers_to, capture.capture_id) not in (
            select capture_id from raw.problem where rule in ('unexpected-page', 'body-refused', 'body-damaged') and capture_id is not null
        )
)

select
    *,
    lag(has_result, 1, false) over (partition by ballot_paper_id, source, url order by fetched_at, capture_id) as had_result
from looked_at;

comment on view core.result_page is 'One row per look at a page on which a returning officer had told a result: whether it had one, and the look before.';
