"""Property tests try the same examples in every run, so that a red run says what changed and not what luck found.

For a search with new examples: HYPOTHESIS_PROFILE=search .venv/bin/pytest -n 0 tests/spiders/test_readers.py
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.shared import mirror
from tests.warehouse.helpers import lean_builds

ROOT = Path(__file__).parent.parent

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=5_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture
def lean() -> Iterator[None]:
    """Warehouses built in this process without comments on columns and on one thread, a third sooner."""
    with lean_builds():
        yield


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home that a first run on a fresh machine leaves; only to be looked at: whoever writes takes a copy."""
    return made_once(tmp_path_factory, "first_run", ["backfill", "--offline"])


@pytest.fixture(scope="session")
def parliament_alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home after a backfill of Parliament's site, as the mirror has it; to be copied like the other."""
    with mirror() as address:
        return made_once(
            tmp_path_factory,
            "parliament_alone",
            ["backfill", "--source", "parliament"],
            BYELECTIONS_MIRROR=address,
            BYELECTIONS_DELAY="0",
        )


def made_once(factory: pytest.TempPathFactory, name: str, command: list[str], **settings: str) -> Path:
    """The home that a command leaves, made once for all workers: the first to ask makes it, the others wait."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    home, ready = shared / name, shared / f"{name}.ready"
    with (shared / f"{name}.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not ready.exists():
            home.mkdir()
            own = {name: value for name, value in os.environ.items() if not name.startswith("BYELECTIONS_")}
            run = subprocess.run(
                [sys.executable, "-m", "flows.cli", *command],
                capture_output=True,
                text=True,
                check=False,
                cwd=home,  # away from a person's own .env
                env=own | {"BYELECTIONS_HOME": str(home), "PYTHONPATH": str(ROOT)} | settings,
            )
            assert run.returncode == 0, run.stdout + run.stderr
            ready.touch()
    return home
