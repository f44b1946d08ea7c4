create view swings as
with ordered as (
    select
        ballot_paper_id,
        party_family,
        party,
        vote_share,
        row_number() over (partition by ballot_paper_id order by best_position nulls last, vote_share desc, party) as place,
        1 - sum(vote_share) over (partition by ballot_paper_id) as hidden_share
    from core.family_result
    where vote_share is not null
),

first_two as (
    select
        first.ballot_paper_id,
        first.party_family as first_family,
        first.party as first_party,
        first.vote_share as first_share,
        second.party_family as second_family,
        second.party as second_party,
        second.vote_share as second_share
    from ordered as first
    inner join ordered as second using (ballot_paper_id)
    where first.place = 1 and second.place = 2
        -- whoever is hidden among all other candidates came behind
        and first.hidden_share < second.vote_share
        and first.party_family not in ('Independent', 'Speaker') and second.party_family not in ('Independent', 'Speaker')
)

select ballot_paper_id, swing_from, swing_to, swing, basis
from core.swing
union all
-- Butler: mean of the changes of the first two parties, which must be the same two in both contests
select
    result.ballot_paper_id,
    now.second_party,
    now.first_party,
    case
        when now.first_family = old.first_family then (now.first_share - old.first_share) + (old.second_share - now.second_share)
        else (now.first_share - old.second_share) + (old.first_share - now.second_share)
    end / 2,
    'butler'
from core.contest_result as result
inner join first_two as now on result.ballot_paper_id = now.ballot_paper_id
inner join first_two as old on result.base_ballot_paper_id = old.ballot_paper_id
where [now.first_family, now.second_family] in ([old.first_family, old.second_family], [old.second_family, old.first_family]);

comment on view swings is 'One row per contest and pair of parties: how votes moved from one to the other since the base.';
