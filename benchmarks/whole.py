"""A whole report, and many of them: ``python -m benchmarks.whole``."""

import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.clock import cpu_seconds
from benchmarks.filled import NOW, filled
from benchmarks.table import Row, show
from bot.child import Job, answer
from bot.renderers import Renderers
from commands.request import Asker, Place, Request
from reports.chart import draw
from reports.model import Report
from storage.store import Store, open_store

ROUNDS = 20
REPORTS = 120  # stand for the 1,000 of the target
TURNS = 3  # the best of each counts


def measure() -> tuple[list[Row], list[str]]:
    """A report from the database to blocks and picture against its own chart; two processes."""
    with tempfile.TemporaryDirectory() as folder:
        url = filled(Path(folder))
        with open_store(url) as store:
            whole, chart = _one(store, url)
        rows = [Row("a whole report, CPU", "its own bare chart", whole / chart, 1.1)]
        one, two = _many(url)
    share = f"{REPORTS} reports, two processes"
    rows.append(Row(share, "one process", one / two, 1.8, at_least=True))
    return rows, [
        f"a whole report: {whole * 1000:.0f} ms, its chart {chart * 1000:.0f} ms",
        f"{REPORTS} reports: {one:.1f} s in one process, {two:.1f} s in two",
    ]


def _one(store: Store, url: str) -> tuple[float, float]:
    job = _job(url, 46)
    report = _report(answer(job, store).message.published)
    ways: dict[str, Callable[[], object]] = {
        "whole": lambda: answer(job, store),
        "chart": lambda: draw(report),
    }
    times = cpu_seconds(ways, ROUNDS)
    return times["whole"], times["chart"]


def _report(part: object) -> Report:
    found = getattr(part, "report", None)
    assert isinstance(found, Report)
    return found


def _many(url: str) -> tuple[float, float]:
    """Seconds in one process and in two, in turns."""
    one, two = Renderers(1), Renderers(2)
    try:
        for pool in (one, two):
            _seconds(pool, url, 6)  # until all are warm
        pairs = [(_seconds(one, url), _seconds(two, url)) for _ in range(TURNS)]
    finally:
        one.close()
        two.close()
    return min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)


def _seconds(pool: Renderers, url: str, count: int = REPORTS) -> float:
    jobs = [_job(url, 10 + number % 36) for number in range(count)]
    started = time.monotonic()
    with ThreadPoolExecutor(4) as threads:
        assert all(rendered.message.picture for rendered in threads.map(pool.render, jobs))
    return time.monotonic() - started


def _job(url: str, week: int) -> Job:
    asker = Asker("U1", "sam", role="admin")
    words = f"acme 2026-W{week}"
    return Job(url, None, Request("1", "report", words, "T1", asker, Place("C1"), "slash"), NOW)


if __name__ == "__main__":
    show(*measure())
