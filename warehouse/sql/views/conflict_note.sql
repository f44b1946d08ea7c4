-- Each disagreement as one would tell it: what is in question, who says what, and why they differ where that is known.
create view core.conflict_note as
with told as (
    select
        conflict.*,
        case conflict.figure
            when 'vote_share' then 'vote share' when 'share_change' then 'change in vote share' when 'valid_votes' then 'valid votes'
            when 'rejected_ballot_papers' then 'rejected ballot papers' when 'poll_date' then 'day of the poll'
            when 'outcome' then case when starts_with(conflict.other_value, 'won by ') then 'winner' else 'hold or gain' end
            else conflict.figure
        end || coalesce(' of ' || conflict.candidate, '') as what,
        settled.title as settled_title,
        coalesce(other.title, conflict.other_source) as other_title,
        list_transform([
            {'value': conflict.settled_value, 'number': try_cast(conflict.settled_value as double)},
            -- a share may be printed as a percentage without its sign
            {'value': conflict.other_value, 'number': try_cast(conflict.settled_value as double) + conflict.difference}
        ], lambda said: case
            when conflict.figure in ('vote_share', 'turnout') and not contains(said.value, '%')
                then format('{:g}%', round(said.number * 100, 4))
            when conflict.figure = 'share_change' and not contains(said.value, '%') then format('{:+g} points', round(said.number * 100, 4))
            when conflict.figure = 'poll_date' then coalesce(strftime(try_cast(said.value as date), '%-d %B %Y'), said.value)
            when conflict.figure = 'outcome' then regexp_replace(said.value, '^won by ', '')
            when regexp_full_match(said.value, '[0-9]+') then format('{:,}', cast(said.value as bigint))
            else said.value
        end) as words
    from core.conflict as conflict
    left join core.source as settled on conflict.settled_source = settled.source
    left join core.source as other on conflict.other_source = other.source
)

select
    ballot_paper_id,
    candidate,
    figure,
    settled_value,
    settled_source,
    other_value,
    other_source,
    other_document,
    what || ': '
    || case
        when settled_value is null then 'nothing is settled'
        when settled_title is not null then settled_title || ' says ' || coalesce(words[1], settled_value)
        when figure in ('votes', 'majority', 'vote_share', 'share_change', 'turnout') then 'the votes give ' || coalesce(words[1], settled_value)
        else 'held true is ' || coalesce(words[1], settled_value)
    end
    || case when settled_title = other_title then ', and elsewhere ' else ', ' || other_title || ' says ' end
    || coalesce(words[2], other_value, 'nothing')
    || case
        when explanation = 'the sources differ' then ''
        when explanation like 'corrected: %' then ' (a mistake of the source, corrected here)'
        else ' (' || regexp_replace(explanation, ': the sources differ$', '') || ')'
    end as note
from told;

comment on view core.conflict_note is 'One row per disagreement of core.conflict, told in words.';
