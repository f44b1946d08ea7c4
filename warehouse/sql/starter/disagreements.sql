-- Starter data: figures on which sources disagreed with the settled ones, but for those that stand in the starter data
-- itself: a document that speaks alone for a contest contradicts its own sums there too.
select distinct
    conflict.ballot_paper_id, conflict.candidate, '' as party, conflict.figure, conflict.other_value as value,
    conflict.other_source as source, conflict.other_document as document,
    strftime(said.stated_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%S+00:00') as stated_at,
    said.source_url,
    publication.publication
from core.conflict as conflict
inner join core.contest as contest using (ballot_paper_id)
inner join publication
    on publication.source = conflict.other_source and (publication.document is null or publication.document = conflict.other_document)
left join said_in as said
    on conflict.ballot_paper_id = said.ballot_paper_id and conflict.other_source = said.source and conflict.other_document = said.document
where conflict.other_value is not null
    and (conflict.figure not in ('candidate_name', 'share_change'))
    -- a day that its list proves wrong is mended there
    and (conflict.figure = 'poll_date' or not exists (
        select 1
        from by_party
        inner join raw.contest_statement as spoken using (statement_no)
        where by_party.contest_id = conflict.ballot_paper_id and spoken.source = conflict.other_source
            and spoken.document = conflict.other_document
    ))
    and contest.kind = getvariable('kind') and contest.election_type = 'parl'
    and coalesce(year(contest.general_election_date) between getvariable('first_year') and getvariable('last_year'), true)
order by all
