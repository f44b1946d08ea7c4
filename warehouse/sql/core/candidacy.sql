-- What we hold true of each candidacy.
create table core.candidacy (
    candidacy_id varchar primary key,
    ballot_paper_id varchar not null,
    candidate varchar,
    given_name varchar,
    family_name varchar,
    party varchar,
    party_family varchar,
    party_abbreviation varchar,
    party_mnis_id varchar,
    ec_party_id varchar,
    adjunct_party varchar,
    adjunct_ec_id varchar,
    is_joint boolean not null,
    endorsement varchar,
    votes integer check (votes >= 0),
    votes_rule varchar,
    votes_source varchar,
    position integer check (position >= 1),
    is_elected boolean,
    is_winner_derived boolean not null,
    mnis_id varchar,
    dc_person_id varchar,
    source_url varchar not null
);

insert into core.candidacy
with placed as (
    select
        settled.*,
        -- a council's seats; the few constituencies with two members are told by party alone
        case when settled.election_type = 'local' then coalesce(settled.seats, 1) else 1 end as seats_to_fill,
        case when settled.has_votes then rank() over (partition by ballot_paper_id order by votes desc) end as place,
        case when settled.has_votes then count(*) over (partition by ballot_paper_id, votes) end as with_equal_votes
    from settled_now as settled
    where candidacy_id is not null
),

decided as (
    select
        *,
        -- a tie for the last seat is decided by lot: only a source that names the winner can say who won, as before the votes are
        -- known; and so it is with transferable votes, as first preferences elect nobody
        case
            when voting_system is not null then null
            when place > seats_to_fill then false
            when place + with_equal_votes - 1 <= seats_to_fill then true
            else candidacy_id = named_winner_id
        end as derived_is_elected
    from placed
)

select
    candidacy_id,
    ballot_paper_id,
    candidate,
    given_name,
    family_name,
    party,
    party_family,
    party_abbreviation,
    party_mnis_id,
    ec_party_id,
    adjunct_party,
    adjunct_ec_id,
    coalesce(is_joint, false),
    endorsement,
    votes,
    votes_rule,
    votes_source,
    place,
    -- nobody won a poll that was called off; a word of the winner from elsewhere does not outweigh the votes
    case when not contest.is_called_off then
        case when is_elected_hearsay then coalesce(derived_is_elected, stated_is_elected) else coalesce(stated_is_elected, derived_is_elected) end
    end,
    (stated_is_elected is null or (is_elected_hearsay and not stated_is_elected)) and coalesce(derived_is_elected, false)
        and not contest.is_called_off,
    mnis_id,
    dc_person_id,
    decided.source_url
from decided
inner join core.contest as contest using (ballot_paper_id);

comment on table core.candidacy is 'One row per person standing in one contest (or party, in a notional one).';
comment on column core.candidacy.votes_rule is 'Which rule decided the votes: stated, correction, sums, arithmetic (DESIGN §2).';
comment on column core.candidacy.position is 'Place by votes, 1 first; ties share a place.';
