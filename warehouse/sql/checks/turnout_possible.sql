-- Nobody votes twice: valid and rejected papers never exceed the electorate.
-- grave: no
select ballot_paper_id as subject, valid_votes || ' valid and ' || coalesce(rejected_ballot_papers, 0) || ' rejected of ' || electorate as seen
from core.contest
where (election_type = 'parl' or coalesce(seats, 1) = 1) and valid_votes + coalesce(rejected_ballot_papers, 0) > electorate;
