create view swings as
with first_two as (
    select ballot_paper_id, party_family, party, row_number() over (partition by ballot_paper_id order by votes desc, party) as place
    from core.family_result
    where votes is not null
)

select ballot_paper_id, swing_from, swing_to, swing, basis
from core.swing
union all
-- Butler: mean of the changes of the first two parties, which must be the same two in both contests
select
    result.ballot_paper_id,
    second.party,
    first.party,
    ((first_now.vote_share - first_then.vote_share) + (second_then.vote_share - second_now.vote_share)) / 2,
    'butler'
from core.contest_result as result
inner join first_two as first on result.ballot_paper_id = first.ballot_paper_id and first.place = 1
inner join first_two as second on result.ballot_paper_id = second.ballot_paper_id and second.place = 2
inner join first_two as old_first on result.base_ballot_paper_id = old_first.ballot_paper_id and old_first.place = 1
inner join first_two as old_second on result.base_ballot_paper_id = old_second.ballot_paper_id and old_second.place = 2
inner join core.family_result as first_now on result.ballot_paper_id = first_now.ballot_paper_id and first.party_family = first_now.party_family
inner join core.family_result as second_now
    on result.ballot_paper_id = second_now.ballot_paper_id and second.party_family = second_now.party_family
inner join core.family_result as first_then
    on result.base_ballot_paper_id = first_then.ballot_paper_id and first.party_family = first_then.party_family
inner join core.family_result as second_then
    on result.base_ballot_paper_id = second_then.ballot_paper_id and second.party_family = second_then.party_family
where list_sort([first.party_family, second.party_family]) = list_sort([old_first.party_family, old_second.party_family])
    and first.party_family not in ('Independent', 'Speaker') and second.party_family not in ('Independent', 'Speaker');

comment on view swings is 'One row per contest and pair of parties: how votes moved from one to the other since the base.';
