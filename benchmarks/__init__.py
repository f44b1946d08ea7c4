"""Benchmarks, run by hand: `python -m benchmarks.NAME --help`. What they gave is in docs/performance.md."""
