"""The queries of docs/questions.md print what the page says, on the warehouse that `make run` makes.

`python -m tests.test_questions FILE.duckdb` writes the answers of that warehouse into the page.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.look import command_line

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/questions.md"
QUESTION = re.compile(r"```sql\n(?P<query>.*?)```\n\n```text\n(?P<answer>.*?)```\n", re.DOTALL)


def answer(database: Path, query: str) -> str:
    """What the DuckDB command line prints; raises CalledProcessError for a query it does not understand."""
    program = command_line()
    assert program, "the DuckDB command line is not installed"
    command = [str(program), "-readonly", "-no-init", "-box", str(database), "-c", query]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def answered(page: str, database: Path) -> str:
    """The page with each answer as this warehouse gives it."""
    return QUESTION.sub(
        lambda found: f"```sql\n{found['query']}```\n\n```text\n{answer(database, found['query'])}```\n", page
    )


QUESTIONS = [(found["query"], found["answer"]) for found in QUESTION.finditer(PAGE.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def database(first_run: Path) -> Path:
    return first_run / "warehouse/byelections.duckdb"


def test_every_query_of_the_page_has_its_answer() -> None:
    assert len(QUESTIONS) == PAGE.read_text(encoding="utf-8").count("```sql") >= 9


@pytest.mark.parametrize(
    ("query", "printed"), QUESTIONS, ids=[query.split("\nfrom ")[1].split()[0] for query, _ in QUESTIONS]
)
def test_the_page_answers_as_the_warehouse_does(database: Path, query: str, printed: str) -> None:
    assert answer(database, query) == printed


if __name__ == "__main__":
    PAGE.write_text(answered(PAGE.read_text(encoding="utf-8"), Path(sys.argv[1])), encoding="utf-8")
