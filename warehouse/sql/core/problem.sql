-- Everything refused or missing, in one place: what readers and cleaning refused, and what only the whole shows.
create table core.problem as
with latest as (
    select url, arg_max(capture_id, (fetched_at, warc_file, warc_offset)) as capture_id
    from raw.capture
    group by url
),

found as (
    select rule, source, ballot_paper_id, contest, field, seen, capture_id, source_url, observed_at
    from raw.problem
    union all
    select
        'page-unavailable', capture.source, null, null, null, 'HTTP status ' || capture.http_status, capture.capture_id, capture.url,
        capture.fetched_at
    from raw.capture as capture
    where capture.http_status >= 400 and capture.url not like '%/robots.txt'
    union all
    select
        'statement-without-contest', statement.source, null, statement.source_contest_id, null,
        'a document about contest ' || coalesce(statement.source_contest_id, '?') || ', whose page was not read', statement.capture_id,
        statement.source_url, statement.observed_at
    from raw.contest_statement as statement
    where not exists (select 1 from core.contest_link as link where link.statement_no = statement.statement_no)
    union all
    select
        'correction-no-longer-needed', correction.source, correction.ballot_paper_id, null, correction.figure,
        'flows/corrections expects ' || correction.printed || ', which no document of ' || correction.source || ' prints now', null, contest.source_url,
        contest.last_stated_at
    from raw.correction as correction
    inner join core.contest as contest using (ballot_paper_id)
    where exists (
        select 1 from raw.contest_statement as statement inner join core.contest_link as link using (statement_no)
        where link.ballot_paper_id = correction.ballot_paper_id and statement.source = correction.source and not statement.is_starter
    )
    and not exists (
        select 1 from core.conflict as conflict
        where conflict.ballot_paper_id = correction.ballot_paper_id and conflict.other_source = correction.source
            and (conflict.figure = correction.figure or correction.figure = 'candidacy')
    )
    union all
    select
        'person-id-refused', candidacy.votes_source, candidacy.ballot_paper_id, candidacy.candidate, link.issuer || '_id',
        link.issuer || ' ' || link.id || ': ' || link.refused_because, null, candidacy.source_url, contest.last_stated_at
    from core.person_link as link
    inner join core.candidacy as candidacy using (candidacy_id)
    inner join core.contest as contest using (ballot_paper_id)
    where link.refused_because is not null
    union all
    select
        'listed-and-not-read', listing.source, null, listing.source_contest_id, null,
        'contest ' || listing.source_contest_id || ' stands on the list of Parliament ' || coalesce(listing.parliament_number::varchar, '?')
            || ' and no page of it was read', listing.capture_id, listing.source_url, listing.observed_at
    from raw.listing as listing
    inner join latest on listing.capture_id = latest.capture_id
    where listing.source_contest_id is not null
        and not exists (
            select 1 from raw.contest_statement as statement
            where statement.source = listing.source and statement.source_contest_id = listing.source_contest_id
                and statement.kind is not null
        )
)

select
    found.rule,
    found.source,
    found.ballot_paper_id,
    found.contest,
    found.field,
    found.seen,
    found.capture_id,
    found.source_url,
    found.observed_at,
    -- a page read rightly since, or replaced by a later one, is history
    coalesce(latest.capture_id = found.capture_id, true) as is_current,
    known.rule is not null as is_known,
    known.because
from found
left join latest on found.source_url = latest.url
left join (
    select rule, source, contest, field, any_value(because) as because
    from raw.known_problem
    group by rule, source, contest, field
) as known
    on found.rule = known.rule and found.source = known.source
    and (known.contest is null or known.contest = coalesce(found.ballot_paper_id, found.contest))
    and (known.field is null or known.field = found.field)
qualify row_number() over (
    partition by found.rule, found.source, found.contest, found.field, found.seen, found.capture_id, found.source_url order by known.because
) = 1;

comment on table core.problem is 'One row per value or page refused, missing or contradicted.';
