"""Statements into the published file against DuckDB's `create table as select`: `python -m benchmarks.loading HOME`.

Three ways over the same Parquet files of HOME's records: `ctas` copies them table by table; `load` fills the keyed,
checked raw tables and swaps the file in; `profile` is what a run does, with the settling, views and checks that no copy
does. The aim: `load` in at most twice the time of `ctas`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.measure import interleaved, median, show, step, tell

WAYS = {"ctas": "create table as select", "load": "raw tables loaded, published", "profile": "whole build, published"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("homes", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    rows = []
    for home in given.homes:
        if not (home / "records").exists():
            tell(f"reading the archive of {home} first")
            step("read", home)
        runs = interleaved(given.rounds, {way: lambda way=way, home=home: step(way, home) for way in WAYS})
        count = runs["ctas"][0].said["rows"]
        plain = median(run.said["seconds"] for run in runs["ctas"])
        for way, name in WAYS.items():
            some = runs[way]
            seconds = median(run.said["seconds"] for run in some)
            size = some[0].said["bytes"] / (1 << 20)
            rows.append(
                (
                    f"{count:,}",
                    name,
                    seconds,
                    count / seconds,
                    seconds / plain,
                    median(run.cpu for run in some),
                    median(run.peak_mb for run in some),
                    size,
                )
            )
    header = ("rows", "way", "seconds", "rows a second", "× CTAS", "CPU s", "peak MB", "file MB")
    show(f"Statements to a DuckDB file, {given.rounds} rounds", header, rows)


if __name__ == "__main__":
    main()
