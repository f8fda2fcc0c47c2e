"""Rows of deliveries, as the verbs about them read and change them."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, RowMapping, select

from storage.engine import reading, writing
from storage.tables import delivery
from storage.values import Delivery
from storage.verbs.base import Verbs, columns_of, value


class Rows(Verbs):
    """What all verbs about deliveries share."""

    @property
    def mine(self) -> ColumnElement[bool]:
        """Those of the workspace."""
        return delivery.c.workspace_id == self.workspace_id

    def one(self, delivery_id: int) -> ColumnElement[bool]:
        """That one."""
        return self.mine & (delivery.c.id == delivery_id)

    def held(self, taken: Delivery) -> ColumnElement[bool]:
        """That one, where it is still with the worker, and in the job, that took it."""
        same = (delivery.c.job == taken.job) & (delivery.c.claimed_by == taken.claimed_by)
        return self.one(taken.id) & (delivery.c.state == "posting") & same

    def change(self, condition: ColumnElement[bool], columns: Mapping[str, Any]) -> bool:
        """Whether there was anything to change."""
        with writing(self.engine, each_alone=True) as connection:
            done = connection.execute(delivery.update().where(condition).values(dict(columns)))
            return done.rowcount > 0

    def first(self, *conditions: ColumnElement[bool]) -> Delivery | None:
        """The first of those due first."""
        return next(iter(self.all(*conditions)), None)

    def all(self, *conditions: ColumnElement[bool]) -> list[Delivery]:
        """All of them, those due first before the others."""
        found = select(*columns()).where(self.mine, *conditions)
        with reading(self.engine) as connection:
            rows = connection.execute(found.order_by(delivery.c.due, delivery.c.id)).mappings()
            return [to_delivery(row) for row in rows]

    def newest(self, limit: int, *conditions: ColumnElement[bool]) -> list[Delivery]:
        """Those due last, the newest first."""
        found = select(*columns()).where(self.mine, *conditions).limit(limit)
        found = found.order_by(delivery.c.due.desc(), delivery.c.id.desc())
        with reading(self.engine) as connection:
            return [to_delivery(row) for row in connection.execute(found).mappings()]


def queued_row(
    kind: str, key: str, due: datetime, channel: str, args: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """A new row, but for the workspace, the subscription and the state."""
    return {
        "kind": kind,
        "key": key,
        "due": due,
        "channel": channel,
        "args": json.dumps(args),
        "attempts": 0,
        "planned_at": now,
        "late": False,
    }


@cache
def columns() -> list[Column[Any]]:
    """What the value is made of."""
    return columns_of(Delivery, delivery)


def to_delivery(row: RowMapping) -> Delivery:
    """The value of a row."""
    return value(Delivery, row, args=json.loads(row["args"]))
