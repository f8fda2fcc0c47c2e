"""The publisher: the only one who posts unasked."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from slack_sdk import WebClient

from bot.drawings import draw
from bot.engine.attempt import Attempt, settled
from bot.engine.names import worker_name
from bot.engine.planner import Planner
from bot.engine.sweep import take_over
from bot.engine.work import Work
from bot.office import Office
from bot.slack.api import reason_of
from storage.values import Delivery

log = structlog.get_logger()


class Publisher:
    """Posts what it is given, once, and saves where it stands."""

    def __init__(
        self,
        office: Office,
        worker: str | None = None,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        """Publish for one office as ``worker``; nobody is waited for once ``stopping`` says so."""
        self.name = worker or worker_name()
        self._office = office
        self._stopping = stopping
        # The usual client waits of itself, and would hide from the others that Slack asks to.
        api = office.api
        self._posting = WebClient(
            token=api.token, base_url=api.base_url, timeout=api.timeout, retry_handlers=[]
        )
        self._lock = threading.Lock()
        self._at_work: list[int] = []

    def deliver(self, one: Delivery) -> None:
        """Both steps one after the other, as the engine has them done."""
        with self.at_work_on(one.id, one.job) as work:
            prepared = work.prepare()
            if prepared is not None:
                work.send(prepared)

    def draw(self, drawing_id: int) -> None:
        """Draw a report that is not due yet; where that fails, it is drawn when it is due."""
        try:
            drawing = self._office.store.drawings.get(drawing_id)
            if drawing is not None and self._office.clock.now() < drawing.due:
                draw(self._office, drawing)
        except Exception as error:  # noqa: BLE001 - nobody waits for it
            log.warning("not drawn ahead", drawing=drawing_id, reason=reason_of(error))

    @contextmanager
    def at_work_on(self, delivery_id: int, job: int) -> Iterator[Work]:
        """Within the block the delivery is not left behind, whatever its row says."""
        with self._lock:
            self._at_work.append(delivery_id)
        try:
            yield self._work(delivery_id, job)
        finally:
            with self._lock:
                self._at_work.remove(delivery_id)

    def finish_own(self) -> None:
        """Queue again what this worker took before the database failed under it."""
        dispatch, now = self._office.store.dispatch, self._office.clock.now()
        for left in dispatch.posting():
            with self._lock:
                idle = left.id not in self._at_work
            if left.claimed_by == self.name and idle:
                reason = "the database failed while posting"
                dispatch.interrupted(left, reason, settled(left, now), counts=False)

    def take_over(self) -> None:
        """Go on with what other workers have, all of which are known to have ended."""
        take_over(self._office, lambda name: name == self.name)

    def tick(self) -> None:
        """Plan, post and tell everything due now, one after the other, without an engine."""
        planner = Planner(
            self._office, self.deliver, lambda one, _now: self.draw(one), self._stopping
        )
        self.finish_own()
        planner.plan()
        while not self._stopping() and planner.hand_out():
            pass
        while not self._stopping() and planner.draw_ahead():
            pass
        planner.tidy()
        planner.follow()
        while not self._stopping() and planner.hand_out():
            pass

    def _work(self, delivery_id: int, job: int) -> Work:
        office, take = self._office, self._office.store.deliveries.take
        return Work(
            delivery_id,
            lambda: take(delivery_id, job, self.name, office.clock.now()),
            lambda taken: Attempt(office, self._posting, taken, self._stopping),
        )
