"""One trial: what is delivered, by whom, what is done to them, and what stands at the end."""

import os
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.chaos.database import Database
from benchmarks.chaos.faults import Wild
from benchmarks.chaos.fleet import Fleet
from benchmarks.chaos.role import KIND
from benchmarks.chaos.strikes import USUAL, Plan, Strikes
from benchmarks.chaos.verdict import stand_once
from bot.playground.slack.server import LoopbackSlack
from storage.errors import DatabaseFailure
from storage.store import Store, open_store

SILENT = 6.0  # seconds; the default of half a minute makes a long run, not a better one
CHECKED = 60  # seconds after which the clock looks for second copies first
TOLD_EVERY = 20.0  # seconds between two lines that say how far it is
PROCESSES = ("clock", "clock", "worker", "worker", "worker")


@dataclass(frozen=True)
class Trial:
    """How much is delivered, by whom, and what is done to them.

    ``pictures`` is the share of the deliveries that carry one, 0 to 1. What the processes log is
    kept in the empty folder ``logs``, if one is named.
    """

    deliveries: int = 1000
    channels: int = 50
    seed: int = 1
    metadata: bool = True
    pictures: float = 0.1
    minutes: float = 30
    roles: tuple[str, ...] = PROCESSES
    plan: Plan = USUAL
    until_checked: bool = True
    logs: Path | None = None


def play(database: Database, trial: Trial) -> bool:
    """Whether every delivery stands once at the end. Prints what it saw."""
    with LoopbackSlack() as slack, tempfile.TemporaryDirectory() as beside:
        wild = Wild(trial.seed, metadata=trial.metadata)
        slack.faults = slack.core.faults = wild
        with open_store(database.url) as local:
            store = local.adopt(slack.world.team_id, "Chaos")
            keys = _planned(slack, store, trial)
            environment = _environment(slack, database.url)
            fleet = Fleet(trial.roles, environment, trial.seed, trial.logs or Path(beside))
            strikes = Strikes(fleet, database, trial.plan, trial.seed)
            began = time.monotonic()
            try:
                _under_fire(fleet, strikes, store, len(keys), trial)
                if trial.until_checked:
                    _until_checked(store)
            finally:
                strikes.end()
                fleet.end()
            _tell(store, wild, fleet, strikes, time.monotonic() - began)
            return stand_once(slack, store, fleet, keys)


def _under_fire(fleet: Fleet, strikes: Strikes, store: Store, expected: int, trial: Trial) -> None:
    """Strike until every delivery has come to its end."""
    now = time.monotonic()
    end, told = now + trial.minutes * 60, now
    while time.monotonic() < end:
        counts = _counts(store)
        if sum(counts.get(state, 0) for state in ("posted", "dead", "unknown")) == expected:
            break
        if time.monotonic() > told + TOLD_EVERY:
            told = time.monotonic()
            print(f"  {fleet.killed} kills, {dict(strikes.counts)}: {counts}", flush=True)
        strikes.fall()
        time.sleep(0.1)
    strikes.end()


def _counts(store: Store) -> dict[str, int]:
    """How many deliveries are in which state; none while the database is away."""
    try:
        return dict(store.dispatch.counts())
    except DatabaseFailure:
        return {}


def _until_checked(store: Store) -> None:
    """In peace: until the clock has looked for second copies of what was tried more than once."""
    end = time.monotonic() + 3 * CHECKED
    while time.monotonic() < end:
        found = store.deliveries.recent(100_000)
        waiting = [
            one
            for one in found
            if one.check_at
            and one.posted_at
            and (one.check_at - one.posted_at).total_seconds() < CHECKED + 30
        ]
        if not waiting and not store.dispatch.to_check(datetime.now(UTC)):
            return
        time.sleep(1)


def _tell(store: Store, wild: Wild, fleet: Fleet, strikes: Strikes, took: float) -> None:

    takeovers = sum(one.takeovers for one in store.deliveries.recent(100_000))
    print(f"faults of Slack: {dict(sorted(wild.struck.items()))}")
    print(f"the database: {dict(sorted(strikes.counts.items()))}")
    print(
        f"kills: {fleet.killed}, frozen: {fleet.froze}, ended by themselves: {fleet.revived}, "
        f"takeovers: {takeovers}, {took:.0f} s"
    )
    print(f"states: {dict(store.dispatch.counts())}")


def _planned(slack: LoopbackSlack, store: Store, trial: Trial) -> list[str]:
    sam = slack.world.add_user("sam", "Sam Rivers")
    rooms = [slack.world.add_channel(f"room-{n}", members=[sam]) for n in range(trial.channels)]
    now = datetime.now(UTC)
    keys = [f"chaos:{n}" for n in range(trial.deliveries)]
    every = round(1 / trial.pictures) if trial.pictures else 0
    for n, key in enumerate(keys):
        args = {"picture": bool(every) and n % every == 0}
        store.deliveries.plan(KIND, key, now, rooms[n % trial.channels], None, args, now=now)
    return keys


def _environment(slack: LoopbackSlack, url: str) -> dict[str, str]:
    return {
        **os.environ,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": url,
        "RAPPORT_SILENT_AFTER": str(SILENT),
    }
