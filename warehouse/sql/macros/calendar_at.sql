-- The calendar as it reads at a moment: what is due, and what is overdue, follow from the clock.
create macro calendar_at(moment) as table
with by_election as (
    select
        coalesce(contest.ballot_paper_id, poll.ballot_paper_id) as ballot_paper_id,
        coalesce(contest.poll_date, poll.poll_date) as poll_date,
        coalesce(contest.constituency, poll.constituency) as constituency,
        coalesce(poll.organisation, case when starts_with(coalesce(contest.ballot_paper_id, poll.ballot_paper_id), 'parl.') then 'House of Commons' end)
            as organisation,
        split_part(coalesce(contest.ballot_paper_id, poll.ballot_paper_id), '.', 1) as election_type,
        coalesce(contest.nation, poll.nation) as nation,
        coalesce(poll.seats, contest.seats, case when contest.ballot_paper_id like 'parl.%' then 1 end) as seats,
        coalesce(nullif(vacancy.vacancy_cause, 'unknown'), poll.vacancy_cause, 'unknown') as vacancy_cause,
        vacancy.writ_date,
        case
            when contest.status is not null and contest.status != 'nominated' then contest.status
            when poll.is_cancelled and poll.replaced_by is not null then 'postponed'
            when poll.is_cancelled and poll.cancellation_words in ('equal candidates', 'under contested') then 'uncontested'
            when poll.is_cancelled then 'cancelled'
            when contest.candidate_count > 0 then 'nominated'
            else 'announced'
        end as status,
        coalesce(contest.candidate_count, 0) as candidates,
        contest.candidate_count,
        contest.winner,
        contest.winning_party,
        contest.declared_at,
        poll.close_of_nominations,
        poll.sopn_publish_deadline,
        poll.registration_deadline,
        poll.postal_vote_application_deadline,
        poll.timetable_basis,
        poll.poll_closes_at,
        poll.declaration_due_at,
        coalesce(poll.replaced_by, case when contest.status = 'postponed' then contest.replaced_by end) as replaced_by,
        coalesce(contest.source, poll.source) as source,
        coalesce(contest.source_url, poll.source_url) as source_url
    from (select * from core.contest_summary where kind = 'by-election') as contest
    full join core.poll as poll using (ballot_paper_id)
    left join core.vacancy as vacancy on contest.ballot_paper_id = vacancy.ballot_paper_id
),

judged as (
    select
        *,
        status in ('settled', 'disputed', 'declared', 'summary', 'uncontested', 'void') as is_declared,
        status in ('cancelled', 'postponed') as is_called_off
    from by_election
)

select
    ballot_paper_id,
    poll_date,
    constituency,
    organisation,
    election_type,
    nation,
    seats,
    vacancy_cause,
    writ_date,
    status,
    case
        when is_declared or status = 'cancelled' then null
        when status = 'postponed' then 'polled instead as ' || replaced_by
        when poll_closes_at is null then 'declaration'
        -- a day is over for these purposes when its polls would close
        when cast(moment as timestamptz) < poll_closes_at - to_days(cast(poll_date - close_of_nominations as integer)) and candidates = 0
            then 'nominations close ' || strftime(close_of_nominations, '%-d %B %Y')
        when cast(moment as timestamptz) < poll_closes_at - to_days(cast(poll_date - registration_deadline as integer))
            then 'registration closes ' || strftime(registration_deadline, '%-d %B %Y')
        when cast(moment as timestamptz) < poll_closes_at then 'poll closes ' || strftime(poll_date, '%-d %B %Y') || ', 22:00'
        when cast(moment as timestamptz) < declaration_due_at
            then 'declaration, by ' || strftime(poll_date + 1, '%-d %B %Y') || ', 18:00'
        else 'declaration, overdue since ' || strftime(poll_date + 1, '%-d %B %Y') || ', 18:00'
    end as due,
    close_of_nominations,
    sopn_publish_deadline,
    registration_deadline,
    postal_vote_application_deadline,
    timetable_basis,
    poll_closes_at,
    declaration_due_at,
    candidate_count,
    winner,
    winning_party,
    declared_at,
    is_declared,
    not is_declared and not is_called_off and coalesce(cast(moment as timestamptz) >= declaration_due_at, false) as is_overdue,
    replaced_by,
    source,
    source_url
from judged
order by poll_date desc, ballot_paper_id;

comment on macro table calendar_at is 'The calendar as it reads at a moment: calendar_at(''2021-12-16 23:00:00+00'').';
