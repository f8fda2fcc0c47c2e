"""The clock's work: plan what is due, hand it out, look for second copies, tell of what failed."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.engine.ahead import AT_A_TIME, GIVEN_UP, is_time
from bot.engine.attempt import take_back
from bot.engine.outcome import next_check
from bot.office import Office
from bot.slack.api import FAILURES, reason_of
from bot.slack.find import find_copies
from commands.drafts import plan_drafts
from commands.due import AT_ONCE, Unplanned, plan_due
from commands.notices import plan_notice, plan_trouble
from storage.values import Delivery

log = structlog.get_logger()
MOST_AT_ONCE = 100  # deliveries with the engine at a time: the rest wait in order of their due time
LOST_AFTER = timedelta(minutes=5)  # what the engine has not begun by then it never will


class Planner:
    """Does what is due; any number may, each thing is done once."""

    def __init__(
        self,
        office: Office,
        hand: Callable[[Delivery], None],
        draw: Callable[[int, datetime], None],
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        """Plan for one office; ``hand`` gives a delivery's job to the engine, twice or once.

        ``draw`` gives it a drawing's, by its number and the time.
        """
        self._office = office
        self._dispatch = office.store.dispatch
        self._hand = hand
        self._draw = draw
        self._stopping = stopping

    def tick(self) -> None:
        """What cannot wait: plan and hand out what is due, and draw what comes."""
        self.plan()
        self.hand_out()
        self.draw_ahead()

    def follow(self) -> None:
        """What may come a little later: see to second copies, tell of what failed."""
        self.look_again()
        self.tell()

    def plan(self) -> None:
        """Write down what is due; tell of a schedule that nobody can read, once."""
        now = self._office.clock.now()
        store = self._office.store
        found = store.subscriptions.to_look_at(now, AT_ONCE)
        plan_drafts(found, store, now)
        for unplanned in plan_due(store, now, found):
            self._tell_unreadable(unplanned, now)

    def draw_ahead(self) -> bool:
        """Have the next of what comes drawn, if it is time; whether there was one."""
        now, drawings = self._office.clock.now(), self._office.store.drawings
        waiting = drawings.waiting(now)
        if not is_time([due for _, due in waiting], now):
            return False
        first, _ = waiting[0]
        if drawings.under_way(now - GIVEN_UP) >= AT_A_TIME or not drawings.hand(first, now):
            return False
        self._draw(first, now)
        return True

    def tidy(self) -> None:
        """Queue anew what was lost; throw away the drawings that nobody waits for any more."""
        now = self._office.clock.now()
        if self._is_worked():  # or the engine would be given the same again and again
            self._dispatch.lost(now - LOST_AFTER)
        self._office.store.drawings.throw_away(now - GIVEN_UP)

    def hand_out(self) -> int:
        """Give the engine what may be posted now; how many that were."""
        now = self._office.clock.now()
        ready = self._dispatch.ready(now, MOST_AT_ONCE)
        if not ready or self._office.store.slots.shut_until(now):
            return 0
        for number, one in enumerate(ready):
            if self._stopping():
                return number
            # The engine first: it knows a job that it was given before.
            self._hand(one)
            self._dispatch.submitted(one, now)
        return len(ready)

    def look_again(self) -> None:
        """Take back second copies of what was tried more than once."""
        now = self._office.clock.now()
        for one in self._dispatch.to_check(now):
            try:
                self._take_back_others(one)
            except FAILURES as error:
                log.warning("cannot look for copies", key=one.key, reason=reason_of(error))
            posted = one.posted_at or now
            after = next_check(now - posted)
            self._dispatch.checked(one, posted + after if after else None)

    def tell(self) -> None:
        """Have owners told what became of a delivery, once: written down, then ticked off."""
        now = self._office.clock.now()
        for one in self._dispatch.untold():
            plan_trouble(self._office.store, one, now)
            self._dispatch.told(one, now)

    def _is_worked(self) -> bool:
        return any(one.role == "worker" for one in self._office.store.workers.all())

    def _take_back_others(self, one: Delivery) -> None:
        publication = one.args.get("thread")
        thread = str(publication) if publication else None
        copies = find_copies(self._office.api, one, thread)
        if one.ts in copies:
            for ts in copies:
                if ts != one.ts:
                    take_back(self._office.api, one, ts)

    def _tell_unreadable(self, unplanned: Unplanned, now: datetime) -> None:
        """Tell of a schedule that nobody can read, once for each thing that is wrong with it."""
        one, reason = unplanned.subscription, unplanned.reason
        words = f"{one.cadence} {one.tz} {one.since} {reason}"
        digest = hashlib.sha256(words.encode()).hexdigest()[:16]
        told = {"text": f"Schedule {one.id} cannot be published: {reason}"}
        key = f"unreadable:{one.id}:{digest}"
        if plan_notice(self._office.store, key, one.created_by, told, now, one.id):
            log.error("schedule is unreadable", schedule=one.id, reason=reason)
