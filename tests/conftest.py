"""Property tests try the same examples in every run, so that a red run says what changed and not what luck found.

For a search with new examples: HYPOTHESIS_PROFILE=search .venv/bin/pytest -n 0 tests/spiders/test_readers.py
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=5_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home that a first run on a fresh machine leaves; only to be looked at: whoever writes takes a copy.

    Made once for all workers: the first to ask makes it while the others wait.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    home, ready = shared / "first_run", shared / "first_run.ready"
    with (shared / "first_run.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not ready.exists():
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir()
            run_first(home)
            ready.touch()
    return home


def run_first(home: Path) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith("BYELECTIONS_")}
    run = subprocess.run(
        [sys.executable, "-m", "flows.cli", "backfill", "--offline"],
        capture_output=True,
        text=True,
        check=False,
        cwd=home,  # away from a person's own .env
        env=own | {"BYELECTIONS_HOME": str(home), "PYTHONPATH": str(ROOT)},
    )
    assert run.returncode == 0, run.stdout + run.stderr
