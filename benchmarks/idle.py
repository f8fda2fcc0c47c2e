"""What waiting costs: ``python -m benchmarks.idle [--seconds 60]``.

Each kind of process on a real PostgreSQL with 1,000 schedules, none of them due: CPU time by time.
"""

import argparse
import time
from datetime import UTC, datetime

from benchmarks.processes import Spent, between, spent
from benchmarks.program import environment, postgresql, running
from benchmarks.table import Row, show
from bot.playground.slack.server import LoopbackSlack
from storage.store import Store, open_store

SCHEDULES = 1000
SECONDS = 60.0
MOST = 0.03  # of a core
SETTLED = 25.0  # seconds for what is done once at the start


def measure(seconds: float = SECONDS) -> tuple[list[Row], list[str]]:
    """The share of a core of `run`, and of `web`, `worker` and `clock` beside each other."""
    with postgresql() as url, LoopbackSlack() as slack, open_store(url) as local:
        slack.faults.rate_limits = False
        store = local.adopt(slack.world.team_id, "Bench")
        _schedules(store, slack.world.add_user("sam", "Sam Rivers"))
        alone = _idle(slack, url, store, ("run",), seconds)
        apart = _idle(slack, url, store, ("web", "worker", "clock"), seconds)
    roles = {"run": alone, **dict.fromkeys(("web", "worker", "clock"), apart)}
    rows = [
        Row(f"idle `{role}`, {SCHEDULES:,} schedules, CPU", "a core", cpu[role] / seconds, MOST)
        for role, cpu in roles.items()
    ]
    server = f"idle PostgreSQL for these three: {apart['PostgreSQL'] / seconds:.1%} of a core"
    return rows, [server]


def _idle(
    slack: LoopbackSlack, url: str, store: Store, roles: tuple[str, ...], seconds: float
) -> Spent:
    with running(roles, environment(slack, url)) as numbers:
        time.sleep(SETTLED)
        while store.subscriptions.to_look_at(datetime.now(UTC), 1):
            time.sleep(1)
        before = spent(numbers)
        time.sleep(seconds)
        return between(before, spent(numbers))


def _schedules(store: Store, owner: str) -> None:
    """Each once a week, so that none is due for hours; of somebody who is there."""
    now = datetime.now(UTC)
    client = store.clients.add("acme", "Acme", now=now)
    hour = (now.hour + 3) % 24
    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    for number in range(SCHEDULES):
        cadence = f"weekly {days[number % len(days)]} {hour:02}:00"
        store.subscriptions.add(client.id, f"C{number}", cadence, "UTC", owner, now)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.idle", description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    show(*measure(parser.parse_args().seconds))
