-- Who a candidacy's person is. An id counts only where the name bears it out: it must share a word with the name the id
-- usually goes with, and stand once in the contest (58: two members' ids slipped one row; 56: two people on one id).
-- An id that its issuer has merged into another counts as that one. A reviewed decision that keeps people apart takes a
-- candidacy's ids away, and undoes a merge of two ids.
create table core.person_link as
with recursive kept_apart as (
    select one.who, other.who as other_who, one.because
    from raw.person_decision as one
    left join raw.person_decision as other on one.decision_no = other.decision_no and one.who != other.who
    where one.verdict = 'apart'
),

merge as (
    select issuer, old_person_id, arg_max(new_person_id, (stated_at, observed_at, new_person_id)) as new_person_id
    from raw.person_redirect
    where not exists (
        select 1 from kept_apart where who = issuer || ':' || old_person_id and other_who = issuer || ':' || new_person_id
    )
    group by issuer, old_person_id
),

followed as (
    -- union, not union all: merges that lead in a circle come to an end
    select issuer, old_person_id, new_person_id from merge
    union
    select followed.issuer, followed.old_person_id, merge.new_person_id
    from followed
    inner join merge on followed.issuer = merge.issuer and followed.new_person_id = merge.old_person_id
),

redirect as (
    select issuer, old_person_id, new_person_id
    from followed
    where not exists (
        select 1 from merge where merge.issuer = followed.issuer and merge.old_person_id = followed.new_person_id
    )
),

carried as (
    select candidacy_id, ballot_paper_id, poll_date, candidate, mnis_id, unnest(['mnis', 'dc']) as issuer,
        unnest([mnis_id, dc_person_id]) as id
    from core.candidacy
    inner join core.contest using (ballot_paper_id)
),

tagged as (
    select
        carried.candidacy_id, carried.ballot_paper_id, carried.poll_date, carried.candidate, carried.mnis_id, carried.issuer,
        coalesce(redirect.new_person_id, carried.id) as id,
        case when redirect.new_person_id is not null then carried.id end as redirected_from
    from carried
    left join redirect on carried.issuer = redirect.issuer and carried.id = redirect.old_person_id
),

worded as (
    select
        *,
        list_filter(string_split_regex(lower(strip_accents(candidate)), '[^a-z0-9]+'), lambda word: length(word) > 1) as words,
        (
            select min(because) from kept_apart
            where who = candidacy_id
                -- of two ids of a candidacy that are kept apart the member's stays
                or (issuer = 'dc' and who = 'dc:' || id and other_who = 'mnis:' || mnis_id)
        ) as apart_because
    from tagged
    where id is not null
),

counted as (
    select *, count(*) filter (where apart_because is null) over (partition by ballot_paper_id, issuer, id) as times_in_contest
    from worded
),

usual as (
    -- of names as frequent as each other the first to carry it
    select issuer, id, mode(candidate order by poll_date, candidate) as usual_name
    from worded
    where apart_because is null
    group by issuer, id
)

select
    worded.candidacy_id,
    worded.issuer,
    worded.id,
    worded.redirected_from,
    usual.usual_name,
    case
        when worded.apart_because is not null then 'reviewed: ' || worded.apart_because
        when worded.times_in_contest > 1 then 'two people of the contest carry it'
        when list_has_any(
            worded.words,
            list_filter(string_split_regex(lower(strip_accents(usual.usual_name)), '[^a-z0-9]+'), lambda word: length(word) > 1)
        ) then null
        else 'it goes with ' || usual.usual_name
    end as refused_because
from counted as worded
left join usual using (issuer, id);

comment on table core.person_link is 'One row per candidacy and person id a source gives it; refused where the name contradicts it.';
