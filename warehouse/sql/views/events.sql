-- What happened when, one feed. An event's id is made of what happened, never of when we saw it: a rebuild gives the same.
create view events as
with contest as (
    select
        summary.*,
        poll.poll_closes_at,
        coalesce(poll.poll_closes_at, timezone('Europe/London', summary.poll_date + interval 22 hours)) as closed_at
    from core.contest_summary as summary
    left join core.poll as poll using (ballot_paper_id)
    where summary.kind = 'by-election'
),

-- when each source first spoke of a contest, and first of its candidates or its result
spoken as (
    select
        link.ballot_paper_id,
        statement.source,
        min(statement.stated_at) as stated_at,
        min(statement.observed_at) as observed_at,
        min(statement.stated_at) filter (where statement.state = 'candidates') as nominated_at,
        min(statement.stated_at) filter (where statement.state = 'results' or statement.poll_status = 'uncontested') as declared_at,
        min(statement.observed_at) filter (where statement.state = 'results' or statement.poll_status = 'uncontested') as declaration_observed_at,
        min(statement.stated_at) filter (where statement.state = 'winner') as winner_named_at,
        min(statement.observed_at) filter (where statement.state = 'winner') as winner_observed_at,
        arg_min(statement.source_url, statement.observed_at) filter (where statement.state = 'winner') as winner_url,
        bool_and(statement.is_starter) as is_starter
    from raw.contest_statement as statement
    inner join core.contest_link as link using (statement_no)
    where not starts_with(link.ballot_paper_id, 'notional.')
    group by link.ballot_paper_id, statement.source
),

first_spoken as (
    select
        ballot_paper_id,
        min(observed_at) as observed_at,
        min(nominated_at) filter (where not is_starter) as nominated_at,
        arg_min(source, nominated_at) filter (where not is_starter and nominated_at is not null) as nominated_source,
        min(declared_at) filter (where not is_starter) as declared_at,
        min(declaration_observed_at) as declaration_observed_at,
        min(winner_named_at) filter (where not is_starter) as winner_named_at,
        min(winner_observed_at) filter (where not is_starter) as winner_observed_at,
        arg_min(source, winner_observed_at) filter (where not is_starter and winner_observed_at is not null) as winner_source,
        arg_min(winner_url, winner_observed_at) filter (where not is_starter and winner_observed_at is not null) as winner_url
    from spoken
    group by ballot_paper_id
),

vacancy as (
    select
        'vacancy|' || coalesce(vacancy.ballot_paper_id, poll.ballot_paper_id) as key,
        'vacancy' as event,
        coalesce(timezone('Europe/London', cast(vacancy.vacancy_date as timestamp)), poll.announced_at) as at_time,
        coalesce(vacancy.ballot_paper_id, poll.ballot_paper_id) as ballot_paper_id,
        coalesce(vacancy.vacancy_date_source, vacancy.vacancy_source, poll.source) as source,
        concat_ws(', ', nullif(coalesce(nullif(vacancy.vacancy_cause, 'unknown'), poll.vacancy_cause), 'unknown'),
            vacancy.outgoing_member || coalesce(' (' || vacancy.outgoing_party || ')', ''),
            'poll on ' || strftime(coalesce(vacancy.poll_date, poll.poll_date), '%-d %B %Y')) as note,
        poll.source_url,
        poll.observed_at
    from core.vacancy as vacancy
    full join core.poll as poll using (ballot_paper_id)
    where vacancy.vacancy_date is not null or poll.announced_at is not null
),

writ as (
    select
        'writ|' || ballot_paper_id, 'writ', timezone('Europe/London', cast(writ_date as timestamp)), ballot_paper_id, writ_date_source,
        'poll on ' || strftime(poll_date, '%-d %B %Y'), null, null
    from core.vacancy
    where writ_date is not null
),

nominations as (
    select
        'nominations|' || contest.ballot_paper_id, 'nominations', first_spoken.nominated_at, contest.ballot_paper_id,
        first_spoken.nominated_source, contest.candidate_count || ' candidates', contest.source_url, first_spoken.observed_at
    from contest
    inner join first_spoken using (ballot_paper_id)
    where first_spoken.nominated_at < contest.closed_at and contest.candidate_count > 0
),

-- the first document of a source of results that says so, of what is held to be called off
said_off as (
    select
        contest.ballot_paper_id,
        contest.status,
        min(statement.stated_at) as stated_at,
        min(contest.closed_at) as closed_at,
        arg_min(statement.source, statement.observed_at) as source,
        arg_min(statement.source_url, statement.observed_at) as source_url,
        max(statement.replaced_by) as replaced_by,
        min(statement.observed_at) as observed_at
    from contest
    inner join core.contest_link as link using (ballot_paper_id)
    inner join raw.contest_statement as statement using (statement_no)
    where contest.status in ('cancelled', 'postponed') and statement.poll_status in ('cancelled', 'postponed') and not statement.is_starter
    group by contest.ballot_paper_id, contest.status
),

called_off as (
    select
        'called off|' || ballot_paper_id, case when replaced_by is null then 'cancelled' else 'postponed' end, stated_at, ballot_paper_id,
        source, coalesce('polled instead as ' || replaced_by, cancellation_words), source_url, observed_at
    from core.poll
    where is_cancelled and coalesce(cancellation_words, '') not in ('equal candidates', 'under contested')
    union all
    -- no poll is called off after it has closed: what is read years later does not say when
    select
        'called off|' || ballot_paper_id, status, least(stated_at, closed_at), ballot_paper_id, source,
        nullif(concat_ws(', ', 'polled instead as ' || replaced_by, case when stated_at > closed_at then 'time not stated' end), ''),
        source_url, observed_at
    from said_off
    where ballot_paper_id not in (from (select ballot_paper_id from core.poll where is_cancelled))
),

-- what each document said of the winner, one statement after another: whom it marks, else who has the most votes
named as (
    select
        link.ballot_paper_id,
        statement.source,
        statement.document,
        statement.document_rank,
        statement.state,
        statement.stated_at,
        statement.observed_at,
        statement.source_url,
        coalesce(
            string_agg(candidacy.candidate, '; ' order by candidacy.candidate) filter (where line.is_elected),
            -- of several seats the votes alone tell who was elected only to those who know how many
            case when contest.seats > 1 or contest.voting_system is not null or count(line.votes) < count(*) then null
                when max(line.votes, 2)[1] = max(line.votes, 2)[2] then 'nobody (a tie)'
                else arg_max(candidacy.candidate, line.votes) end
        ) as winner
    from raw.contest_statement as statement
    inner join core.contest_link as link using (statement_no)
    inner join core.contest as contest on link.ballot_paper_id = contest.ballot_paper_id and contest.kind = 'by-election'
    inner join raw.candidacy_statement as line using (statement_no)
    inner join core.candidacy_link as candidacy_link using (statement_no, row_number)
    inner join core.candidacy as candidacy on candidacy_link.candidacy_id = candidacy.candidacy_id
    where not statement.is_starter and statement.document != 'versions'
    group by link.ballot_paper_id, statement.statement_no, statement.source, statement.document, statement.document_rank, statement.state,
        statement.stated_at, statement.observed_at, statement.source_url, contest.seats, contest.voting_system
),

told as (
    select
        *,
        lag(winner) over followed as old_winner,
        lag(state) over followed as old_state
    from named
    window followed as (partition by ballot_paper_id, source, document order by observed_at, stated_at)
),

winner_named as (
    select
        'winner named|' || contest.ballot_paper_id, 'winner named', first_spoken.winner_named_at, contest.ballot_paper_id, first_spoken.winner_source,
        first_named.winner || ' is said to have won', first_spoken.winner_url, first_spoken.winner_observed_at
    from contest
    inner join first_spoken using (ballot_paper_id)
    inner join (
        select ballot_paper_id, arg_min(winner, observed_at) as winner from named where state = 'winner' group by ballot_paper_id
    ) as first_named using (ballot_paper_id)
    -- what lists say of polls of long ago is no news of the night
    where first_spoken.winner_observed_at < contest.closed_at + interval 7 days
        and coalesce(first_spoken.winner_observed_at < first_spoken.declaration_observed_at, true)
),

equal as (
    select ballot_paper_id, string_agg(candidate, ' and ' order by candidate) as candidates
    from core.candidacy
    where position = 1
    group by ballot_paper_id
    having count(*) > 1
),

declaration as (
    select
        'declaration|' || contest.ballot_paper_id, 'declaration',
        -- a word of weeks later is no longer the night's
        coalesce(contest.declared_at, case when first_spoken.declared_at < contest.closed_at + interval 7 days then
            greatest(first_spoken.declared_at, contest.closed_at) end, contest.closed_at),
        contest.ballot_paper_id, contest.source,
        concat_ws(', ', coalesce(contest.winner || ' (' || contest.winning_party || ')', contest.winner, contest.winning_party,
                'a tie of ' || equal.candidates || ': nobody says who won the lot', contest.seats || ' elected'),
            contest.outcome || coalesce(' from ' || contest.gained_from, ''), 'majority ' || contest.majority,
            case when contest.status in ('nominated', 'declared') and contest.valid_votes is null then 'taken back since' end,
            case when contest.declared_at is null then 'time not stated' end),
        contest.source_url, first_spoken.declaration_observed_at
    from contest
    left join first_spoken using (ballot_paper_id)
    left join equal using (ballot_paper_id)
    where contest.status in ('settled', 'disputed', 'summary', 'uncontested')
        -- what was once declared stays in the feed, whoever takes it back; a winner without votes is no declaration
        or (contest.status in ('declared', 'nominated') and first_spoken.declaration_observed_at is not null)
),

-- a result that its own source no longer gives: the document without votes, or the page of a returning officer gone or empty
withdrawn as (
    select
        concat_ws('|', 'withdrawn', lost.ballot_paper_id, lost.source, lost.url, row_number() over (
            partition by lost.ballot_paper_id, lost.source, lost.url order by lost.observed_at)),
        'withdrawn', lost.observed_at, lost.ballot_paper_id, lost.source, lost.words, lost.url, lost.observed_at
    from (
        -- the pages of returning officers are looked at below
        select ballot_paper_id, source, source_url as url, observed_at, 'it gives no result any more' as words
        from told
        where old_state = 'results' and state in ('candidates', 'winner')
            and (ballot_paper_id, source) not in (select (ballot_paper_id, source) from core.result_page)
        union all
        select ballot_paper_id, source, url, fetched_at,
            case when http_status in (404, 410) then 'the page with the result is gone (HTTP ' || http_status || ')'
                else 'its page gives no result any more' end
        from core.result_page
        where had_result and not has_result
    ) as lost
    inner join contest using (ballot_paper_id)
    -- years later pages are taken down, and nobody takes anything back
    where lost.observed_at < contest.closed_at + interval 14 days
),

-- the page of a returning officer that has its result once more
restored as (
    select
        concat_ws('|', 'restored', again.ballot_paper_id, again.source, again.url, row_number() over (
            partition by again.ballot_paper_id, again.source, again.url order by again.fetched_at)),
        'restored', again.fetched_at, again.ballot_paper_id, again.source, 'its page gives a result again', again.url, again.fetched_at
    from (
        select *, bool_or(has_result) over (
            partition by ballot_paper_id, source, url order by fetched_at, capture_id rows between unbounded preceding and 1 preceding
        ) as ever_had
        from core.result_page
    ) as again
    inner join contest using (ballot_paper_id)
    where again.has_result and not again.had_result and again.ever_had and again.fetched_at < contest.closed_at + interval 14 days
),

correction as (
    select
        concat_ws('|', 'correction', revision.ballot_paper_id, revision.candidate, revision.figure, revision.source, revision.old_value,
            revision.new_value, row_number() over (
                partition by revision.ballot_paper_id, revision.candidate, revision.figure, revision.source, revision.old_value,
                    revision.new_value
                order by revision.observed_at, revision.stated_at)),
        'correction', revision.stated_at, revision.ballot_paper_id, revision.source,
        concat_ws(' ', revision.candidate, revision.figure) || ' ' || revision.old_value || ' is now ' || revision.new_value,
        revision.source_url, revision.observed_at
    from revisions as revision
    inner join contest using (ballot_paper_id)
    -- said here so that the views below need not look at general elections
    where revision.ballot_paper_id like '%.by.%' and revision.figure in ('votes', 'electorate', 'valid_votes', 'rejected_ballot_papers', 'majority', 'poll_date', 'outcome')
    union all
    select
        concat_ws('|', 'correction', ballot_paper_id, 'winner', source, old_winner, winner,
            row_number() over (partition by ballot_paper_id, source, old_winner, winner order by observed_at, stated_at)),
        'correction', stated_at, ballot_paper_id, source, 'winner ' || old_winner || ' is now ' || winner, source_url, observed_at
    from (
        select *, document_rank = min(document_rank) over (partition by ballot_paper_id, source) as is_best
        from told
        where old_winner != winner
    )
    where is_best
),

conflict as (
    select
        concat_ws('|', 'conflict', conflict.ballot_paper_id, coalesce(conflict.candidate, ''), conflict.figure, coalesce(conflict.settled_value, ''),
            conflict.other_source, conflict.other_document, conflict.other_value),
        'conflict', greatest(other.stated_at, coalesce(settled.stated_at, other.stated_at)), conflict.ballot_paper_id, conflict.other_source,
        conflict.note, null, greatest(other.observed_at, coalesce(settled.observed_at, other.observed_at))
    from core.conflict_note as conflict
    inner join contest using (ballot_paper_id)
    inner join spoken as other on conflict.ballot_paper_id = other.ballot_paper_id and conflict.other_source = other.source
    left join spoken as settled on conflict.ballot_paper_id = settled.ballot_paper_id and conflict.settled_source = settled.source
    where conflict.figure != 'candidate_name'
),

layout as (
    select
        concat_ws('|', 'layout', source, wanted, episode), 'source changed', began_at, null, source,
        'expected ' || wanted || '; seen ' || seen || case when pages > 1 then ' and ' || (pages - 1) || ' more pages' else '' end,
        source_url, began_at
    from core.layout_change
    union all
    select
        concat_ws('|', 'layout mended', source, wanted, episode), 'source reads again', ended_at, null, source,
        'its pages have again ' || wanted, source_url, ended_at
    from core.layout_change
    where ended_at is not null
),

silent as (
    select
        concat_ws('|', 'source silent', source, epoch_ms(last_success_at)), 'source silent',
        last_success_at + to_days(expected_freshness_days), null, source,
        'nothing since ' || strftime(timezone('Europe/London', last_success_at), '%-d %B %Y, %H:%M') || coalesce('; ' || last_error, ''),
        url, last_success_at
    from sources
    where is_overdue
),

happened as (
    from vacancy
    union all from writ
    union all from nominations
    union all from called_off
    union all from winner_named
    union all from declaration
    union all from withdrawn
    union all from restored
    union all from correction
    union all from conflict
    union all from layout
    union all from silent
)

select
    md5(key) as event_id,
    event,
    at_time,
    ballot_paper_id,
    source,
    note,
    source_url,
    observed_at
from happened
order by at_time desc, event_id;

comment on view events is 'One row per thing that happened to a contest or a source, latest first: vacancy, writ, nominations, cancelled, postponed, winner named, declaration, withdrawn, restored, correction, conflict, source changed, source reads again, source silent.';
comment on column events.event_id is 'Made of what happened: the same in every build, and the key under which it is announced.';
