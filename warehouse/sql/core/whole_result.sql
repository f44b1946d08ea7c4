-- Contests whose parties are all known: their shares add up. A party that is not among them did not stand; elsewhere
-- it may be hidden among "all other candidates", and its share is not known.
create table core.whole_result as
select ballot_paper_id
from core.party_result
where not is_group
group by ballot_paper_id
having count(vote_share) = count(*) and sum(vote_share) between 0.995 and 1.005;

comment on table core.whole_result is 'One row per contest whose parties'' shares add up, so that a party not among them did not stand.';
