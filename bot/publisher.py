"""The publisher: the only one who posts unasked."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from slack_sdk import WebClient

from bot.drawings import draw
from bot.engine import checkpoint
from bot.engine.attempt import TRIES, Attempt, settled
from bot.engine.checkpoint import Json
from bot.engine.names import worker_name
from bot.engine.planner import Planner
from bot.engine.sweep import take_over
from bot.office import Office
from bot.patience import patiently
from bot.slack.api import reason_of
from storage.errors import DatabaseFailure
from storage.values import Delivery

log = structlog.get_logger()
Act = Callable[[Attempt], Json | None]


class Publisher:
    """Posts what it is given, once, and saves where it stands.

    A delivery has two steps, ``prepare`` and ``send``: what the first returns is kept, so that
    another worker can go on from there. Neither raises; what went wrong stands in the row.
    """

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

    def prepare(self, delivery_id: int, job: int) -> Json | None:
        """Make the message and upload its picture; None where nothing is left to be sent."""
        return self._attempt(delivery_id, job, lambda attempt: attempt.prepare())

    def send(self, delivery_id: int, job: int, prepared: Json) -> None:
        """Post what was prepared, unless it stands already, and save where it stands."""
        self._attempt(delivery_id, job, lambda one: one.send(checkpoint.from_json(prepared)))

    def deliver(self, one: Delivery) -> None:
        """Both steps one after the other, as the engine has them done."""
        with self.at_work_on(one.id):
            prepared = self.prepare(one.id, one.job)
            if prepared is not None:
                self.send(one.id, one.job, prepared)

    def draw(self, drawing_id: int) -> None:
        """Draw a report that is not due yet; where that fails, it is drawn when it is due."""
        try:
            drawing = self._office.store.drawings.get(drawing_id)
            if drawing is not None and self._office.clock.now() < drawing.due:
                draw(self._office, drawing)
        except Exception as error:  # noqa: BLE001 - nobody waits for it
            log.warning("not drawn ahead", drawing=drawing_id, reason=reason_of(error))

    @contextmanager
    def at_work_on(self, delivery_id: int) -> Iterator[None]:
        """Within the block the delivery is not left behind, whatever its row says."""
        with self._lock:
            self._at_work.append(delivery_id)
        try:
            yield
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

    def _attempt(self, delivery_id: int, job: int, act: Act) -> Json | None:
        """Do it with the delivery, if that is this worker's to have."""
        try:
            taken = self._taken(delivery_id, job)
            return self._done(taken, act) if taken else None
        except DatabaseFailure as failure:
            log.warning("delivery is left as it is", id=delivery_id, reason=str(failure))
            return None

    def _done(self, taken: Delivery, act: Act) -> Json | None:
        attempt = Attempt(self._office, self._posting, taken, self._stopping)
        try:
            return act(attempt)
        except DatabaseFailure:
            raise
        except Exception as error:  # noqa: BLE001 - it ends in the row
            attempt.failed(error)
            return None

    def _taken(self, delivery_id: int, job: int) -> Delivery | None:
        found: list[Delivery | None] = []
        take, now = self._office.store.deliveries.take, self._office.clock.now()
        patiently(lambda: found.append(take(delivery_id, job, self.name, now)), tries=TRIES)
        return found[0]
