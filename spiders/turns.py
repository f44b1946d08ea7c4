"""Whose turn it is to ask a host, between the processes of one home: a night's watch and a refresh may both want to.

A lock of the operating system on a file for each host, held while the host is asked: it ends with the process that has
it, however that dies. In the file stands the moment from which the host may be asked again, by the monotonic clock,
which all processes of a machine share.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from urllib.parse import quote

LONGEST = 3600.0  # seconds; what lies farther ahead was written before the machine was started


class Turns:
    """The files, in a folder of their own."""

    def __init__(self, folder: Path):
        self.folder = folder

    def take(self, host: str, now: float, delay: float) -> tuple[int | None, float]:
        """The turn at a host, and 0; or no turn, and the seconds after which to try again (0: another process has it).

        Whoever takes it and dies has asked at `now` at the latest, and leaves the delay behind.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.folder / quote(host, safe=""), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None, 0.0
        wait = _free_at(handle) - now
        if 0 < wait < LONGEST:
            os.close(handle)
            return None, wait
        _note(handle, now + delay)
        return handle, 0.0

    def give_back(self, handle: int, free_at: float) -> None:
        """The answer has come in: the next may ask from `free_at` on."""
        _note(handle, free_at)
        os.close(handle)


def _free_at(handle: int) -> float:
    try:
        return float(os.pread(handle, 40, 0) or b"0")
    except ValueError:  # whoever wrote it died in between, an instant ago at most
        return 0.0


def _note(handle: int, moment: float) -> None:
    os.pwrite(handle, f"{moment:<39.6f}\n".encode(), 0)
