"""A backfill from the archive at 1, 10 and 100 times the size: `python -m benchmarks.scale HOME WORK`.

HOME holds a natural archive; the larger ones are made in WORK, or taken from there. The aim: seconds in proportion.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.measure import child, interleaved, median, show, step, tell


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--times", type=int, nargs="*", default=[1, 10, 100])
    parser.add_argument("--rounds", type=int, default=5, help="for the sizes up to 10; larger ones run once")
    given = parser.parse_args()
    homes = {times: given.work / f"x{times}" for times in given.times}
    for times, home in homes.items():
        if not (home / "archive").exists():
            tell(f"making {home}")
            child(sys.executable, "-m", "benchmarks.pages", str(given.home), str(home), str(times))
    small = {times: home for times, home in homes.items() if times <= 10}
    modes = {}
    for times, home in small.items():
        modes[f"read {times}"] = lambda home=home: step("read", home)
        modes[f"publish {times}"] = lambda home=home: step("profile", home)
    runs = interleaved(given.rounds, modes)
    for times, home in homes.items():
        if times not in small:
            tell(f"once: {times}")
            runs[f"read {times}"], runs[f"publish {times}"] = [step("read", home)], [step("profile", home)]
    rows = []
    first: dict[str, float] = {}
    for times in homes:
        for name in ("read", "publish"):
            some = runs[f"{name} {times}"]
            seconds = median(run.said["seconds"] for run in some)
            growth = seconds / first.setdefault(name, seconds) / (times / given.times[0])
            tables = runs[f"publish {times}"][0].said["tables"]
            done = some[0].said["pages"] if name == "read" else tables["candidacies"]
            rows.append(
                (
                    f"×{times}",
                    "read and clean" if name == "read" else "build, check, publish",
                    done,
                    "documents" if name == "read" else "candidacies",
                    seconds,
                    done / seconds,
                    median(run.cpu for run in some),
                    growth,
                    median(run.peak_mb for run in some),
                    len(some),
                )
            )
    header = ("size", "step", "of", "", "seconds", "per second", "CPU s", "growth / size", "peak MB", "rounds")
    show("Backfill from the archive", header, rows)
    parts = {times: runs[f"publish {times}"][-1].said["parts"] for times in homes}
    largest = parts[max(parts)]
    show(
        "Where building spends its seconds (last round; below a tenth of a second: -)",
        ("part", *(f"×{times}" for times in parts)),
        [(name, *(parts[times].get(name, "-") for times in parts)) for name in list(largest)[:12]],
    )


if __name__ == "__main__":
    main()
