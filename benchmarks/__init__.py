"""Measurements, run by hand: `python -m benchmarks` runs all, `python -m benchmarks.NAME` one."""
