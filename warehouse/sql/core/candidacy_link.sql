-- Which candidacy each line of a candidates' table is about. Equal name keys in one contest are one candidacy. A name
-- that the best-placed list of the contest lacks is the same candidacy under another spelling when a person on that
-- list is missing wherever it appears, and either the votes and party are equal, or the party is and the names are close.
-- Where a document names no seat and no party, the publisher's id of the person joins it to the publisher's own list.
create table core.candidacy_link as
with line as (
    select
        link.ballot_paper_id,
        line.statement_no,
        line.row_number,
        line.name_key,
        line.candidate,
        line.votes,
        line.party_family,
        line.dc_person_id,
        statement.source,
        statement.kind is not null as names_seat,
        source.trust * 100 + statement.document_rank as rank,
        statement.observed_at
    from raw.candidacy_statement as line
    inner join core.contest_link as link using (statement_no)
    inner join raw.contest_statement as statement using (statement_no)
    inner join core.source as source using (source)
),

name as (
    select
        ballot_paper_id,
        name_key,
        arg_min(candidate, (rank, observed_at)) as candidate,
        min(rank) as rank,
        arg_min(votes, (rank, observed_at)) as votes,
        arg_min(party_family, (rank, observed_at)) as party_family
    from line
    group by ballot_paper_id, name_key
),

best_list as (
    select ballot_paper_id, arg_min(statement_no, (rank, -epoch(observed_at), statement_no)) as statement_no
    from line
    group by ballot_paper_id
),

listed_name as (
    select distinct line.ballot_paper_id, line.name_key
    from line
    inner join best_list using (ballot_paper_id, statement_no)
),

placed as (
    select name.*, listed_name.name_key is not null as is_on_best_list
    from name
    left join listed_name using (ballot_paper_id, name_key)
),

together as (
    select distinct one.ballot_paper_id, one.name_key as name_key, other.name_key as other_key
    from line as one
    inner join placed as stray
        on one.ballot_paper_id = stray.ballot_paper_id and one.name_key = stray.name_key and not stray.is_on_best_list
    inner join line as other on one.statement_no = other.statement_no and one.name_key != other.name_key
),

variant as (
    select
        stray.ballot_paper_id,
        stray.name_key,
        arg_min(
            listed.name_key,
            (
                case when stray.votes = listed.votes then 0 else 1 end,
                -jaro_winkler_similarity(stray.name_key, listed.name_key),
                listed.name_key
            )
        ) as same_as
    from placed as stray
    inner join placed as listed
        on stray.ballot_paper_id = listed.ballot_paper_id
        and not stray.is_on_best_list
        and listed.is_on_best_list
        and stray.party_family = listed.party_family
        and (
            (stray.votes = listed.votes and stray.votes > 0)
            or jaro_winkler_similarity(stray.name_key, listed.name_key) >= 0.88
        )
    where not exists (
        select 1 from together
        where together.ballot_paper_id = stray.ballot_paper_id
            and together.name_key = stray.name_key
            and together.other_key = listed.name_key
    )
    group by stray.ballot_paper_id, stray.name_key
),

known_id as (
    select ballot_paper_id, source, dc_person_id, min(name_key) as name_key
    from line
    where names_seat and dc_person_id is not null
    group by ballot_paper_id, source, dc_person_id
    having count(distinct name_key) = 1
),

by_id as (
    -- a name that only documents without a seat print, and its owner on the publisher's own list
    select line.ballot_paper_id, line.name_key, min(known_id.name_key) as same_as
    from line
    inner join known_id using (ballot_paper_id, source, dc_person_id)
    group by line.ballot_paper_id, line.name_key
    having not bool_or(line.names_seat) and count(distinct known_id.name_key) = 1
),

root as (
    select
        name.ballot_paper_id,
        name.name_key,
        coalesce(variant.same_as, by_id.same_as, name.name_key) as root_key,
        by_id.same_as is not null as is_by_id
    from name
    left join by_id using (ballot_paper_id, name_key)
    left join variant on name.ballot_paper_id = variant.ballot_paper_id and coalesce(by_id.same_as, name.name_key) = variant.name_key
),

person as (
    select
        root.ballot_paper_id,
        root.root_key,
        trim(
            -- of two spellings in documents of one rank the first by its key: any other would be the order of loading
            regexp_replace(
                lower(strip_accents(arg_min(coalesce(name.candidate, name.name_key), (name.rank, name.name_key)))), '[^a-z0-9]+', '-', 'g'
            ),
            '-'
        ) as slug
    from root
    inner join name using (ballot_paper_id, name_key)
    group by root.ballot_paper_id, root.root_key
),

named as (
    select
        ballot_paper_id,
        root_key,
        -- two people of one name: told apart by a number that follows the order of their keys
        ballot_paper_id || ':' || slug || case
            when count(*) over (partition by ballot_paper_id, slug) > 1
                then '-' || row_number() over (partition by ballot_paper_id, slug order by root_key)
            else ''
        end as candidacy_id
    from person
)

select line.statement_no, line.row_number, line.ballot_paper_id, named.candidacy_id, line.name_key != root.root_key and not root.is_by_id as is_variant
from line
inner join root using (ballot_paper_id, name_key)
inner join named using (ballot_paper_id, root_key);

comment on table core.candidacy_link is 'One row per line of a candidates'' table: the candidacy it is about.';
