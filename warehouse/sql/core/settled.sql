-- What we hold true of every contest and candidacy, going by what was stated until `stated_by` and seen until
-- `observed_by`. One row per candidacy, the contest's figures beside it (a contest without candidacies has one row).
--
-- Order of belief, figure by figure: a guarded correction; a value that makes the sums close, where the trusted ones
-- do not; the most trusted source's latest statement. `*_rule` names the rule that decided:
--   stated       the most trusted source that gives the figure
--   correction   flows/corrections
--   sums         a value some source states, the only one with which the votes add up
--   arithmetic   a value no source prints, implied by two other figures (valid votes and majority; rejected papers)
create macro core.settled(stated_by, observed_by) as table
with known_statement as (
    select
        statement.*,
        statement_no in (select statement_no from raw.candidacy_statement) as has_list,
        link.ballot_paper_id as contest_id,
        link.gss_code as seat_code,
        source.trust // 10 as tier,
        source.trust * 100 + statement.document_rank as rank
    from raw.contest_statement as statement
    inner join core.contest_link as link using (statement_no)
    inner join core.source as source using (source)
    where statement.stated_at <= stated_by and statement.observed_at <= observed_by
),

started as (
    select contest_id, list(distinct source) as list_sources
    from known_statement
    where is_starter and has_list
    group by contest_id
),

-- starter data loses to any capture of its source: the contest's own figures to a document that has some, and the list of
-- candidacies, which is one list whatever sources its lines name, to a list of any of them
candidate_statement as materialized (
    select known_statement.*
    from known_statement
    left join started using (contest_id)
    qualify not is_starter
        or case
            when has_list
                then not bool_or(not is_starter and has_list and list_contains(started.list_sources, source)) over (partition by contest_id)
            else not bool_or(not is_starter and kind is not null) over (partition by contest_id, source)
        end
),

-- a witness is one document of one source: its latest word counts
witness as materialized (
    select * from candidate_statement
    qualify row_number() over (
        partition by contest_id, source, document order by stated_at desc, observed_at desc, statement_no desc
    ) = 1
),

correction as (
    select correction.*
    from raw.correction as correction
),

contest_stated as (
    select
        contest_id,
        any_value(kind) as kind,
        min(tier) as tier,
        arg_min(poll_date, rank) as poll_date,
        arg_min(general_election_date, rank) as general_election_date,
        arg_min(parliament_number, rank) as parliament_number,
        coalesce(arg_min(election_type, case when kind is not null then rank end), any_value(election_type)) as election_type,
        arg_min(organisation, rank) as organisation,
        arg_min(voting_system, rank) as voting_system,
        bool_or(is_won_by_lot) as is_won_by_lot,
        arg_min(ballot_papers_issued, rank) as ballot_papers_issued,
        arg_min(constituency, rank) as constituency,
        arg_min(seat_code, rank) as gss_code,
        arg_min(nation, rank) as nation,
        arg_min(region, rank) as region,
        arg_min(designation, rank) as designation,
        arg_min(boundary_set_start, rank) as boundary_set_start,
        arg_min(writ_date, rank) as writ_date,
        arg_min(declared_at, rank) as declared_at,
        arg_min(electorate, rank) as electorate,
        arg_min(source, case when electorate is not null then rank end) as electorate_source,
        arg_min(valid_votes, rank) as valid_votes,
        arg_min(source, case when valid_votes is not null then rank end) as valid_votes_source,
        arg_min(rejected_ballot_papers, rank) as rejected_ballot_papers,
        arg_min(source, case when rejected_ballot_papers is not null then rank end) as rejected_ballot_papers_source,
        arg_min(majority, rank) as majority,
        -- a hold has no loser: label, winner and loser are taken from one witness together
        arg_min(
            {'outcome': outcome, 'party': outcome_party, 'family': outcome_family, 'gained_from': gained_from},
            case when outcome is not null or outcome_party is not null then rank end
        ) as label,
        arg_min(winner_name, rank) as winner_name,
        arg_min(seats, rank) as seats,
        arg_min(poll_status, rank) as poll_status,
        arg_min(turnout, rank) as turnout,
        -- of those that say which contest it is: starter data keeps what a seat was vacant for in a document of its own
        coalesce(arg_min(source, case when kind is not null then rank end), arg_min(source, rank)) as source,
        coalesce(arg_min(source_url, case when electorate is not null or valid_votes is not null then rank end), arg_min(source_url, rank))
            as source_url,
        min(stated_at) as first_stated_at,
        max(stated_at) as last_stated_at,
        list(distinct valid_votes) as valid_votes_stated,
        count(distinct source) as source_count
    from witness
    group by contest_id
),

contest_corrected as (
    select
        contest_stated.* replace (
            coalesce(cast(polled.use as date), contest_stated.poll_date) as poll_date,
            coalesce(cast(electors.use as integer), contest_stated.electorate) as electorate,
            coalesce(cast(valid.use as integer), contest_stated.valid_votes) as valid_votes,
            coalesce(cast(rejected.use as integer), contest_stated.rejected_ballot_papers) as rejected_ballot_papers
        ),
        case when electors.use is not null then 'correction' when contest_stated.electorate is not null then 'stated' end as electorate_rule,
        case when valid.use is not null then 'correction' when contest_stated.valid_votes is not null then 'stated' end as stated_valid_votes_rule,
        case when rejected.use is not null then 'correction' when contest_stated.rejected_ballot_papers is not null then 'stated' end
            as rejected_ballot_papers_rule
    from contest_stated
    left join correction as polled
        on contest_stated.contest_id = polled.ballot_paper_id and polled.figure = 'poll_date'
        and polled.printed = cast(coalesce(contest_stated.poll_date, contest_stated.general_election_date) as varchar)
    left join correction as electors
        on contest_stated.contest_id = electors.ballot_paper_id and electors.figure = 'electorate'
        and electors.printed = cast(contest_stated.electorate as varchar)
    left join correction as valid
        on contest_stated.contest_id = valid.ballot_paper_id and valid.figure = 'valid_votes'
        and valid.printed = cast(contest_stated.valid_votes as varchar)
    left join correction as rejected
        on contest_stated.contest_id = rejected.ballot_paper_id and rejected.figure = 'rejected_ballot_papers'
        and rejected.printed = cast(contest_stated.rejected_ballot_papers as varchar)
),

line as materialized (
    select
        witness.contest_id,
        witness.source,
        witness.document,
        case when witness.is_starter then 0 else witness.statement_no end as list_no,
        -- starter data keeps one address a contest, in its other document
        case when not witness.is_starter then witness.source_url end as source_url,
        witness.tier,
        witness.rank,
        witness.state,
        link.candidacy_id,
        line.*
    from witness
    inner join raw.candidacy_statement as line using (statement_no)
    inner join core.candidacy_link as link using (statement_no, row_number)
),

-- whom a document names as the winner, where that is one person of the contest
named_winner as (
    select contest.contest_id, min(line.candidacy_id) as candidacy_id
    from contest_stated as contest
    inner join line
        on contest.contest_id = line.contest_id and lower(strip_accents(contest.winner_name)) = lower(strip_accents(line.candidate))
    group by contest.contest_id
    having count(distinct line.candidacy_id) = 1
),

-- the list of candidacies comes from one witness: among equals the one whose votes add up, then the one that the named
-- winner leads
list_total as (
    select
        line.contest_id,
        line.list_no,
        min(line.tier) as tier,
        min(line.rank) as rank,
        case when count(line.votes) = count(*) then sum(line.votes) end as total,
        arg_max(line.candidacy_id, (line.votes, line.candidacy_id)) as first_id
    from line
    group by line.contest_id, line.list_no
),

chosen_list as (
    select
        list_total.contest_id,
        arg_min(
            list_total.list_no,
            (
                list_total.tier,
                case when list_total.total is not null then 0 else 1 end,
                case when list_total.total = contest.valid_votes then 0 else 1 end,
                case when list_total.first_id = named_winner.candidacy_id then 0 else 1 end,
                list_total.rank
            )
        ) as list_no
    from list_total
    inner join contest_corrected as contest using (contest_id)
    left join named_winner using (contest_id)
    group by list_total.contest_id
),

-- a candidacy that the list gives no votes (nominations, a figure that could not be read) has those of the next witness
vote_stated as (
    select candidacy_id, arg_min(votes, rank) as votes, arg_min(source, rank) as source
    from line
    where votes is not null
    group by candidacy_id
),

listed as materialized (
    select
        line.contest_id,
        line.candidacy_id,
        line.source,
        line.party_family,
        coalesce(cast(correction.use as integer), line.votes, vote_stated.votes) as votes,
        case when correction.use is not null then 'correction' when coalesce(line.votes, vote_stated.votes) is not null then 'stated' end
            as votes_rule,
        case when correction.use is not null then correction.witness when line.votes is null then coalesce(vote_stated.source, line.source)
            else line.source end as votes_source
    from line
    inner join chosen_list using (contest_id, list_no)
    left join vote_stated using (candidacy_id)
    left join correction
        on line.contest_id = correction.ballot_paper_id and correction.figure = 'votes'
        and correction.name_key = line.name_key and correction.printed = cast(line.votes as varchar)
),

ranked as (
    select
        listed.*,
        row_number() over (partition by contest_id order by votes desc nulls last, candidacy_id) as place
    from listed
),

total as materialized (
    select
        contest_id,
        case when count(votes) = count(*) then sum(votes) end as total,
        count(votes) as votes_known,
        count(*) - count(votes) as votes_unknown,
        max(case when place = 1 then candidacy_id end) as first_id,
        max(case when place = 2 then candidacy_id end) as second_id,
        max(case when place = 1 then votes end) as first_votes,
        max(case when place = 2 then votes end) as second_votes,
        max(case when place = 3 then votes end) as third_votes
    from ranked
    group by contest_id
),

-- contests whose votes do not add up, and by how much valid votes exceed their sum
gap as materialized (
    select
        contest.contest_id,
        cast(contest.valid_votes - total.total as integer) as gap,
        contest.valid_votes,
        contest.valid_votes_stated,
        contest.rejected_ballot_papers,
        contest.majority,
        named_winner.candidacy_id as winner_id,
        total.* exclude (contest_id)
    from contest_corrected as contest
    inner join total using (contest_id)
    left join named_winner using (contest_id)
    where contest.valid_votes != total.total
),

-- hypothesis 1: another witness has the vote with which the sums close
other_vote as (
    select line.contest_id, line.candidacy_id, line.votes, line.rank, line.source
    from line
    inner join gap using (contest_id)
    inner join listed using (contest_id, candidacy_id)
    where line.votes - listed.votes = gap.gap
    union all
    select witness.contest_id, min(listed.candidacy_id), any_value(party_votes.votes), any_value(witness.rank), any_value(witness.source)
    from witness
    inner join gap using (contest_id)
    inner join raw.party_votes_statement as party_votes using (statement_no)
    inner join listed on witness.contest_id = listed.contest_id and party_votes.party_family = listed.party_family
    group by witness.contest_id, witness.statement_no, party_votes.party_family
    having count(*) = 1 and any_value(party_votes.votes) - any_value(listed.votes) = any_value(gap.gap)
),

-- hypothesis 2: a candidacy that the list lacks, with just the missing votes
other_candidacy as (
    select line.contest_id, line.candidacy_id, line.votes, line.rank, line.source, 'sums' as rule
    from line
    inner join gap using (contest_id)
    where line.votes = gap.gap
        and not exists (
            select 1 from listed where listed.contest_id = line.contest_id and listed.candidacy_id = line.candidacy_id
        )
    union all
    select
        correction.ballot_paper_id,
        correction.ballot_paper_id || ':' || replace(lower(correction.candidate), ' ', '-'),
        cast(correction.use as integer),
        1000000,
        correction.witness,
        'correction'
    from correction
    inner join gap on correction.ballot_paper_id = gap.contest_id
    where correction.figure = 'candidacy'
        and correction.printed = cast(gap.total as varchar)
        and try_cast(correction.use as integer) = gap.gap
        and not exists (
            select 1 from listed
            where listed.contest_id = correction.ballot_paper_id
                and listed.candidacy_id = correction.ballot_paper_id || ':' || replace(lower(correction.candidate), ' ', '-')
        )
),

stated_mend as (
    select contest_id, candidacy_id, votes, arg_min(source, rank) as source, 'sums' as rule, true as is_listed
    from other_vote
    group by contest_id, candidacy_id, votes
    union all
    select contest_id, candidacy_id, votes, arg_min(source, rank), arg_min(rule, rank), false
    from other_candidacy
    group by contest_id, candidacy_id, votes
    union all
    -- hypothesis 3: another witness has the valid votes that the candidacies add up to
    select contest_id, null, cast(total as integer), null, 'sums', false
    from gap
    where list_contains(valid_votes_stated, cast(total as integer))
),

-- hypothesis 4: one vote is wrong, valid votes and majority agree on what it should be, and the winner stays the named one
implied_vote as (
    select
        ranked.contest_id,
        ranked.candidacy_id,
        ranked.votes + gap.gap as votes,
        ranked.source,
        'arithmetic' as rule,
        true as is_listed
    from ranked
    inner join gap using (contest_id)
    where ranked.votes + gap.gap >= 0
        and gap.first_votes - gap.second_votes != gap.majority
        and case
            when ranked.place = 1 and ranked.votes + gap.gap >= gap.second_votes then ranked.votes + gap.gap - gap.second_votes
            when ranked.place = 1 then gap.second_votes - greatest(ranked.votes + gap.gap, coalesce(gap.third_votes, 0))
            when ranked.votes + gap.gap >= gap.first_votes then ranked.votes + gap.gap - gap.first_votes
            when ranked.place = 2 then gap.first_votes - greatest(ranked.votes + gap.gap, coalesce(gap.third_votes, 0))
            else gap.first_votes - greatest(ranked.votes + gap.gap, gap.second_votes)
        end = gap.majority
        and (
            gap.winner_id is null
            or gap.majority = 0
            or gap.winner_id = case
                when ranked.place = 1 and ranked.votes + gap.gap < gap.second_votes then gap.second_id
                when ranked.place != 1 and ranked.votes + gap.gap < gap.first_votes then gap.first_id
                else ranked.candidacy_id
            end
        )
),

-- hypothesis 6: one vote could not be read, is what the others leave of the valid votes, and gives the stated majority
unread_vote as (
    select
        ranked.contest_id,
        min(ranked.candidacy_id) filter (where ranked.votes is null) as candidacy_id,
        cast(any_value(contest.valid_votes) - sum(ranked.votes) as integer) as votes,
        min(ranked.source) filter (where ranked.votes is null) as source
    from ranked
    inner join total using (contest_id)
    inner join contest_corrected as contest using (contest_id)
    where total.votes_unknown = 1 and total.votes_known > 0
    group by ranked.contest_id
    having any_value(contest.valid_votes) >= sum(ranked.votes)
        and any_value(contest.majority) = case
            when any_value(contest.valid_votes) - sum(ranked.votes) >= any_value(total.first_votes)
                then any_value(contest.valid_votes) - sum(ranked.votes) - any_value(total.first_votes)
            else any_value(total.first_votes)
                - greatest(any_value(contest.valid_votes) - sum(ranked.votes), coalesce(any_value(total.second_votes), 0))
        end
),

implied_mend as (
    select contest_id, candidacy_id, votes, source, rule, is_listed from implied_vote
    union all
    select contest_id, candidacy_id, votes, source, 'arithmetic', true from unread_vote
    union all
    -- hypothesis 5: rejected papers were counted as valid
    select contest_id, null, cast(total as integer), null, 'arithmetic', false
    from gap
    where rejected_ballot_papers > 0 and valid_votes - rejected_ballot_papers = total
),

-- a hypothesis settles the contest only when it is the only one of its kind that works; what a source states comes first
mend as materialized (
    select * from stated_mend
    qualify count(*) over (partition by contest_id) = 1
    union all
    select * from implied_mend
    where contest_id not in (select contest_id from stated_mend)
    qualify count(*) over (partition by contest_id) = 1
),

candidacy as (
    select
        listed.contest_id,
        listed.candidacy_id,
        coalesce(mend.votes, listed.votes) as votes,
        coalesce(mend.rule, listed.votes_rule) as votes_rule,
        coalesce(mend.source, listed.votes_source) as votes_source
    from listed
    left join mend on listed.contest_id = mend.contest_id and listed.candidacy_id = mend.candidacy_id and mend.is_listed
    union all
    select contest_id, candidacy_id, votes, rule, source
    from mend
    where candidacy_id is not null and not is_listed
),

description as (
    select
        candidacy_id,
        arg_min(candidate, rank) as candidate,
        arg_min(given_name, rank) as given_name,
        arg_min(family_name, rank) as family_name,
        arg_min(party, rank) as party,
        arg_min(party_family, case when party is not null then rank end) as party_family,
        arg_min(party_abbreviation, rank) as party_abbreviation,
        arg_min(party_mnis_id, rank) as party_mnis_id,
        arg_min(ec_party_id, rank) as ec_party_id,
        arg_min(adjunct_party, rank) as adjunct_party,
        arg_min(adjunct_ec_id, rank) as adjunct_ec_id,
        bool_or(is_joint) as is_joint,
        arg_min(endorsement, rank) as endorsement,
        arg_min(is_elected, rank) as is_elected,
        min(tier) filter (where is_elected is not null) as elected_tier,
        arg_min(mnis_id, rank) as mnis_id,
        arg_min(dc_person_id, rank) as dc_person_id,
        arg_min(source_url, rank) as source_url
    from line
    group by candidacy_id
),

-- a candidate known to have stood for another party than the sources say: the wrong one's short form and ids go with it
relabelled as (
    select distinct line.candidacy_id, correction.party, correction.party_family
    from line
    inner join description using (candidacy_id)
    inner join correction
        on line.contest_id = correction.ballot_paper_id and correction.figure = 'party'
        and correction.name_key = line.name_key and correction.printed = description.party
),

vote_source as (
    -- whose votes are known
    select contest_id, list(distinct source) as sources
    from line
    where votes is not null
    group by contest_id
),

settled_contest as (
    select
        contest.* exclude (valid_votes, valid_votes_stated, stated_valid_votes_rule),
        case when mend.contest_id is not null and mend.candidacy_id is null then mend.votes else contest.valid_votes end as valid_votes,
        case when mend.contest_id is not null and mend.candidacy_id is null then mend.rule else contest.stated_valid_votes_rule end
            as valid_votes_rule,
        -- votes that do not add up, or some of which nobody can read
        mend.contest_id is null and (gap.contest_id is not null or (total.votes_known > 0 and total.votes_unknown > 0)) as is_disputed,
        total.total is not null or mend.contest_id is not null as has_votes,
        total.contest_id is not null as has_candidacies
    from contest_corrected as contest
    left join gap using (contest_id)
    left join mend using (contest_id)
    left join total using (contest_id)
)

select
    contest.contest_id as ballot_paper_id,
    contest.kind,
    contest.election_type,
    contest.organisation,
    contest.voting_system,
    contest.is_won_by_lot,
    contest.ballot_papers_issued,
    vote_source.sources as vote_sources,
    contest.poll_date,
    contest.general_election_date,
    contest.parliament_number,
    contest.constituency,
    contest.gss_code,
    contest.nation,
    contest.region,
    contest.designation,
    contest.boundary_set_start,
    contest.writ_date,
    contest.declared_at,
    contest.electorate,
    contest.electorate_rule,
    contest.electorate_source,
    contest.valid_votes,
    contest.valid_votes_rule,
    contest.valid_votes_source,
    contest.rejected_ballot_papers,
    contest.rejected_ballot_papers_rule,
    contest.rejected_ballot_papers_source,
    contest.majority as stated_majority,
    contest.label.outcome as stated_outcome,
    contest.label.gained_from as stated_gained_from,
    contest.label.party as stated_winning_party,
    contest.label.family as stated_winning_family,
    contest.winner_name as stated_winner,
    contest.seats,
    contest.poll_status,
    contest.turnout as stated_turnout,
    contest.source as contest_source,
    contest.source_url as contest_source_url,
    contest.first_stated_at,
    contest.last_stated_at,
    contest.is_disputed,
    contest.has_votes,
    named_winner.candidacy_id as named_winner_id,
    candidacy.candidacy_id,
    coalesce(description.candidate, correction.candidate) as candidate,
    description.given_name,
    description.family_name,
    coalesce(relabelled.party, description.party, correction.party) as party,
    coalesce(relabelled.party_family, description.party_family, correction.party_family) as party_family,
    case when relabelled.candidacy_id is null then description.party_abbreviation end as party_abbreviation,
    case when relabelled.candidacy_id is null then description.party_mnis_id end as party_mnis_id,
    case when relabelled.candidacy_id is null then description.ec_party_id end as ec_party_id,
    description.adjunct_party,
    description.adjunct_ec_id,
    description.is_joint,
    description.endorsement,
    -- whoever is trusted less than those whose votes these are says who won only where the votes do not
    description.is_elected as stated_is_elected,
    coalesce(description.elected_tier > chosen_tier.tier, false) as is_elected_hearsay,
    description.mnis_id,
    description.dc_person_id,
    candidacy.votes,
    candidacy.votes_rule,
    candidacy.votes_source,
    coalesce(description.source_url, contest.source_url) as source_url
from settled_contest as contest
left join named_winner using (contest_id)
left join vote_source using (contest_id)
left join (select contest_id, any_value(tier) as tier from line semi join chosen_list using (contest_id, list_no) group by contest_id) as chosen_tier
    using (contest_id)
left join candidacy using (contest_id)
left join description on candidacy.candidacy_id = description.candidacy_id
left join relabelled on candidacy.candidacy_id = relabelled.candidacy_id
left join correction
    on candidacy.contest_id = correction.ballot_paper_id and correction.figure = 'candidacy' and description.candidacy_id is null
        and candidacy.candidacy_id = correction.ballot_paper_id || ':' || replace(lower(correction.candidate), ' ', '-');

comment on macro table core.settled is 'What is held true, going by statements made until one moment and seen until another.';
