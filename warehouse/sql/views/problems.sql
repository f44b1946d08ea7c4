create view problems as
select rule, source, ballot_paper_id, contest, field, seen, capture_id, source_url, observed_at, is_current, is_known, because
from core.problem
order by observed_at, source, rule;

comment on view problems is 'One row per value or page refused, missing or contradicted.';
