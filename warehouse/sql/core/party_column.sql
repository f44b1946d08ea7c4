-- What the party columns of results tables mean where and when they stand: the same column is another party in another
-- nation, and some lump parties together, which is nobody's result.
create table core.party_column as
with meant (printed, nation, until, party) as (
    values
    -- a list that names no nation: nationalists of Scotland and Wales share a column ...
    ('PC/SNP', 'Scotland', date '9999-12-31', 'Scottish National Party'),
    ('PC/SNP', 'Wales', date '9999-12-31', 'Plaid Cymru'),
    -- ... and the Ulster Unionists stand in the Conservative column until the general election of February 1974
    ('Con', 'Northern Ireland', date '1974-02-27', 'Ulster Unionist Party')
)

select
    witness.ballot_paper_id,
    witness.statement_no,
    witness.rank,
    coalesce(meant.party, votes.party) as party,
    coalesce(known.party_family, votes.party_family) as party_family,
    -- a group that is part of a family (the Alliance of 1981 to 1988) is one candidate in a seat
    coalesce(known.is_group and known.party_family = known.party, false) as is_group,
    votes.party_printed,
    votes.votes,
    votes.returned_unopposed,
    votes.vote_share,
    votes.vote_share_tolerance,
    votes.vote_share_printed,
    votes.share_change,
    votes.share_change_tolerance,
    votes.share_change_printed
from core.witness as witness
inner join core.contest as contest using (ballot_paper_id)
inner join raw.party_votes_statement as votes using (statement_no)
left join meant
    on lower(votes.party_printed) = lower(meant.printed) and contest.nation = meant.nation and contest.poll_date <= meant.until
left join core.party as known on coalesce(meant.party, votes.party) = known.party;

comment on table core.party_column is 'One row per latest statement and party column of it: which party that is.';
