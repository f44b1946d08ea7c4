"""What all benchmarks share: a child process per measurement, medians of interleaved rounds, tables.

Only the standard library, and little memory: Linux counts what the parent holds towards the peak of a child it starts.
"""

from __future__ import annotations

import json
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Run:
    """One child process: its wall and CPU seconds, peak memory, and the JSON object it printed last."""

    seconds: float
    cpu: float  # of all its processes
    peak_mb: float  # of the largest of its processes
    said: dict[str, Any] = field(default_factory=dict)


def child(*command: str, env: Mapping[str, str] | None = None, allowed: Sequence[int] = (0,)) -> Run:
    """Run a command to its end; raises RuntimeError, with what it wrote, for an exit code that is not allowed."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | (env or {}), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout is not None
    out = process.stdout.read().decode("utf-8", "replace")
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{out[-3000:]}")
    last = out.strip().rpartition("\n")[2]
    said = json.loads(last) if last.startswith("{") else {}
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, said)


def step(name: str, *arguments: object) -> Run:
    """One step of `benchmarks.steps` in a process of its own."""
    return child(sys.executable, "-m", "benchmarks.steps", name, *map(str, arguments))


def interleaved(rounds: int, modes: Mapping[str, Callable[[], Run]]) -> dict[str, list[Run]]:
    """Every mode once a round, so that a busy spell of the machine meets all of them."""
    runs: dict[str, list[Run]] = {name: [] for name in modes}
    for number in range(rounds):
        for name, measure in modes.items():
            tell(f"round {number + 1} of {rounds}: {name}")
            runs[name].append(measure())
    return runs


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def machine() -> str:
    """The machine in general terms: "2 CPUs (Intel Xeon), 23 GiB, Debian 12, Python 3.11.7"."""
    model = "unknown"
    if found := re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8")):
        model = " ".join(re.sub(r"\(R\)|\(TM\)|CPU|Processor|@.*", " ", found[1]).split())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return f"{os.cpu_count()} CPUs ({model}), {memory:.0f} GiB, {system}, Python {platform.python_version()}"


def show(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A Markdown table, numbers to three figures, with the machine and its load beneath."""
    print(f"\n{title}\n")
    print("| " + " | ".join(header) + " |")
    print("|" + "--|" * len(header))
    for row in rows:
        print("| " + " | ".join(shown(cell) for cell in row) + " |")
    loads = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    print(f"\n{machine()}; load of the last 1, 5, 15 minutes: {loads}", flush=True)


def shown(cell: object) -> str:
    if not isinstance(cell, float):
        return f"{cell:,}" if isinstance(cell, int) else str(cell)
    return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:.3g}"
