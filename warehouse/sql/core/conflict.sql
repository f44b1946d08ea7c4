-- Every figure on which a source disagrees with what we hold true, or with arithmetic on its own figures.
create table core.conflict as
with witness as materialized (
    select statement.*, latest.ballot_paper_id as contest_id, latest.rank
    from raw.contest_statement as statement
    inner join core.witness as latest using (statement_no)
),

line as materialized (
    select
        link.ballot_paper_id as contest_id,
        link.candidacy_id,
        witness.source,
        witness.document,
        witness.document_rank,
        witness.is_starter,
        line.*,
        -- the same figure rounded on the page and exact in the download: the better document speaks for the source
        witness.document_rank = min(case when line.vote_share is not null then witness.document_rank end)
            over (partition by link.candidacy_id, witness.source) as is_best_share
    from witness
    inner join raw.candidacy_statement as line using (statement_no)
    inner join core.candidacy_link as link using (statement_no, row_number)
),

own as (
    -- what the votes of one document come to: a share or majority that follows from a wrong vote is no mistake of its own
    select contest_id, source, document, sum(votes) as votes, max(votes, 2)[1] - max(votes, 2)[2] as majority
    from line
    group by contest_id, source, document
    having count(*) = count(votes) and sum(votes) > 0
),

contest_count as (
    select contest_id, source, document, figure, other_value, settled_value, settled_source
    from (
        select
            witness.contest_id,
            witness.source,
            witness.document,
            unnest([
                {'figure': 'electorate', 'other_value': witness.electorate, 'settled_value': contest.electorate,
                 'settled_source': contest.electorate_source},
                {'figure': 'valid_votes', 'other_value': witness.valid_votes, 'settled_value': contest.valid_votes,
                 'settled_source': contest.valid_votes_source},
                {'figure': 'rejected_ballot_papers', 'other_value': witness.rejected_ballot_papers,
                 'settled_value': contest.rejected_ballot_papers, 'settled_source': contest.rejected_ballot_papers_source},
                {'figure': 'majority', 'other_value': witness.majority, 'settled_value': result.majority,
                 'settled_source': 'computed'}
            ], recursive := true)
        from witness
        inner join core.contest as contest on witness.contest_id = contest.ballot_paper_id
        left join core.contest_result as result on witness.contest_id = result.ballot_paper_id
    )
    where other_value != settled_value
),

contest_words as (
    select
        witness.contest_id, witness.source, witness.document,
        'poll_date' as figure, coalesce(witness.poll_date_printed, cast(witness.poll_date as varchar)) as other_value, cast(contest.poll_date as varchar) as settled_value
    from witness
    inner join core.contest as contest on witness.contest_id = contest.ballot_paper_id
    where coalesce(witness.poll_date_printed, cast(witness.poll_date as varchar)) != cast(contest.poll_date as varchar)
    union all
    select
        witness.contest_id, witness.source, witness.document, 'outcome',
        witness.outcome || coalesce(' from ' || witness.gained_from, ''),
        case when result.base_family = result.winning_family then 'hold' else 'gain from ' || result.base_party end
    from witness
    inner join core.contest_result as result on witness.contest_id = result.ballot_paper_id
    where result.base_family is not null and result.winning_family is not null
        and (
            (witness.outcome = 'hold') != (result.base_family = result.winning_family)
            or (witness.outcome = 'gain' and witness.gained_from_family is not null and witness.gained_from_family != result.base_family)
        )
    union all
    -- the party that a label names as the winner's; small parties go by their short form there
    select witness.contest_id, witness.source, witness.document, 'outcome', 'won by ' || witness.outcome_party, 'won by ' || result.winning_party
    from witness
    inner join core.contest_result as result on witness.contest_id = result.ballot_paper_id
    inner join core.candidacy as won on result.winner_id = won.candidacy_id
    where witness.outcome_family != result.winning_family and witness.outcome_party is distinct from won.party_abbreviation
    union all
    -- the person named as the winner, where that is another person of the contest
    select witness.contest_id, witness.source, witness.document, 'outcome', 'won by ' || other.candidate, 'won by ' || result.winner
    from witness
    inner join core.contest_result as result on witness.contest_id = result.ballot_paper_id
    inner join core.candidacy as other
        on witness.contest_id = other.ballot_paper_id and lower(strip_accents(witness.winner_name)) = lower(strip_accents(other.candidate))
    where other.candidacy_id != result.winner_id and lower(strip_accents(other.candidate)) != lower(strip_accents(result.winner))
    union all
    -- the person marked as elected, where somebody else was
    select line.contest_id, line.source, line.document, 'outcome', 'won by ' || other.candidate, 'won by ' || result.winner
    from line
    inner join core.contest_result as result on line.contest_id = result.ballot_paper_id
    inner join core.candidacy as other using (candidacy_id)
    where line.is_elected and not other.is_elected
),

candidacy_votes as (
    select line.contest_id, line.candidacy_id, line.source, line.document, line.votes as other_value, candidacy.votes as settled_value,
        candidacy.votes_source, candidacy.votes_rule
    from line
    inner join core.candidacy as candidacy using (candidacy_id)
    where line.votes != candidacy.votes
),

missing as (
    -- a document with a list of candidacies that lacks one of those held true
    select listing.contest_id, candidacy.candidacy_id, listing.source, listing.document, candidacy.votes, candidacy.votes_source
    from (select distinct contest_id, source, document from line where not is_starter) as listing
    inner join core.candidacy as candidacy on listing.contest_id = candidacy.ballot_paper_id
    where not exists (
        select 1 from line
        where line.contest_id = listing.contest_id and line.source = listing.source and line.document = listing.document
            and line.candidacy_id = candidacy.candidacy_id
    )
),

unheard as (
    -- a candidacy that some document lists and we do not hold true
    select line.contest_id, line.candidacy_id, line.candidate, line.source, line.document, line.votes
    from line
    where not exists (select 1 from core.candidacy as candidacy where candidacy.candidacy_id = line.candidacy_id)
),

share as (
    select
        line.contest_id, line.candidacy_id, line.source, line.document, line.vote_share as other_value, line.vote_share_printed as other_text,
        candidacy.votes / contest.valid_votes as settled_value,
        abs(line.vote_share - line.votes / own.votes) <= greatest(line.vote_share_tolerance, 5e-7) + 1e-9 as is_own
    from line
    left join own using (contest_id, source, document)
    inner join core.candidacy as candidacy using (candidacy_id)
    inner join core.contest as contest on line.contest_id = contest.ballot_paper_id
    where line.is_best_share and contest.valid_votes > 0
        -- shares with more digits than single precision holds are wrong in the last of them
        and abs(line.vote_share - candidacy.votes / contest.valid_votes) > greatest(line.vote_share_tolerance, 5e-7) + 1e-9
),

change as (
    select
        line.contest_id, line.candidacy_id, line.source, line.document, line.share_change as other_value, line.share_change_printed as other_text,
        now.vote_share - base.vote_share as settled_value,
        abs(line.share_change - (line.votes / own.votes - base.vote_share)) <= greatest(2 * line.share_change_tolerance, 0.0006) + 1e-9
            as is_own
    from line
    left join own using (contest_id, source, document)
    inner join core.candidacy as candidacy using (candidacy_id)
    inner join core.contest_result as result on line.contest_id = result.ballot_paper_id
    inner join core.family_result as now on line.contest_id = now.ballot_paper_id and candidacy.party_family = now.party_family
    inner join core.family_result as base on result.base_ballot_paper_id = base.ballot_paper_id and candidacy.party_family = base.party_family
    where line.is_best_share and candidacy.party_family not in ('Independent', 'Speaker')
        -- printed changes are differences of rounded shares: a rounding error of each is no disagreement, and changes
        -- reproduce from votes to 0.0006 where nothing is wrong
        and abs(line.share_change - (now.vote_share - base.vote_share)) > greatest(2 * line.share_change_tolerance, 0.0006) + 1e-9
),

valid_papers as (
    -- a paper for several seats has several votes: there only papers tell who voted
    select
        ballot_paper_id, electorate, rejected_ballot_papers,
        case when election_type = 'local' and seats > 1 then ballot_papers_issued - rejected_ballot_papers else valid_votes end as papers
    from core.contest
),

turnout as (
    select
        witness.contest_id, witness.source, witness.document, witness.turnout as other_value, witness.turnout_printed as other_text,
        valid.papers / valid.electorate as settled_value,
        (valid.papers + valid.rejected_ballot_papers) / valid.electorate as counted,
        abs(witness.turnout - own.votes / witness.electorate) <= witness.turnout_tolerance + 1e-9 as is_own
    from witness
    left join own using (contest_id, source, document)
    inner join valid_papers as valid on witness.contest_id = valid.ballot_paper_id
    where abs(witness.turnout - valid.papers / valid.electorate) > witness.turnout_tolerance + 1e-9
),

column_votes as (
    -- party columns against what the family got; a group of parties against everybody without a column
    select
        witness.contest_id,
        witness.source,
        witness.document,
        columns.party_printed as party,
        columns.votes as other_value,
        case when columns.is_group then rest.votes else coalesce(family.votes, 0) end as settled_value
    from witness
    inner join core.party_column as columns using (statement_no)
    left join core.family_result as family on witness.contest_id = family.ballot_paper_id and columns.party_family = family.party_family
    left join (
        select witness.statement_no, sum(candidacy.votes) as votes
        from witness
        inner join core.candidacy as candidacy on witness.contest_id = candidacy.ballot_paper_id
        where not exists (
            select 1 from core.party_column as named
            where named.statement_no = witness.statement_no and named.party_family = candidacy.party_family and not named.is_group
        )
        group by witness.statement_no
    ) as rest using (statement_no)
    where exists (select 1 from core.party_result as result where result.ballot_paper_id = witness.contest_id)
        and columns.votes != case when columns.is_group then coalesce(rest.votes, columns.votes) else coalesce(family.votes, 0) end
        -- two groups of one table share out the rest in a way that nobody prints
        and not (columns.is_group and (
            select count(*) from core.party_column as lumped where lumped.statement_no = witness.statement_no and lumped.is_group and lumped.votes > 0
        ) > 1)
),

column_change as (
    select
        witness.contest_id,
        witness.source,
        witness.document,
        columns.party_printed as party,
        columns.share_change as other_value,
        columns.share_change_printed as other_text,
        now.vote_share - base.vote_share as settled_value
    from witness
    inner join core.party_column as columns using (statement_no)
    inner join core.contest as contest on witness.contest_id = contest.ballot_paper_id and contest.status != 'summary'
    inner join core.contest_result as result on witness.contest_id = result.ballot_paper_id
    inner join core.family_result as now on witness.contest_id = now.ballot_paper_id and columns.party_family = now.party_family
    inner join core.family_result as base on result.base_ballot_paper_id = base.ballot_paper_id and columns.party_family = base.party_family
    where not columns.is_group
        and abs(columns.share_change - (now.vote_share - base.vote_share)) > greatest(2 * columns.share_change_tolerance, 0.0006) + 1e-9
),

words as (
    select line.contest_id, line.candidacy_id, line.source, line.document, 'candidate_name' as figure,
        line.candidate as other_value, candidacy.candidate as settled_value
    from line
    inner join core.candidacy as candidacy using (candidacy_id)
    inner join core.candidacy_link as link using (statement_no, row_number)
    where link.is_variant
    union all
    select line.contest_id, line.candidacy_id, line.source, line.document, 'party', line.party, candidacy.party
    from line
    inner join core.candidacy as candidacy using (candidacy_id)
    -- a party under another of its labels ("Green" of a Scottish Green) is no disagreement
    where line.party_family != candidacy.party_family
),

carried as (
    -- disagreements the starter data carries, until a capture of that source speaks for itself
    select figure.*
    from raw.figure as figure
    where not exists (
        select 1 from core.contest_link as link
        inner join raw.contest_statement as statement using (statement_no)
        where link.ballot_paper_id = figure.ballot_paper_id and statement.source = figure.source and not statement.is_starter
    )
),

disagreement as (
    -- `part` is what the figure is of, within the contest: a candidacy, or a party column
    select contest_id as ballot_paper_id, null as candidacy_id, null as candidate, null as part, figure, cast(settled_value as varchar) as settled_value,
        settled_source, cast(other_value as varchar) as other_value, source as other_source, document as other_document,
        cast(other_value - settled_value as double) as difference,
        case when figure = 'majority' and other_value = own.majority then 'follows from other figures of this source' end as hint
    from contest_count
    left join own using (contest_id, source, document)
    union all
    select contest_id, null, null, null, figure, settled_value, 'computed', other_value, source, document, null,
        case when figure = 'poll_date' and exists (
            select 1 from witness as mended where mended.contest_id = contest_words.contest_id and mended.source = contest_words.source
                and mended.document = contest_words.document and mended.poll_date_printed is not null
        ) then 'the only day of one slip between its neighbours in the list'
        when figure = 'poll_date' and exists (
            select 1 from raw.correction as correction
            where correction.ballot_paper_id = contest_id and correction.figure = 'poll_date'
        ) then 'corrected: see flows/corrections' end
    from contest_words
    union all
    select votes.contest_id, votes.candidacy_id, candidacy.candidate, votes.candidacy_id, 'votes', cast(votes.settled_value as varchar), votes.votes_source,
        cast(votes.other_value as varchar), votes.source, votes.document, votes.other_value - votes.settled_value,
        case votes.votes_rule when 'arithmetic' then 'valid votes and majority both imply ' || votes.settled_value
            when 'sums' then 'the votes add up only with ' || votes.settled_value
            when 'correction' then 'corrected: see flows/corrections' end
    from candidacy_votes as votes
    inner join core.candidacy as candidacy using (candidacy_id)
    union all
    select missing.contest_id, missing.candidacy_id, candidacy.candidate, null, 'candidate_name', candidacy.candidate, missing.votes_source,
        null, missing.source, missing.document, -missing.votes, 'this candidacy is missing from the source''s list'
    from missing
    inner join core.candidacy as candidacy using (candidacy_id)
    union all
    select contest_id, candidacy_id, candidate, null, 'candidate_name', null, null, candidate, source, document, votes,
        'listed by this source only, and the votes do not ask for it'
    from unheard
    union all
    select share.contest_id, share.candidacy_id, candidacy.candidate, null, 'vote_share', cast(round(share.settled_value, 6) as varchar), 'computed',
        share.other_text, share.source, share.document, share.other_value - share.settled_value,
        case when share.is_own then 'follows from other figures of this source' else 'the printed share is not votes / valid votes' end
    from share
    inner join core.candidacy as candidacy using (candidacy_id)
    union all
    select change.contest_id, change.candidacy_id, candidacy.candidate, null, 'share_change', cast(round(change.settled_value, 6) as varchar), 'computed',
        change.other_text, change.source, change.document, change.other_value - change.settled_value,
        case when change.is_own then 'follows from other figures of this source'
            else 'the printed change is not this share less the party''s last one' end
    from change
    inner join core.candidacy as candidacy using (candidacy_id)
    union all
    select contest_id, null, null, null, 'turnout', cast(round(settled_value, 6) as varchar), 'computed', other_text, source, document,
        other_value - settled_value, case when abs(other_value - counted) <= 0.0005 then 'rejected papers are counted in'
            when is_own then 'follows from other figures of this source' end
    from turnout
    union all
    select contest_id, null, null, party, 'votes', cast(settled_value as varchar), 'computed', cast(other_value as varchar), source, document,
        other_value - settled_value,
        'the difference is the votes of ' || (
            select string_agg(candidacy.candidate || ' (' || coalesce(candidacy.party, 'party not known') || ')', ' or ' order by candidacy.candidate)
            from core.candidacy as candidacy
            where candidacy.ballot_paper_id = column_votes.contest_id
                and candidacy.votes = abs(column_votes.other_value - column_votes.settled_value)
        )
    from column_votes
    union all
    select contest_id, null, null, party, 'share_change', cast(round(settled_value, 6) as varchar), 'computed', other_text, source, document,
        other_value - settled_value, null
    from column_change
    union all
    select words.contest_id, words.candidacy_id, candidacy.candidate, null, words.figure, words.settled_value, null, words.other_value, words.source,
        words.document, null,
        case when words.figure = 'party' and exists (
            select 1 from raw.correction as correction
            where correction.ballot_paper_id = words.contest_id and correction.figure = 'party' and correction.party = words.settled_value
        ) then 'corrected: see flows/corrections' end
    from words
    inner join core.candidacy as candidacy using (candidacy_id)
    union all
    select carried.ballot_paper_id, candidacy.candidacy_id, coalesce(candidacy.candidate, carried.candidate), null, carried.figure,
        case carried.figure
            when 'electorate' then cast(contest.electorate as varchar)
            when 'valid_votes' then cast(contest.valid_votes as varchar)
            when 'rejected_ballot_papers' then cast(contest.rejected_ballot_papers as varchar)
            when 'poll_date' then cast(contest.poll_date as varchar)
            when 'votes' then cast(candidacy.votes as varchar)
            when 'party' then candidacy.party
            when 'candidate_name' then candidacy.candidate
            when 'vote_share' then cast(round(candidacy.votes / contest.valid_votes, 6) as varchar)
            when 'turnout' then cast(round(contest.valid_votes / contest.electorate, 6) as varchar)
        end,
        case carried.figure
            when 'electorate' then contest.electorate_source
            when 'valid_votes' then contest.valid_votes_source
            when 'rejected_ballot_papers' then contest.rejected_ballot_papers_source
            when 'votes' then candidacy.votes_source
            when 'vote_share' then 'computed'
            when 'turnout' then 'computed'
            when 'poll_date' then 'computed'
        end,
        carried.value, carried.source, carried.document,
        try_cast(carried.value as double) - case carried.figure
            when 'electorate' then contest.electorate
            when 'valid_votes' then contest.valid_votes
            when 'rejected_ballot_papers' then contest.rejected_ballot_papers
            when 'votes' then candidacy.votes
            when 'vote_share' then candidacy.votes / contest.valid_votes
            when 'turnout' then contest.valid_votes / contest.electorate
        end,
        'as found when the starter data was made'
    from carried
    inner join core.contest as contest using (ballot_paper_id)
    left join core.candidacy as candidacy
        on carried.ballot_paper_id = candidacy.ballot_paper_id
        and candidacy.candidacy_id = carried.ballot_paper_id || ':' || regexp_replace(lower(strip_accents(carried.candidate)), '[^a-z0-9]+', '-', 'g')
),

unsettled as (
    -- sums that no rule could close
    select contest.ballot_paper_id, contest.valid_votes, contest.valid_votes_source, sum(candidacy.votes) as votes,
        'the candidates'' votes do not add up to the valid votes, and no rule settles which is wrong' as explanation
    from core.contest as contest
    inner join core.candidacy as candidacy using (ballot_paper_id)
    where contest.status = 'disputed'
    group by contest.ballot_paper_id, contest.valid_votes, contest.valid_votes_source
    union all
    select contest.ballot_paper_id, contest.valid_votes, contest.valid_votes_source, sum(result.votes),
        'the party columns do not add up to the valid votes, and no rule settles which is wrong'
    from core.contest as contest
    inner join core.party_result as result using (ballot_paper_id)
    where contest.status = 'disputed' and result.basis = 'party total'
    group by contest.ballot_paper_id, contest.valid_votes, contest.valid_votes_source
),

same_day as (
    -- a figure of one contest under another polled the same day
    select contest.poll_date, contest.ballot_paper_id, contest.constituency, unnest([
        {'figure': 'electorate', 'value': contest.electorate},
        {'figure': 'valid_votes', 'value': contest.valid_votes},
        {'figure': 'rejected_ballot_papers', 'value': contest.rejected_ballot_papers},
        {'figure': 'majority', 'value': result.majority}
    ], recursive := true)
    from core.contest as contest
    left join core.contest_result as result using (ballot_paper_id)
    where contest.kind = 'by-election'
),

said_before as (
    -- what each source said and has taken back since
    select distinct ballot_paper_id, candidacy_id, source, figure, old_value
    from (
        select link.ballot_paper_id, null as candidacy_id, statement.source, statement.statement_no, unnest([
            {'figure': 'electorate', 'old_value': statement.electorate},
            {'figure': 'valid_votes', 'old_value': statement.valid_votes},
            {'figure': 'rejected_ballot_papers', 'old_value': statement.rejected_ballot_papers},
            {'figure': 'majority', 'old_value': statement.majority}
        ], recursive := true)
        from raw.contest_statement as statement
        inner join core.contest_link as link using (statement_no)
        union all
        select link.ballot_paper_id, link.candidacy_id, statement.source, statement.statement_no, 'votes', line.votes
        from raw.candidacy_statement as line
        inner join core.candidacy_link as link using (statement_no, row_number)
        inner join raw.contest_statement as statement using (statement_no)
    )
    where old_value is not null and statement_no not in (select statement_no from core.witness)
),

swapped as (
    select one.ballot_paper_id, one.part, one.figure, one.other_source, one.other_document,
        min(coalesce(other.candidate, other.part)) as swapped_with
    from disagreement as one
    inner join disagreement as other using (ballot_paper_id, figure, other_source, other_document)
    where one.part != other.part
        and one.figure in ('votes', 'share_change')
        and (
            (one.other_value = other.settled_value and other.other_value = one.settled_value)
            or (
                -- changes of an early count, exchanged: each is far nearer to the other's than to its own
                one.figure = 'share_change'
                and abs(try_cast(one.other_value as double) - try_cast(other.settled_value as double)) < least(0.002, abs(one.difference) / 10)
                and abs(try_cast(other.other_value as double) - try_cast(one.settled_value as double)) < least(0.002, abs(other.difference) / 10)
            )
        )
    group by all
)

select
    disagreement.ballot_paper_id, disagreement.candidacy_id, disagreement.candidate, disagreement.figure, settled_value, settled_source,
    other_value, other_source, other_document, difference,
    case when disagreement.part is not null and disagreement.candidacy_id is null then 'column ' || disagreement.part || ': ' else '' end
    || coalesce(
        'swapped with ' || swapped.swapped_with,
        hint,
        'older count: ' || said_before.source || ' has said so before, and corrected it',
        case
            when figure = 'valid_votes' and difference = contest.rejected_ballot_papers then 'rejected papers counted as valid'
            when figure in ('votes', 'electorate', 'valid_votes', 'majority')
                and length(settled_value) = length(other_value) + 1
                and list_contains(
                    list_transform(range(1, length(settled_value) + 1), lambda place: settled_value[:place - 1] || settled_value[place + 1:]),
                    other_value
                ) then 'digit dropped'
            when figure in ('votes', 'electorate', 'valid_votes', 'majority')
                and length(settled_value) = length(other_value)
                and list_sort(string_split(settled_value, '')) = list_sort(string_split(other_value, '')) then 'digits swapped'
            when figure in ('votes', 'electorate', 'valid_votes', 'majority')
                -- a condition of its own: those joined by "and" are tried in any order, and hamming raises for unequal lengths
                and case when length(settled_value) = length(other_value) then hamming(settled_value, other_value) end = 1
                then 'one digit differs'
        end,
        'the figure of ' || same_day.constituency || ', polled the same day',
        'the sources differ'
    ) as explanation
from disagreement
inner join core.contest as contest using (ballot_paper_id)
left join swapped using (ballot_paper_id, part, figure, other_source, other_document)
left join (
    select ballot_paper_id, candidacy_id, figure, old_value, min(source) as source from said_before group by all
) as said_before
    on disagreement.ballot_paper_id = said_before.ballot_paper_id
    and disagreement.candidacy_id is not distinct from said_before.candidacy_id
    and disagreement.figure = said_before.figure
    and disagreement.other_value = cast(said_before.old_value as varchar)
    and disagreement.other_source != said_before.source
left join (select poll_date, figure, value, min(constituency) as constituency, list(ballot_paper_id) as ids from same_day group by all) as same_day
    on contest.poll_date = same_day.poll_date and disagreement.figure = same_day.figure
    and disagreement.other_value = cast(same_day.value as varchar) and not list_contains(same_day.ids, disagreement.ballot_paper_id)
where contest.kind != 'notional'
union all
select ballot_paper_id, null, null, 'valid_votes', cast(valid_votes as varchar), valid_votes_source, cast(votes as varchar), 'sum of votes', null,
    cast(votes - valid_votes as double), explanation
from unsettled
union all
select contest.ballot_paper_id, null, null, 'outcome', 'won by ' || result.winner, contest.source, 'most votes for ' || first.candidate, 'computed', null,
    null, 'whoever is said to have won has not the most votes, and no rule settles which is wrong'
from core.contest as contest
inner join core.contest_result as result using (ballot_paper_id)
inner join core.candidacy as first on contest.ballot_paper_id = first.ballot_paper_id and first.position = 1
where contest.status = 'disputed' and result.majority < 0;

comment on table core.conflict is 'One row per figure on which a source disagrees with the settled one, or with arithmetic.';
