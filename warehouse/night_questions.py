"""What a night asks of its small tables at each publish, by the name of its plan."""

from __future__ import annotations

SLUG = r"regexp_extract({}, '^[a-z]+\.([^.]+)\.', 1)"
NEWEST = "observed_at, source, statement_id, statement_no"
QUESTIONS = {
    "not_tied": f"""select coalesce(ballot_paper_id, source_contest_id, statement_id)
        from main.fresh_contest_statement
        where kind in ('general election', 'notional')
            or 'seat ' || {SLUG.format("ballot_paper_id")} not in (from main.tied)
            or 'code ' || gss_code not in (from main.tied)
            or 'area ' || source || ' ' || source_area_id not in (from main.tied)
            or ballot_paper_id is null and 'contest ' || source || ' ' || source_contest_id not in (
                from main.tied
                union all
                select 'contest ' || source || ' ' || source_contest_id from main.fresh_contest_statement
                where ballot_paper_id is not null
            )
        limit 1""",
    "out_of_order": """select fresh.statement_id
        from main.fresh_contest_statement as fresh cross join main.newest as newest
        where (fresh.observed_at, fresh.source, fresh.statement_id)
            <= (newest.observed_at, newest.source, newest.statement_id)
        limit 1""",
    "empty_changed": "delete from main.changed",
    "find_changed": """insert into main.changed
        with spoken_of as (
            select ballot_paper_id from core.contest_link
            where statement_no in (select statement_no from main.fresh_contest_statement)
        ),
        followed as (
            from spoken_of
            union
            select ballot_paper_id from (from core.contest_base union from main.contest_base_before)
            where base_ballot_paper_id in (from spoken_of) or previous_ballot_paper_id in (from spoken_of)
        )
        from followed
        union
        select ballot_paper_id from (from core.contest union from main.contest_before)
        where kind = 'by-election' and poll_date in (
            select poll_date from (from core.contest union from main.contest_before)
            where ballot_paper_id in (from followed)
        )""",
    "list_changed": "from main.changed order by all",
    "not_of_tonight": "from main.changed where ballot_paper_id not in (from main.tonight) limit 1",
    "tied_otherwise": """select ballot_paper_id from (
            (from core.contest_link
                where statement_no not in (select statement_no from main.fresh_contest_statement)
                except from main.contest_link_before)
            union all
            (from main.contest_link_before except from core.contest_link)
        ) limit 1""",
    "changed_by_others": """select ballot_paper_id from (from core.contest except from main.contest_before)
        where ballot_paper_id not in (from main.changed) limit 1""",
    "add_newest": f"insert into main.newest select {NEWEST} from main.fresh_contest_statement",
    "drop_older": "delete from main.newest where statement_no < (select max(statement_no) from main.newest)",
}
