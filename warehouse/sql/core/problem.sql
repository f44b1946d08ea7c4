-- Everything refused or missing, in one place: what readers and cleaning refused, and what only the whole shows.
create table core.problem as
with latest as (
    -- a page that has not changed since is the document it refers to; one that failed does not undo the last good one
    select
        url,
        arg_max(capture_id, (fetched_at, warc_file, warc_offset)) as capture_id,
        arg_max(coalesce(refers_to, capture_id), (fetched_at, warc_file, warc_offset))
            filter (where (http_status < 300 or http_status = 304) and truncated is null) as document_id
    from raw.capture
    group by url
),

-- a download that names its contest by the publisher's id alone
numbered as (
    select statement.source, statement.source_contest_id as contest, min(link.ballot_paper_id) as ballot_paper_id
    from raw.contest_statement as statement
    inner join core.contest_link as link using (statement_no)
    where statement.source_contest_id is not null
        -- few are, of all the statements
        and statement.source_contest_id in (select contest from raw.problem)
    group by all
    having count(distinct link.ballot_paper_id) = 1
),

-- the lists of by-elections that were read to the end, by Parliament; lists of Northern Ireland's are kept apart by some
covered as (
    select
        statement.source,
        contest.parliament_number,
        coalesce(contest.nation = 'Northern Ireland', false) as is_northern_ireland,
        any_value(listing.source_url) as source_url,
        max(listing.stated_at) as stated_at
    from raw.listing as listing
    left join latest on listing.source_url = latest.url
    inner join raw.contest_statement as statement
        on listing.source = statement.source and listing.source_contest_id = statement.source_contest_id
    inner join core.contest_link as link using (statement_no)
    inner join core.contest as contest on link.ballot_paper_id = contest.ballot_paper_id
    where coalesce(listing.capture_id = latest.document_id, true)
        and listing.source || ':' || coalesce(listing.parliament_number, 0) not in (
        select unread.source || ':' || coalesce(unread.parliament_number, 0)
        from raw.listing as unread
        where unread.source_contest_id is not null and not exists (
            select 1 from raw.contest_statement as read
            where read.source = unread.source and read.source_contest_id = unread.source_contest_id
        )
    )
    group by all
),

found as (
    select problem.rule, problem.source, coalesce(problem.ballot_paper_id, numbered.ballot_paper_id) as ballot_paper_id, problem.contest,
        problem.field, problem.seen, problem.capture_id, problem.source_url, problem.observed_at
    from raw.problem as problem
    left join numbered on problem.source = numbered.source and problem.contest = numbered.contest
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
    -- a seat's row in a table of a general election has no day of its own, and so contradicts none
    and not (correction.figure = 'poll_date' and exists (
        select 1 from raw.contest_statement as statement inner join core.contest_link as link using (statement_no)
        where link.ballot_paper_id = correction.ballot_paper_id and statement.source = correction.source
            and statement.poll_date is null and cast(statement.general_election_date as varchar) = correction.printed
    ))
    union all
    select
        'regression', source, ballot_paper_id, candidate, figure,
        value || ' again, as before it was corrected to ' || corrected_value, capture_id, source_url, observed_at
    from core.regression
    union all
    select
        'missing-from-list', covered.source, contest.ballot_paper_id, null, null,
        'the list of Parliament ' || contest.parliament_number || ' lacks this by-election, which ' || contest.source || ' has', null,
        covered.source_url, covered.stated_at
    from core.contest as contest
    inner join covered
        on contest.parliament_number = covered.parliament_number
        and coalesce(contest.nation = 'Northern Ireland', false) = covered.is_northern_ireland
        -- a list may be some weeks behind the polls
        and contest.poll_date + interval 60 days < covered.stated_at
    where contest.kind = 'by-election' and contest.election_type = 'parl' and not contest.is_called_off
        and not exists (
            select 1 from core.contest_link as link
            inner join raw.contest_statement as statement using (statement_no)
            where link.ballot_paper_id = contest.ballot_paper_id and statement.source = covered.source
        )
    union all
    select
        'person-id-refused', candidacy.votes_source, candidacy.ballot_paper_id, candidacy.candidate, link.issuer || '_id',
        link.issuer || ' ' || link.id || ': ' || link.refused_because, null, candidacy.source_url, contest.last_stated_at
    from core.person_link as link
    inner join core.candidacy as candidacy using (candidacy_id)
    inner join core.contest as contest using (ballot_paper_id)
    where link.refused_because is not null and not starts_with(link.refused_because, 'reviewed: ')
    union all
    select
        'party-id-refused', candidacy.votes_source, candidacy.ballot_paper_id, candidacy.candidate, 'ec_party_id',
        party.refused_ec_party_id || ' for ' || party.party || ': another party of the contest carries it too', null, candidacy.source_url,
        contest.last_stated_at
    from core.candidacy_party as party
    inner join core.candidacy as candidacy using (candidacy_id)
    inner join core.contest as contest using (ballot_paper_id)
    where party.refused_ec_party_id is not null
    union all
    select
        case when contest_page.url is null then 'listed-and-not-asked-for' else 'listed-and-not-read' end, listing.source, null, listing.source_contest_id, null,
        'contest ' || listing.source_contest_id || ' stands on the list of Parliament ' || coalesce(listing.parliament_number::varchar, '?')
            || case when contest_page.url is null then ', and was not asked for' else ', and no page of it was read' end, listing.capture_id, listing.source_url, listing.observed_at
    from raw.listing as listing
    inner join latest on listing.capture_id = latest.document_id
    left join latest as contest_page on listing.contest_url = contest_page.url
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
    found.capture_id is null or latest.url is null or found.capture_id = latest.capture_id
        or coalesce(found.capture_id = latest.document_id, false) as is_current,
    -- a run asked for certain days, or was broken off, which it says itself: no fault of what is here
    known.rule is not null or found.rule = 'listed-and-not-asked-for' as is_known,
    case
        when found.rule = 'listed-and-not-asked-for' then 'outside the days asked for, or the run broke off: backfill without dates fetches it'
        else known.because
    end as because
from found
left join latest on found.source_url = latest.url
left join (
    select rule, source, contest, field, min(because) as because
    from raw.known_problem
    group by rule, source, contest, field
) as known
    on found.rule = known.rule and found.source = known.source
    and (known.contest is null or known.contest = coalesce(found.ballot_paper_id, found.contest))
    and (known.field is null or known.field = found.field)
-- a page that fails in the same way at every look of a night is one problem: the last time it was seen
qualify row_number() over (
    partition by found.rule, found.source, found.contest, found.field, found.seen, found.source_url
    order by is_current desc, found.observed_at desc, found.capture_id, known.because
) = 1;

comment on table core.problem is 'One row per value or page refused, missing or contradicted, as last seen.';
