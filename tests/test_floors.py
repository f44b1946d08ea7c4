"""The floors of the house: who may import whom. Reads the source, runs nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("spiders", "flows", "warehouse")
FILES = sorted(path.relative_to(ROOT) for floor in OURS for path in (ROOT / floor).rglob("*.py"))
FLOW_FILES = {f"flows/{name}.py" for name in ("backfill", "refresh", "rebuild", "coverage", "night", "tasks", "blocks")}


def imported(path: Path) -> Iterator[str]:
    """Every module a file imports, also inside functions: "spiders.records", "duckdb"."""
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports would hide the floor they lead to"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_in(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


@pytest.fixture(scope="module")
def imports() -> list[tuple[Path, str]]:
    return [(path, module) for path in FILES for module in imported(path)]


def test_there_is_something_to_look_at(imports: list[tuple[Path, str]]) -> None:
    assert {path.parts[0] for path, _ in imports} == set(OURS)


def test_spiders_and_warehouse_know_neither_each_other_nor_flows(imports: list[tuple[Path, str]]) -> None:
    above = {"spiders": ("flows", "warehouse"), "warehouse": ("flows", "spiders")}
    wrong = [f"{path} imports {module}" for path, module in imports if is_in(module, *above.get(path.parts[0], ()))]
    assert wrong == []


def test_cleaning_knows_only_the_scraped_records(imports: list[tuple[Path, str]]) -> None:
    wrong = [
        f"{path} imports {module}"
        for path, module in imports
        if path.is_relative_to("flows/clean")
        and is_in(module, *OURS)
        and not is_in(module, "spiders.records", "flows.clean")
    ]
    assert wrong == []


def test_only_flow_files_import_prefect(imports: list[tuple[Path, str]]) -> None:
    wrong = [str(path) for path, module in imports if is_in(module, "prefect") and path.as_posix() not in FLOW_FILES]
    assert wrong == []


def test_nothing_but_prefect_runs_the_flow_files(imports: list[tuple[Path, str]]) -> None:
    """The command line runs the same steps plainly: importing a flow would cost it Prefect's three seconds."""
    flows = {name.removesuffix(".py").replace("/", ".") for name in FLOW_FILES}
    wrong = [
        f"{path} imports {module}"
        for path, module in imports
        if is_in(module, *flows) and path.as_posix() not in FLOW_FILES
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("library", "floor"), [("duckdb", "warehouse"), ("sqlite3", "warehouse"), ("scrapy", "spiders")]
)
def test_a_library_stays_on_its_floor(imports: list[tuple[Path, str]], library: str, floor: str) -> None:
    wrong = [str(path) for path, module in imports if is_in(module, library) and path.parts[0] != floor]
    assert wrong == []
