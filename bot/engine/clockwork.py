"""The clock: `schedule` ticks, and each tick hands what is due to the engine."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import schedule
import structlog

from bot.chores import CHORES
from bot.clock import machine_now
from bot.engine.jobs import CHORE, DELIVER, DRAW, Jobs
from bot.engine.planner import Planner
from bot.engine.sweep import job_id, sweep, take_over
from bot.engine.watch import Watch
from bot.office import Office
from reports.errors import Expected
from storage.values import Delivery

log = structlog.get_logger()
TICK = 1  # seconds between two looks at what is due
BEAT = 2  # seconds between two signs of life
SWEEP = 3  # seconds between two looks at who fell silent, at most
A_SILENCE = 6  # looks in the time after which a process counts as silent
FOLLOW = 3  # seconds between two looks at what became of deliveries
TIDY = 10  # seconds between two looks at drawings that are of no use any more
CHORE_EVERY = 3  # minutes between two looks at the chores
FORGET = 1  # hours between two looks at finished jobs
Act = Callable[[], None]


class Clockwork:
    """What the clock does, and how often. Several may keep it; each thing is done once."""

    def __init__(
        self, office: Office, jobs: Jobs, silent: float, name: str, *, alone: bool = False
    ) -> None:
        """Keep it for one office; after ``silent`` seconds others think it has ended.

        ``alone`` where there can be no worker but ``name``.
        """
        self._office = office
        self._jobs = jobs
        self._watch = Watch(timedelta(seconds=silent))
        self._between_sweeps = max(1, min(SWEEP, int(silent / A_SILENCE)))
        self._name = name
        self._alone = alone
        self._stop = threading.Event()
        self._failed = False
        self._planner = Planner(office, self._submit, self._draw, lambda: self._stop.is_set())

    def run(self, stop: threading.Event) -> None:
        """Let `schedule` tick until ``stop``; what fails is logged, and the next tick comes."""
        self._stop = stop
        scheduler = schedule.Scheduler()
        look = self._office.store.subscriptions.look_at_all
        for act in (self.beat, self.sweep, self._planner.tidy, look, self._submit_chores):
            guarded(act)
        # The sweep goes before the tick, or the places of who fell silent stay taken.
        scheduler.every(BEAT).seconds.do(guarded, self.beat)
        scheduler.every(self._between_sweeps).seconds.do(guarded, self.sweep)
        scheduler.every(TICK).seconds.do(guarded, self._tick)
        scheduler.every(FOLLOW).seconds.do(guarded, self._planner.follow)
        scheduler.every(TIDY).seconds.do(guarded, self._planner.tidy)
        scheduler.every(CHORE_EVERY).minutes.do(guarded, self._submit_chores)
        scheduler.every(FORGET).hours.do(guarded, lambda: self._jobs.forget(machine_now()))
        while not stop.is_set():
            scheduler.run_pending()
            stop.wait(0.2)
        guarded(lambda: self._office.store.workers.gone(self._row))

    @property
    def _row(self) -> str:
        """What the rows call the clock; it beats where it ticks, so that one that hangs is seen."""
        return f"{self._name}:clock"

    def beat(self) -> None:
        """Let the others know that somebody keeps the clock."""
        self._office.store.workers.beat(self._row, "clock", machine_now())

    def sweep(self) -> None:
        """Take over from who fell silent; from everybody else where there can be but one worker."""
        if not self._alone:
            sweep(self._office, self._watch, time.monotonic(), self._jobs.resume)
            return
        everyone = [one.name for one in self._office.store.workers.all()]
        others = [one for one in everyone if not one.startswith(self._name)]
        take_over(self._office, self._name.__eq__, self._jobs.resume, others)

    def _tick(self) -> None:
        """Tick; after a failure what the engine was given before is given to it anew.

        An engine that could not write may have lost a job that it had begun.
        """
        if self._failed:
            self._office.store.dispatch.lost(self._office.clock.now())
        try:
            self._planner.tick()
        except Expected:
            self._failed = True
            raise
        self._failed = False

    def _submit(self, one: Delivery) -> None:
        self._jobs.submit(DELIVER, job_id(self._office, one), one.id, one.job)

    def _draw(self, drawing: int, now: datetime) -> None:
        job = f"draw:{self._office.store.workspace_id}:{drawing}:{now.isoformat()}"
        self._jobs.submit(DRAW, job, drawing)

    def _submit_chores(self) -> None:
        now = self._office.clock.now()
        turn = int(now.timestamp()) // (60 * CHORE_EVERY)
        for name, chore in CHORES.items():
            if chore.is_due(self._office):
                self._jobs.submit(CHORE, f"{name}:{self._office.store.workspace_id}:{turn}", name)


def guarded(act: Act) -> None:
    """An exception would leave run_pending and end the clock for good."""
    try:
        act()
    except Expected as expected:
        log.warning("tick failed", reason=str(expected))
    except Exception:
        log.exception("tick failed")
