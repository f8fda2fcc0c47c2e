"""Many deliveries at once: ``python -m benchmarks.deliveries [--deliveries 1000]``.

Two worker processes of the program and its clock on a real PostgreSQL, reports with pictures, each
to a channel of its own in the loopback Slack: against the drawing alone in two processes, and
against one worker. The database and Slack take their part of the same cores; how much is told.
"""

import argparse
import os
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from benchmarks.processes import Spent, between, spent
from benchmarks.program import environment, postgresql, running
from benchmarks.table import Row, show
from bot.child import Job
from bot.playground.sample.fill import fill
from bot.playground.slack.server import LoopbackSlack
from bot.renderers import Renderers
from commands.request import Asker, Place, Request
from storage.store import Store, open_store

MANY = 1000
WEEKS = 30  # of the sample's year, so that reports differ
CLIENTS = ("acme", "borealis", "cmcoffee")
WARM = 5.0  # seconds for what a worker loads at its start
WARM_UP = 12  # reports until all render processes have loaded what they need
PATIENCE = 1200.0  # seconds for all to be posted
A_LITTLE = 0.05  # CPU seconds that are not worth telling
OPEN = frozenset({"queued", "posting"})
ONE_EACH = {"RAPPORT_RENDER_PROCESSES": "1"}  # so that two workers draw in two processes


@dataclass(frozen=True)
class Run:
    """How long all took, in seconds, and the CPU seconds of each part meanwhile."""

    took: float
    cpu: Spent

    def __add__(self, other: "Run") -> "Run":
        """One after the other."""
        parts = self.cpu.keys() | other.cpu.keys()
        cpu = {part: self.cpu.get(part, 0.0) + other.cpu.get(part, 0.0) for part in parts}
        return Run(self.took + other.took, cpu)


def measure(count: int = MANY) -> tuple[list[Row], list[str]]:
    """The wall time of two workers against drawing alone, and their rate against one worker's."""
    with postgresql() as url, LoopbackSlack() as slack, open_store(url) as local:
        slack.faults.ready_after, slack.faults.rate_limits = 0, False
        store = local.adopt(slack.world.team_id, "Bench")
        fill(store, datetime.now(UTC).date(), datetime.now(UTC))
        drawing, two = _in_turn(slack, url, store, count)
        with _at_work(slack, url, store, 1) as numbers:
            one = _delivered(slack, store, numbers, "one", count)
    what = f"{count:,} deliveries, two workers"
    rows = [
        Row(f"{what}, time", "drawing alone in two processes", two.took / drawing.took, 1.25),
        Row(f"{what}, rate", "one worker", one.took / two.took, 1.8, at_least=True),
    ]
    return rows, [
        _told(f"{count:,} reports drawn alone in two processes", drawing),
        _told(f"{count:,} deliveries, two workers", two),
        _told(f"{count:,} deliveries, one worker", one),
    ]


def _in_turn(slack: LoopbackSlack, url: str, store: Store, count: int) -> tuple[Run, Run]:
    """The drawing alone, and the deliveries of two workers.

    A quarter drawn, half delivered, half drawn, half delivered, a quarter drawn: machines change
    their pace within minutes. Workers that have nothing to do are no burden.
    """
    half, quarter = count // 2, count // 4
    with _at_work(slack, url, store, 2) as numbers, _pool() as pool:
        drawing = _drawn(pool, url, slack.world.team_id, quarter)
        two = _delivered(slack, store, numbers, "first", half)
        drawing += _drawn(pool, url, slack.world.team_id, count - 2 * quarter)
        two += _delivered(slack, store, numbers, "second", count - half)
        drawing += _drawn(pool, url, slack.world.team_id, quarter)
    return drawing, two


def _told(what: str, run: Run) -> str:
    most_first = sorted(run.cpu.items(), key=lambda one: -one[1])
    parts = ", ".join(f"{part} {seconds:.1f}" for part, seconds in most_first if seconds > A_LITTLE)
    return f"{what}: {run.took:.1f} s; CPU seconds: {parts}"


def _words(number: int) -> str:
    weeks = timedelta(weeks=2 + number // len(CLIENTS) % WEEKS)
    year, week, _ = (datetime.now(UTC) - weeks).isocalendar()
    return f"{CLIENTS[number % len(CLIENTS)]} {year}-W{week:02}"


@contextmanager
def _pool() -> Iterator[Renderers]:
    """Two render processes of their own, beside workers that have nothing to do."""
    pool = Renderers(2)
    pool.leave_none_to_people()
    try:
        yield pool
    finally:
        pool.close()


def _drawn(pool: Renderers, url: str, team: str, count: int) -> Run:
    """The same reports, from the moment they are wanted until the last is there."""
    jobs = [_job(url, team, _words(number)) for number in range(count)]
    _rendered(pool, jobs[:WARM_UP])
    parts = {os.getpid(): "parent"}
    before, started = spent(parts), time.monotonic()
    _rendered(pool, jobs)
    return Run(time.monotonic() - started, between(before, spent(parts)))


def _rendered(pool: Renderers, jobs: list[Job]) -> None:
    with ThreadPoolExecutor(4) as threads:
        assert all(rendered.message.picture for rendered in threads.map(pool.render, jobs))


def _job(url: str, team: str, words: str) -> Job:
    asker = Asker("", "schedule", role="system")
    request = Request("1", "report", words, team, asker, Place("C1", "public"), "schedule")
    return Job(url, team, request, datetime.now(UTC))


@contextmanager
def _at_work(
    slack: LoopbackSlack, url: str, store: Store, workers: int
) -> Iterator[Mapping[int, str]]:
    """So many workers and a clock, warm; their processes and roles."""
    roles, known = ("clock", *["worker"] * workers), environment(slack, url, **ONE_EACH)
    with running(roles, known) as numbers:
        _until(lambda: len(store.workers.all()) == len(roles))
        time.sleep(WARM)
        yield numbers


def _delivered(
    slack: LoopbackSlack, store: Store, numbers: Mapping[int, str], name: str, count: int
) -> Run:
    """All of them, from the moment they are due until the last is posted."""
    due = _planned(slack, store, name, count)
    time.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds()))
    parts = {os.getpid(): "Slack", **numbers}
    before, started = spent(parts), time.monotonic()
    _until(lambda: not set(store.dispatch.counts()) & OPEN)
    took, cpu = time.monotonic() - started, between(before, spent(parts))
    posted = store.dispatch.counts()
    assert set(posted) == {"posted"}, posted
    return Run(took, cpu)


def _planned(slack: LoopbackSlack, store: Store, name: str, count: int) -> datetime:
    """A delivery for each of as many channels; when they are due."""
    world, now = slack.world, datetime.now(UTC)
    sam = world.add_user(f"sam-{name}", "Sam Rivers")
    due = now + timedelta(seconds=2 + count / 100)
    for number in range(count):
        room = world.add_channel(f"room-{name}-{number}", members=[sam])
        args = {"verb": "report", "args": _words(number), "tell": sam}
        store.deliveries.plan("report", f"now:{name}:{number}", due, room, None, args, now=now)
    return due


def _until(true: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.5)  # to look costs the same two cores


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.deliveries", description=__doc__)
    parser.add_argument("--deliveries", type=int, default=MANY)
    show(*measure(parser.parse_args().deliveries))
