"""When each strike falls: kills, freezes, restarts and full disks, side by side."""

import math
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.chaos.database import Database, Mode, Way
from benchmarks.chaos.fleet import Fleet

KILL_EVERY = 2.0
FREEZE_EVERY = 11.0
RESTART_EVERY = 17.0
FULL_EVERY, FULL_FOR = 29.0, 6.0
LOOK_EVERY = 0.5  # seconds between two looks of the service manager
BREATH = 5.0  # seconds before the first kill: a process takes as long to begin


@dataclass(frozen=True)
class Plan:
    """How often what happens, in seconds; None for never. ``lasts`` seconds in all."""

    kill_every: float | None = KILL_EVERY
    freeze_every: float | None = FREEZE_EVERY
    restart_every: float | None = RESTART_EVERY
    full_every: float | None = FULL_EVERY
    full_for: float = FULL_FOR
    lasts: float = math.inf


USUAL = Plan()


class Strikes:
    """Strikes as time goes by; what is left broken is mended at the end."""

    def __init__(self, fleet: Fleet, database: Database, plan: Plan, seed: int) -> None:
        """By ``seed``: the same run again strikes in the same order."""
        self._fleet, self._database, self._plan = fleet, database, plan
        self._chance = random.Random(seed)  # noqa: S311 - a seed makes the same run again
        self._ways = database.ways(fleet)
        self._full: tuple[float, Way] | None = None
        self.counts: Counter[str] = Counter()
        now = time.monotonic()
        self._over = now + plan.lasts
        self._next = [
            (every, act, now + max(BREATH, every)) for every, act in self._acts() if every
        ]

    def fall(self) -> None:
        """Do what is due by now."""
        now = time.monotonic()
        self._fleet.thaw()
        if self._full and now > self._full[0]:
            self._end_full()
        for number, (every, act, at) in enumerate(self._next):
            if now > at and (now < self._over or every == LOOK_EVERY):
                act()
                self._next[number] = (every, act, time.monotonic() + every)

    def end(self) -> None:
        """Mend everything."""
        self._fleet.thaw(all_of_them=True)
        if self._full:
            self._end_full()
        self._database.revive()

    def _acts(self) -> list[tuple[float | None, Callable[[], None]]]:
        plan = self._plan
        return [
            (LOOK_EVERY, self._look_after),
            (plan.kill_every, self._fleet.kill_one),
            (plan.freeze_every, self._fleet.freeze_one),
            (plan.restart_every, self._restart),
            (plan.full_every, self._begin_full),
        ]

    def _look_after(self) -> None:
        self._fleet.revive()
        if self._full is None:
            self._database.revive()

    def _restart(self) -> None:
        modes: tuple[Mode, ...] = ("fast", "immediate")
        mode = self._chance.choice(modes)
        if self._full is None and self._database.restart(mode):
            self.counts[f"restart {mode}"] += 1

    def _begin_full(self) -> None:
        way = self._ways[self.counts["full"] % len(self._ways)]
        way.begin()
        self._full = (time.monotonic() + self._plan.full_for, way)
        self.counts["full"] += 1
        self.counts[f"full {way.name}"] += 1

    def _end_full(self) -> None:
        if self._full:
            self._full[1].end()
            self._full = None
            self._database.revive()
