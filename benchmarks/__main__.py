"""All measurements in one table: ``python -m benchmarks [--write 2026-11-24]``."""

import argparse
import os
import platform
from itertools import chain
from pathlib import Path

from benchmarks import acks, chart, deliveries, idle, imports, start, whole
from benchmarks.table import Row, markdown, show

PAGE = Path(__file__).parents[1] / "docs" / "bench.md"
HEAD = """# What it costs

Ratios of two things measured in the same run, beside what they ought to be; times depend on the
machine, and on what else it does, ratios hardly. Written by
`python -m benchmarks --write {day}`; `just bench` prints the same.

Measured on {day}: Python {python}, {cores} cores, {system}; load before the start: {load:.1f}.
"""


def main() -> None:
    """Measure, print, and write the page where a day is given."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--write", metavar="DAY", help="write docs/bench.md, measured on that day")
    day: str | None = parser.parse_args().write
    load = os.getloadavg()[0]
    measured = [topic.measure() for topic in (start, chart, whole, acks, imports, deliveries, idle)]
    rows = [row for found, _ in measured for row in found]
    details = list(chain.from_iterable(lines for _, lines in measured))
    show(rows, ["", *details])
    if day:
        PAGE.write_text(_page(rows, details, day, load), encoding="utf-8")


def _page(rows: list[Row], details: list[str], day: str, load: float) -> str:
    head = HEAD.format(
        day=day,
        load=load,
        python=platform.python_version(),
        cores=os.cpu_count(),
        system=f"{platform.system()} {platform.machine()}",
    )
    behind = "\n".join(f"- {line}" for line in details)
    return f"{head}\n{markdown(rows)}\n\nBehind the ratios:\n\n{behind}\n"


if __name__ == "__main__":
    main()
