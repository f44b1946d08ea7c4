-- A witness is one document of one source: its latest word on a contest counts. Starter data is none beside a capture of
-- the source it names.
create table core.witness as
select
    statement.statement_no,
    link.ballot_paper_id,
    source.trust * 100 + statement.document_rank as rank
from raw.contest_statement as statement
inner join core.contest_link as link using (statement_no)
inner join core.source as source using (source)
qualify (not statement.is_starter or not bool_or(not statement.is_starter) over (partition by link.ballot_paper_id, statement.source))
    and row_number() over (
        partition by link.ballot_paper_id, statement.source, statement.document
        order by not statement.is_starter desc, statement.stated_at desc, statement.observed_at desc, statement.statement_no desc
    ) = 1;

comment on table core.witness is 'One row per contest and document that speaks of it: the latest statement, and how far it is believed.';
