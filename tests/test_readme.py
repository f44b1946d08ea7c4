"""The README's commands: they exist, they run, and they print what the README says they print."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from flows.cli import app

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(page: str) -> list[tuple[list[str], str | None]]:
    """Each command of the page, split into words, with the ```text block that follows it as its output."""
    blocks = BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))
    found: list[tuple[list[str], str | None]] = []
    for number, (kind, text) in enumerate(blocks):
        if kind != "sh":
            continue
        lines = [shlex.split(line, comments=True) for line in text.replace("\\\n", "").splitlines()]
        found += [(words, None) for words in lines if words]
        after = blocks[number + 1] if number + 1 < len(blocks) else ("", "")
        if after[0] == "text" and found:
            found[-1] = (found[-1][0], after[1])
    return found


PAGES = ("README.md", "docs/operations.md")
OURS = [
    (words[1:], output) for page in PAGES for words, output in commands(page) if Path(words[0]).name == "byelections"
]
MADE = [words[1] for page in PAGES for words, _ in commands(page) if words[0] == "make"]


def test_there_are_commands_to_look_at() -> None:
    assert len(OURS) >= 5
    assert {"run", "test"} <= set(MADE)


@pytest.mark.parametrize("target", MADE)
def test_make_knows_its_targets(target: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("$(READY)", ".venv/.ready")
    assert re.search(rf"^{re.escape(target)}:", makefile, re.MULTILINE)


@pytest.mark.parametrize("words", [words for words, _ in OURS], ids=" ".join)
def test_the_command_line_knows_the_commands(words: list[str]) -> None:
    command: Any = typer.main.get_command(app)
    name, arguments = "byelections", [word.replace("DIR", "folder") for word in words]
    while hasattr(command, "commands"):
        name, arguments = arguments[0], arguments[1:]
        command = command.commands[name]
    command.make_context(name, arguments)  # raises for an option or argument it does not know


@pytest.fixture(scope="module")
def home(first_run: Path) -> Path:
    return first_run


def byelections(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("BYELECTIONS_")}
    environment = own | {"BYELECTIONS_HOME": str(home), "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=home,  # away from a person's own .env
        env=environment,
    )


@pytest.mark.parametrize(
    ("words", "output"), [(words, output) for words, output in OURS if words[0] == "sql" and len(words) > 1]
)
def test_queries_answer_as_printed(home: Path, words: list[str], output: str | None) -> None:
    run = byelections(home, *words)
    assert run.returncode == 0, run.stderr
    if output is not None:
        assert [line.rstrip() for line in run.stdout.splitlines()] == [line.rstrip() for line in output.splitlines()]
