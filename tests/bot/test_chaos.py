"""Under fire for a moment: whatever is struck, each delivery stands once."""

import pytest

from benchmarks.chaos.database import database
from benchmarks.chaos.strikes import Plan
from benchmarks.chaos.trial import PROCESSES, Trial, play
from tests.databases import Databases

KILLS = {"sqlite": 7.0, "postgresql": 4.0}
METADATA = {"sqlite": True, "postgresql": False}  # `just chaos` tries both on each


def trial(kind: str, plan: Plan, *, metadata: bool = True) -> Trial:
    return Trial(
        deliveries=10,
        channels=4,
        seed=7,
        metadata=metadata,
        pictures=0.25,
        minutes=4,
        roles=("run",) if kind == "sqlite" else PROCESSES,
        plan=plan,
        until_checked=False,
    )


@pytest.mark.slow
def test_killed_again_and_again_each_delivery_stands_once(databases: Databases) -> None:
    metadata = METADATA[databases.kind]
    plan = Plan(KILLS[databases.kind], 11.0, None, None, lasts=16.0)
    with database(databases.kind) as found:
        assert play(found, trial(databases.kind, plan, metadata=metadata))


@pytest.mark.slow
def test_the_database_restarted_and_its_disk_full_each_delivery_stands_once(
    databases: Databases,
) -> None:
    plan = Plan(None, None, restart_every=7.0, full_every=9.0, full_for=3.0, lasts=14.0)
    with database(databases.kind) as found:
        assert play(found, trial(databases.kind, plan))
