"""The real data and the stand-in for the live sites that lie beside a working copy in CI; absent elsewhere."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"
LIBRARY_FILES = SHARED / "sources/parliament/results-by-parliament"
needs_shared = pytest.mark.skipif(
    not (SHARED / "mirror/mirror.py").is_file(), reason="the real files are not beside this working copy"
)


@contextmanager
def mirror(*options: str) -> Iterator[str]:
    """A mirror of the sites on a free port of this machine; its address, without a slash at the end."""
    command = [sys.executable, str(SHARED / "mirror/mirror.py"), "--port", "0", "--print-port", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.terminate()
