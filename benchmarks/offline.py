"""The first run without a network, set-up not counted: `python -m benchmarks.offline`. The aim: under 10 seconds."""

from __future__ import annotations

import argparse
import sys
import tempfile

from benchmarks.measure import Run, child, interleaved, median, show

COMMAND = (sys.executable, "-m", "flows.cli", "backfill", "--offline")


def run_in(home: str) -> Run:
    return child(*COMMAND, env={"BYELECTIONS_HOME": home}, allowed=(0, 1))


def fresh() -> Run:
    with tempfile.TemporaryDirectory() as home:
        return run_in(home)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        run_in(home)
        runs = interleaved(given.rounds, {"into an empty folder": fresh, "again": lambda: run_in(home)})
    rows = [
        (
            name,
            median(run.seconds for run in some),
            max(run.seconds for run in some),
            median(run.cpu for run in some),
            median(run.peak_mb for run in some),
        )
        for name, some in runs.items()
    ]
    show(
        f"byelections backfill --offline, {given.rounds} rounds",
        ("", "seconds", "slowest", "CPU s", "peak MB"),
        rows,
    )


if __name__ == "__main__":
    main()
