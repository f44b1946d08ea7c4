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
        min(statement.stated_at) filter (where statement.state in ('winner', 'results')) as declared_at,
        min(statement.observed_at) filter (where statement.state in ('winner', 'results')) as declaration_observed_at,
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
        min(declaration_observed_at) as declaration_observed_at
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

called_off as (
    select
        'called off|' || ballot_paper_id, case when replaced_by is null then 'cancelled' else 'postponed' end, stated_at, ballot_paper_id,
        source, coalesce('polled instead as ' || replaced_by, cancellation_words), source_url, observed_at
    from core.poll
    where is_cancelled and coalesce(cancellation_words, '') not in ('equal candidates', 'under contested')
),

declaration as (
    select
        'declaration|' || contest.ballot_paper_id, 'declaration',
        -- a word of weeks later is no longer the night's
        coalesce(contest.declared_at, case when first_spoken.declared_at < contest.closed_at + interval 7 days then
            greatest(first_spoken.declared_at, contest.closed_at) end, contest.closed_at),
        contest.ballot_paper_id, contest.source,
        concat_ws(', ', coalesce(contest.winner || ' (' || contest.winning_party || ')', contest.winner, contest.winning_party,
                contest.seats || ' elected'),
            contest.outcome || coalesce(' from ' || contest.gained_from, ''), 'majority ' || contest.majority,
            case when contest.declared_at is null then 'time not stated' end),
        contest.source_url, first_spoken.declaration_observed_at
    from contest
    left join first_spoken using (ballot_paper_id)
    where contest.status in ('settled', 'disputed', 'declared', 'summary', 'uncontested')
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
),

conflict as (
    select
        concat_ws('|', 'conflict', conflict.ballot_paper_id, coalesce(conflict.candidate, ''), conflict.figure, coalesce(conflict.settled_value, ''),
            conflict.other_source, conflict.other_document, conflict.other_value),
        'conflict', greatest(other.stated_at, coalesce(settled.stated_at, other.stated_at)), conflict.ballot_paper_id, conflict.other_source,
        concat_ws(' ', conflict.candidate, conflict.figure) || ': ' || coalesce(conflict.settled_value, 'nothing') || ' by '
            || coalesce(conflict.settled_source, 'no source') || ', ' || coalesce(conflict.other_value, 'nothing') || ' by ' || conflict.other_source
            || coalesce(' (' || conflict.explanation || ')', ''),
        null, greatest(other.observed_at, coalesce(settled.observed_at, other.observed_at))
    from conflicts as conflict
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
    union all from declaration
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

comment on view events is 'One row per thing that happened to a contest or a source, latest first: vacancy, writ, nominations, cancelled, postponed, declaration, correction, conflict, source changed, source reads again, source silent.';
comment on column events.event_id is 'Made of what happened: the same in every build, and the key under which it is announced.';
