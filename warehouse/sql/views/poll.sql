-- Each by-election's poll: what the register of elections says of it, what follows from its day, and the contest it is.
-- A poll entered by mistake and taken out again is not here, nor one that no document but starter data knows.
create view core.poll as
with contest_of as (
    -- one contest goes by two ids where a source spells its seat otherwise: it takes the settled one
    select raw_id, min(ballot_paper_id) as ballot_paper_id
    from (
        select statement.ballot_paper_id as raw_id, link.ballot_paper_id
        from raw.contest_statement as statement
        inner join core.contest_link as link using (statement_no)
        where statement.kind = 'by-election' and statement.ballot_paper_id is not null
        union
        select poll.ballot_paper_id, contest.ballot_paper_id
        from raw.poll as poll
        inner join core.contest as contest
            on poll.gss_code = contest.gss_code and poll.poll_date = contest.poll_date and contest.kind = 'by-election'
    )
    group by raw_id
),

latest as (
    select
        coalesce(contest_of.ballot_paper_id, poll.ballot_paper_id) as own_id,
        poll.*,
        source.trust,
        min(poll.observed_at) over (partition by poll.source, poll.ballot_paper_id) as first_observed_at
    from raw.poll as poll
    inner join core.source as source using (source)
    left join contest_of on poll.ballot_paper_id = contest_of.raw_id
    qualify row_number() over (
        partition by poll.source, poll.ballot_paper_id, poll.is_announced
        order by poll.observed_at desc, poll.stated_at desc, poll.capture_id, poll.timetable_basis
    ) = 1
),

-- what Democracy Club's candidates site says of a poll called off stands among the problems
called_off as (
    select
        contest as ballot_paper_id,
        nullif(arg_max(regexp_extract(seen, '^replaced by (.*)$', 1), observed_at), 'nothing') as replaced_by,
        arg_max(source, observed_at) as source, arg_max(source_url, observed_at) as source_url,
        min(observed_at) as observed_at
    from raw.problem
    where rule = 'poll-cancelled'
    group by contest
)

select
    coalesce(latest.own_id, called_off.ballot_paper_id) as ballot_paper_id,
    coalesce(any_value(contest.poll_date), max(latest.poll_date), max(try_cast(right(called_off.ballot_paper_id, 10) as date))) as poll_date,
    coalesce(arg_min(latest.election_type, latest.trust), any_value(split_part(called_off.ballot_paper_id, '.', 1))) as election_type,
    coalesce(any_value(contest.constituency), arg_min(latest.constituency, latest.trust)) as constituency,
    arg_min(latest.organisation, latest.trust) as organisation,
    coalesce(any_value(contest.nation), arg_min(latest.nation, latest.trust)) as nation,
    coalesce(any_value(contest.seats), arg_min(latest.seats, latest.trust)) as seats,
    arg_min(latest.vacancy_cause, latest.trust) filter (where latest.vacancy_cause != 'unknown') as vacancy_cause,
    arg_min(latest.vacancy_words, latest.trust) as vacancy_words,
    bool_or(latest.is_cancelled) or any_value(called_off.ballot_paper_id) is not null as is_cancelled,
    arg_min(latest.cancellation_words, latest.trust) as cancellation_words,
    coalesce(arg_min(latest.replaced_by, latest.trust), any_value(called_off.replaced_by)) as replaced_by,
    min(latest.announced_at) as announced_at,
    max(latest.poll_closes_at) as poll_closes_at,
    max(latest.declaration_due_at) as declaration_due_at,
    arg_min(latest.close_of_nominations, (latest.timetable_basis = 'computed', latest.trust)) as close_of_nominations,
    arg_min(latest.sopn_publish_deadline, (latest.timetable_basis = 'computed', latest.trust)) as sopn_publish_deadline,
    arg_min(latest.registration_deadline, (latest.timetable_basis = 'computed', latest.trust)) as registration_deadline,
    arg_min(latest.postal_vote_application_deadline, (latest.timetable_basis = 'computed', latest.trust)) as postal_vote_application_deadline,
    max(latest.timetable_basis) as timetable_basis, -- 'stated' comes after 'computed'
    coalesce(arg_min(latest.source, (not latest.is_announced, latest.trust)), any_value(called_off.source)) as source,
    coalesce(arg_min(latest.source_url, (not latest.is_announced, latest.trust)), any_value(called_off.source_url)) as source_url,
    min(coalesce(latest.stated_at, called_off.observed_at)) as stated_at,
    min(coalesce(latest.first_observed_at, called_off.observed_at)) as observed_at
from latest
full join called_off on latest.own_id = called_off.ballot_paper_id
left join core.contest as contest on latest.own_id = contest.ballot_paper_id
group by coalesce(latest.own_id, called_off.ballot_paper_id)
having not coalesce(bool_or(latest.is_deleted), false) or any_value(contest.ballot_paper_id) is not null;

comment on view core.poll is 'One row per by-election announced or fetched: the days of its poll, and whether it was called off.';
