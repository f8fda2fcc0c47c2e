"""The desk: takes what the inbox holds and has it done, each kind in its own lane."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import structlog

from bot.office import Office
from bot.patience import patiently
from bot.progress import Progress, Watch, nobody_waits
from bot.tasks import Lane, Payload, Tasks
from storage.errors import DatabaseFailure

log = structlog.get_logger()
KEPT = timedelta(days=14)  # Slack repeats an event for hours, not for weeks
BREATH = 0.005  # seconds; work that began at once would keep the acknowledgement waiting
# Threads a lane. Slow ones only wait for the render processes. One remembers: an edit must not
# overtake the message it edits.
LANES: dict[Lane, int] = {"quick": 4, "slow": 16, "memory": 1}


class Desk:
    """Works off the inbox on a few threads."""

    def __init__(self, office: Office, name: str | None = None) -> None:
        """Work for one office, as ``name`` where others answer beside this process."""
        self.name = name
        self._office = office
        self._tasks = Tasks(office)
        self._watch = Watch()
        self._closing = threading.Event()
        self._lanes = {
            lane: ThreadPoolExecutor(threads, thread_name_prefix=lane)
            for lane, threads in LANES.items()
        }

    def take(self, item_id: int, kind: str, payload: Payload, *, again: bool = False) -> None:
        """Work on an item of the inbox soon; ``again`` where an earlier run may have begun."""
        lane = self._lane(kind, payload)
        waits = lane == "slow" and not again
        progress = self._waiting(kind, payload) if waits else nobody_waits()
        tasks = Tasks(self._office, progress, partial(self._has, item_id))
        do = partial(tasks.do, kind, payload, again=again)
        self._lanes[lane].submit(self._work, item_id, kind, do)

    def forget(self) -> None:
        """Let go of what was finished long ago: people's words stand in it, deleted ones too."""
        office = self._office
        office.store.inbox.prune(office.clock.now() - KEPT)

    def take_waiting(self, gone: Callable[[str | None], bool]) -> None:
        """Work on what those left undone who are ``gone``; each item goes to one desk."""
        inbox = self._office.store.inbox
        for item in inbox.waiting():
            if self._closing.is_set():
                return
            if gone(item.taken_by) and inbox.take_over(item, self.name):
                self.take(item.id, item.kind, item.payload, again=True)

    def in_memory(self, act: Callable[[], None]) -> "Future[None]":
        """Do it among what is remembered: after all that came before, and not beside it."""
        return self._lanes["memory"].submit(self._patiently, act)

    def close(self) -> None:
        """Finish what has been taken; what the database will not take is left to the next run."""
        self._closing.set()
        for lane in self._lanes.values():
            lane.shutdown(wait=True)
        self._watch.close()

    def _has(self, item_id: int) -> bool:
        """Whether nobody has taken it over, who thought that this process had ended."""
        return self.name is None or self._office.store.inbox.is_of(item_id, self.name)

    def _lane(self, kind: str, payload: Payload) -> Lane:
        """Where it is done; what cannot be told now waits among the slow, in nobody's way."""
        try:
            return self._tasks.lane(kind, payload)
        except DatabaseFailure as failure:
            log.warning("lane is not known", kind=kind, reason=str(failure))
            return "slow"

    def _waiting(self, kind: str, payload: Payload) -> Progress:
        """The asker's wait, from now on and not from when their turn comes."""
        return self._watch.begin(lambda: self._tasks.say_that_it_takes_longer(kind, payload))

    def _work(self, item_id: int, kind: str, do: Callable[[], None]) -> None:
        inbox = self._office.store.inbox
        time.sleep(BREATH)
        try:
            error = self._handled(kind, do)
            if error is None:
                self._patiently(lambda: inbox.done(item_id, self.name))
            else:
                self._patiently(lambda: inbox.failed(item_id, error, self.name))
        except DatabaseFailure:
            log.warning("left for the next run", kind=kind, item=item_id)

    def _handled(self, kind: str, do: Callable[[], None]) -> str | None:
        """Have the item's effect; what went wrong where it cannot be handled."""
        try:
            self._patiently(do)
        except DatabaseFailure:
            raise
        except Exception as error:
            log.exception("could not handle", kind=kind)
            return f"{type(error).__name__}: {error}"
        return None

    def _patiently(self, act: Callable[[], None]) -> None:
        # What was acknowledged waits for the database as long as we run.
        patiently(act, stop=self._closing)
