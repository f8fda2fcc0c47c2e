"""Dispatch: which deliveries go to the engine now, which are stuck, and what is left to say."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from storage.engine import reading
from storage.tables import delivery
from storage.values import Delivery
from storage.verbs.deliveries import AGAIN
from storage.verbs.delivery_rows import Rows, columns, to_delivery

TROUBLE = ("dead", "unknown")
OVERDUE = timedelta(minutes=10)  # after its next look was to be: then it does not wait any more


class Dispatch(Rows):
    """What the clock asks about the deliveries of one workspace."""

    def ready(self, now: datetime, most: int) -> list[Delivery]:
        """Those to hand to the engine: of each channel the one due first, unless one is under way.

        No more than ``most`` are under way at a time. What rests holds up nothing else.
        """
        waiting = (delivery.c.state == "queued") & (delivery.c.due <= now)
        rested = delivery.c.not_before.is_(None) | (delivery.c.not_before <= now)
        turn = func.row_number().over(
            partition_by=delivery.c.channel, order_by=(delivery.c.due, delivery.c.id)
        )
        free = delivery.c.channel.not_in(select(delivery.c.channel).where(self.mine, _under_way()))
        here = delivery.c.submitted_at.is_(None)
        turns = select(delivery.c.id, turn.label("turn")).where(
            self.mine, waiting, rested, here, free
        )
        first = turns.subquery()
        found = select(*columns()).join(first, first.c.id == delivery.c.id)
        found = found.where(first.c.turn == 1).order_by(delivery.c.due, delivery.c.id)
        with reading(self.engine) as connection:
            rows = connection.execute(found.limit(most)).mappings().all()
            if not rows:  # as in nearly every second
                return []
            busy = select(func.count()).select_from(delivery).where(self.mine, _under_way())
            room = max(0, most - (connection.scalar(busy) or 0))
            return [to_delivery(row) for row in rows[:room]]

    def submitted(self, one: Delivery, now: datetime) -> None:
        """The engine has its job."""
        same = (delivery.c.job == one.job) & (delivery.c.state == "queued")
        self.change(self.one(one.id) & same, {"submitted_at": now})

    def lost(self, before: datetime) -> int:
        """Queue anew what the engine was given before ``before`` and nobody took; how many."""
        waiting = (delivery.c.state == "queued") & (delivery.c.submitted_at < before)
        found = self.all(waiting)
        for one in found:
            same = self.one(one.id) & waiting & (delivery.c.job == one.job)
            self.change(same, {"submitted_at": None, "job": delivery.c.job + 1})
        return len(found)

    def posting(self) -> list[Delivery]:
        """Those that a worker has taken."""
        return self.all(delivery.c.state == "posting")

    def released(self, taken: Delivery) -> bool:
        """Take it from its worker, which counts; any worker may go on with the same job."""
        fields = {"claimed_by": None, "takeovers": delivery.c.takeovers + 1}
        return self.change(self.held(taken), fields)

    def interrupted(
        self, taken: Delivery, reason: str, not_before: datetime, *, counts: bool = True
    ) -> bool:
        """Take it from its worker; another job begins anew. ``counts`` where the worker is lost."""
        fields = {
            **AGAIN,
            "state": "queued",
            "error": reason,
            "job": delivery.c.job + 1,
            "takeovers": delivery.c.takeovers + (1 if counts else 0),
            "not_before": not_before,
            "waits": False,
        }
        return self.change(self._unheld(taken), fields)

    def to_check(self, now: datetime) -> list[Delivery]:
        """Posted ones of which another copy may stand in the channel by now."""
        return self.all(delivery.c.state == "posted", delivery.c.check_at <= now)

    def checked(self, one: Delivery, check_at: datetime | None) -> None:
        """It was looked at; the next look is at ``check_at``."""
        self.change(self.one(one.id), {"check_at": check_at})

    def untold(self) -> list[Delivery]:
        """Those that failed for good, of which nobody was told."""
        return self.all(delivery.c.state.in_(TROUBLE), delivery.c.told_at.is_(None))

    def told(self, one: Delivery, now: datetime) -> bool:
        """Whether it is the caller, and nobody else, who tells."""
        return self.change(self.one(one.id) & delivery.c.told_at.is_(None), {"told_at": now})

    def get(self, delivery_id: int) -> Delivery | None:
        """One delivery; None where there is none of this number."""
        return self.first(self.one(delivery_id))

    def troubled(self, limit: int) -> list[Delivery]:
        """The dead letters: what was not posted, or perhaps not; the newest first."""
        return self.newest(limit, delivery.c.state.in_(TROUBLE))

    def of_schedule(self, number: int, limit: int) -> list[Delivery]:
        """A schedule's deliveries, on its rhythm or asked for, the newest first."""
        keys = (f"{kind}:{number}:" for kind in ("report", "draft", "now"))
        return self.newest(limit, or_(*(_begins(key) for key in keys)))

    def together(self, found: Collection[Delivery]) -> list[Delivery]:
        """These, every later attempt of theirs, and the reports that were due with them."""
        if not found:
            return []
        keys = {one.first_key for one in found}
        due = delivery.c.due.in_({one.first_due for one in found})
        wanted = {(one.args.get("args"), one.first_due) for one in found}
        beside = [
            one.first_key
            for one in self.all(due, delivery.c.kind == "report")
            if (one.args.get("args"), one.first_due) in wanted
        ]
        again = (_begins(f"{key}:r") for key in sorted({*keys, *beside}))
        return self.all(or_(delivery.c.key.in_({*keys, *beside}), *again))

    def waiting(self, subscription_id: int) -> list[Delivery]:
        """A subscription's reports that were due and are not posted yet."""
        return self.all(delivery.c.subscription_id == subscription_id, delivery.c.state == "queued")

    def last_posted(self, channel: str) -> Delivery | None:
        """What was posted there last."""
        there = (delivery.c.channel == channel, delivery.c.state == "posted")
        return next(iter(self.newest(1, *there)), None)

    def readdress(self, schedule: int, kinds: Collection[str], to: str) -> None:
        """Send what waits for a schedule's owner, and is not begun, to another person."""
        untried = (delivery.c.state == "queued") & delivery.c.tried_at.is_(None)
        waiting = untried & delivery.c.kind.in_(kinds)
        for one in self.all(waiting):
            if one.args.get("schedule") == schedule:
                args = json.dumps({**one.args, "tell": to})
                there = {"channel": to, "args": args, "not_before": None, "waits": False}
                self.change(self.one(one.id) & waiting, there)

    def oldest_waiting(self, now: datetime) -> datetime | None:
        """When the oldest of those was due that are due and not posted yet.

        What waits on purpose, such as for data or for a review, does not count.
        """
        open_ones = delivery.c.state.in_(("queued", "posting")) & (delivery.c.due <= now)
        on_purpose = delivery.c.waits & (delivery.c.not_before > now - OVERDUE)
        with reading(self.engine) as connection:
            due: datetime | None = connection.scalar(
                select(func.min(delivery.c.due)).where(self.mine, open_ones, ~on_purpose)
            )
        return due

    def counts(self) -> Mapping[str, int]:
        """How many deliveries there are in each state."""
        found = select(delivery.c.state, func.count()).where(self.mine).group_by(delivery.c.state)
        with reading(self.engine) as connection:
            return {str(row[0]): int(row[1]) for row in connection.execute(found)}

    def _unheld(self, taken: Delivery) -> ColumnElement[bool]:
        """That one as it was seen, whether a worker had it or nobody any more."""
        if taken.claimed_by is not None:
            return self.held(taken)
        nobody = delivery.c.claimed_by.is_(None) & (delivery.c.job == taken.job)
        return self.one(taken.id) & (delivery.c.state == "posting") & nobody


def _begins(key: str) -> ColumnElement[bool]:
    return delivery.c.key.startswith(key, autoescape=True)


def _under_way() -> ColumnElement[bool]:
    handed = (delivery.c.state == "queued") & delivery.c.submitted_at.is_not(None)
    return handed | (delivery.c.state == "posting")
