-- Who a candidacy's person is. An id counts only where the name bears it out: it must share a word with the name the id
-- usually goes with, and stand once in the contest (58: two members' ids slipped one row; 56: two people on one id).
create table core.person_link as
with tagged as (
    select candidacy_id, ballot_paper_id, poll_date, candidate, unnest(['mnis', 'dc']) as issuer, unnest([mnis_id, dc_person_id]) as id
    from core.candidacy
    inner join core.contest using (ballot_paper_id)
),

worded as (
    select
        *,
        list_filter(string_split_regex(lower(strip_accents(candidate)), '[^a-z0-9]+'), lambda word: length(word) > 1) as words,
        count(*) over (partition by ballot_paper_id, issuer, id) as times_in_contest
    from tagged
    where id is not null
),

usual as (
    -- of names as frequent as each other the first to carry it
    select issuer, id, mode(candidate order by poll_date, candidate) as usual_name
    from worded
    group by issuer, id
)

select
    worded.candidacy_id,
    worded.issuer,
    worded.id,
    usual.usual_name,
    case
        when worded.times_in_contest > 1 then 'two people of the contest carry it'
        when list_has_any(
            worded.words,
            list_filter(string_split_regex(lower(strip_accents(usual.usual_name)), '[^a-z0-9]+'), lambda word: length(word) > 1)
        ) then null
        else 'it goes with ' || usual.usual_name
    end as refused_because
from worded
inner join usual using (issuer, id);

comment on table core.person_link is 'One row per candidacy and person id a source gives it; refused where the name contradicts it.';
