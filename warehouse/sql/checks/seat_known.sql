-- A contest without a GSS code is tied to no earlier one: no change, swing or outcome can be worked out for it.
-- grave: no
select ballot_paper_id as subject, 'no GSS code' as seen
from core.contest
where election_type = 'parl' and gss_code is null and poll_date >= '2010-01-01';
