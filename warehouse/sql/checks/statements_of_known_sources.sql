-- A statement whose source is not among the sources would silently count for nothing.
-- grave: yes
select statement_id as subject, 'source ' || source as seen
from raw.contest_statement
where source not in (select source from core.source);
