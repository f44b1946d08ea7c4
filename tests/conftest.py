"""Property tests try the same examples in every run, so that a red run says what changed and not what luck found.

For a search with new examples: HYPOTHESIS_PROFILE=search .venv/bin/pytest -n 0 tests/spiders/test_readers.py
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=5_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
