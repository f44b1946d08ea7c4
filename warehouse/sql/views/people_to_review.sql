-- People who may be one: the same words in their names and the same party family, no contest in common, and nothing but the
-- name to go by for one of them. They stay two until flows/corrections/people.yaml says something.
create view people_to_review as
with standing as (
    select
        person.person_id,
        person.rule,
        candidacy.candidacy_id,
        candidacy.candidate,
        candidacy.party_family,
        contest.ballot_paper_id,
        contest.poll_date,
        contest.constituency,
        contest.region,
        list_sort(list_filter(string_split_regex(lower(strip_accents(candidacy.candidate)), '[^a-z0-9]+'), lambda word: word != ''))
            as words
    from core.person as person
    inner join core.candidacy as candidacy using (candidacy_id)
    inner join core.contest as contest using (ballot_paper_id)
    where contest.kind != 'notional' and candidacy.party_family is not null
)

select
    one.candidate,
    one.party_family,
    one.candidacy_id,
    other.person_id as other_person_id,
    other.candidacy_id as other_candidacy_id,
    case when one.constituency = other.constituency then 'the same seat' else 'the same region' end as near
from standing as one
inner join standing as other
    on one.words = other.words and one.party_family = other.party_family and one.person_id != other.person_id
    and (one.constituency = other.constituency or one.region = other.region)
    and abs(datediff('year', one.poll_date, other.poll_date)) <= 10
    and one.poll_date != other.poll_date
where one.rule = 'no id: this candidacy alone'
    -- a pair without ids once, and the other's nearest candidacy only
    and (other.rule != 'no id: this candidacy alone' or one.candidacy_id < other.candidacy_id)
    and not exists (
        select 1 from raw.person_decision as mine inner join raw.person_decision as theirs using (decision_no)
        where mine.verdict = 'apart' and mine.who = one.candidacy_id and theirs.who in (other.candidacy_id, other.person_id)
    )
qualify row_number() over (
    partition by one.candidacy_id, other.person_id
    order by one.constituency != other.constituency, abs(datediff('day', one.poll_date, other.poll_date)), other.candidacy_id
) = 1
order by one.candidate, one.candidacy_id, other_candidacy_id;

comment on view people_to_review is 'One row per pair of people that may be one: equal names and party family, near each other, and one of them without an id.';
