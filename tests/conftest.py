"""Property tests try the same examples in every run, so that a red run says what changed and not what luck found.

For a search with new examples: HYPOTHESIS_PROFILE=search .venv/bin/pytest -n 0 tests/spiders/test_readers.py
"""

from __future__ import annotations

import os
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
    """The home that a first run on a fresh machine leaves; only to be looked at: whoever writes takes a copy."""
    home = tmp_path_factory.mktemp("first_run")
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
    return home
