"""Deliveries under fire: ``python -m benchmarks.chaos [--deliveries 1000] [--no-metadata]``.

Two clocks and three workers on a real PostgreSQL, a Slack that drops 5 % of its answers after it
took the message and asks to wait or fails besides, a kill -9 every two seconds, processes that
are frozen and thawed, a server that is restarted, and a disk that is full for a while. At the end
every delivery must stand once.
"""

import argparse
import signal
import sys
from pathlib import Path

from benchmarks.chaos.database import database
from benchmarks.chaos.strikes import FULL_EVERY, KILL_EVERY, RESTART_EVERY, Plan
from benchmarks.chaos.trial import PROCESSES, Trial, play


def main() -> None:
    """Run it, or be one of its processes."""
    given = _parser().parse_args()
    if given.role:
        from benchmarks.chaos.role import be

        sys.exit(be(given.role))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and nothing is left behind
    with database(given.database) as found:
        sys.exit(0 if play(found, _trial(given)) else 1)


def _trial(given: argparse.Namespace) -> Trial:
    alone = given.database == "sqlite"
    plan = Plan(
        kill_every=given.kill_every or (7 if alone else KILL_EVERY),
        restart_every=RESTART_EVERY if given.restarts else None,
        full_every=FULL_EVERY if given.full_disk else None,
    )
    return Trial(
        deliveries=given.deliveries,
        channels=given.channels,
        seed=given.seed,
        metadata=not given.no_metadata,
        pictures=given.pictures,
        minutes=given.minutes,
        roles=("run",) if alone else PROCESSES,
        plan=plan,
        logs=given.logs,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    on_or_off = argparse.BooleanOptionalAction
    parser.add_argument("--deliveries", type=int, default=1000)
    parser.add_argument("--channels", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    parser.add_argument("--kill-every", type=float, help="seconds; more on a slow machine")
    parser.add_argument("--restarts", action=on_or_off, default=True)
    parser.add_argument("--full-disk", action=on_or_off, default=True)
    parser.add_argument("--pictures", type=float, default=0.1, help="their share, 0 to 1")
    parser.add_argument("--no-metadata", action="store_true")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--logs", type=Path, help="keep what the processes log in this folder")
    parser.add_argument("--role", help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    main()
