"""The two parts of the engine, as processes run them: to work, and to keep the clock."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bot.chores import CHORES
from bot.engine.clockwork import Clockwork
from bot.engine.heartbeat import beating
from bot.engine.jobs import Jobs
from bot.engine.worker import working
from bot.office import Office
from bot.publisher import Publisher
from bot.settings import Settings

# Jobs for each report that is drawn at a time: they wait for that, for slots and for Slack, and the
# queue is looked at once a second, in which a process draws no more.
FOR_EACH = 8


@contextmanager
def work(office: Office, settings: Settings, name: str, stop: threading.Event) -> Iterator[None]:
    """Do the engine's jobs until the block is left, as the worker ``name``."""
    publisher = Publisher(office, name, stop.is_set)

    def do_chore(chore: str) -> None:
        CHORES[chore].do(office)

    # The heartbeat outlives the work: what is under way at the end is nobody else's yet.
    with (
        beating(office.store, name, "worker", settings.silent_after, publisher.finish_own),
        working(settings.database_url, publisher, do_chore, FOR_EACH * office.renderers.seats),
    ):
        yield


def keep_clock(
    office: Office, settings: Settings, stop: threading.Event, name: str, *, alone: bool = False
) -> None:
    """Tick until ``stop``; ``alone`` where there can be no worker but ``name``."""
    jobs = Jobs(settings.database_url)
    try:
        Clockwork(office, jobs, settings.silent_after, name, alone=alone).run(stop)
    finally:
        jobs.close()
