"""Drawings: pictures of reports that are not due yet, each thrown away once it is of no use."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, func, select

from storage.dialect import insert_into
from storage.engine import reading, writing
from storage.tables import delivery, drawing
from storage.values import Drawing
from storage.verbs.base import Verbs, columns_of, value

OPEN = ("queued", "posting")


class Drawings(Verbs):
    """The drawings of one workspace, from being planned until the report is posted."""

    def plan(
        self,
        key: str,
        due: datetime,
        channel: str,
        subscription_id: int,
        args: Mapping[str, Any],
    ) -> None:
        """Have the report drawn that is due then; ``key`` is that of its delivery."""
        fields = {"due": due, "channel": channel, "args": json.dumps(args)}
        fields |= {"workspace_id": self.workspace_id, "subscription_id": subscription_id}
        with writing(self.engine) as connection:
            row = insert_into(connection, drawing).values(fields | {"key": key})
            connection.execute(row.on_conflict_do_nothing())

    def waiting(self, now: datetime) -> list[tuple[int, datetime]]:
        """Those that nobody was given to draw, by number and when they are due; first comes first.

        What is due already is not among them.
        """
        new = (self._mine, drawing.c.handed_at.is_(None), drawing.c.due > now)
        found = select(drawing.c.id, drawing.c.due).where(*new)
        with reading(self.engine) as connection:
            rows = connection.execute(found.order_by(drawing.c.due, drawing.c.id))
            return [(number, due) for number, due in rows]

    def under_way(self, since: datetime) -> int:
        """How many were given to somebody after ``since`` who has not drawn them yet."""
        drawn = drawing.c.drawn_at.is_(None) & (drawing.c.handed_at > since)
        with reading(self.engine) as connection:
            found = select(func.count()).select_from(drawing).where(self._mine, drawn)
            return int(connection.scalar(found) or 0)

    def hand(self, drawing_id: int, now: datetime) -> bool:
        """Whether it is the caller, and nobody else, who gives it to somebody to draw."""
        new = self._one(drawing_id) & drawing.c.handed_at.is_(None)
        return self._change(new, {"handed_at": now})

    def get(self, drawing_id: int) -> Drawing | None:
        """One drawing; None where it is of no use any more."""
        return next(iter(self._all(self._one(drawing_id))), None)

    def drawn(self, drawing_id: int, digest: str, picture: bytes, now: datetime) -> None:
        """Keep the picture of the report that ``digest`` tells, if it is still of use."""
        self._change(self._one(drawing_id), {"digest": digest, "picture": picture, "drawn_at": now})

    def of(self, key: str) -> Drawing | None:
        """The drawing for that delivery; None where there is none that is drawn."""
        return next(iter(self._all(drawing.c.key == key, drawing.c.drawn_at.is_not(None))), None)

    def picture(self, drawing_id: int) -> bytes | None:
        """The picture itself; None where it was thrown away meanwhile."""
        with reading(self.engine) as connection:
            found: bytes | None = connection.scalar(
                select(drawing.c.picture).where(self._one(drawing_id))
            )
        return found

    def throw_away(self, before: datetime) -> None:
        """Delete those whose delivery has ended, and those due before ``before`` that have none."""
        waits = select(delivery.c.key).where(self._deliveries, delivery.c.state.in_(OPEN))
        over = select(delivery.c.key).where(self._deliveries, delivery.c.state.not_in(OPEN))
        lost = (drawing.c.due < before) & drawing.c.key.not_in(waits)
        with writing(self.engine) as connection:
            gone = drawing.delete().where(self._mine, drawing.c.key.in_(over) | lost)
            connection.execute(gone)

    @property
    def _deliveries(self) -> ColumnElement[bool]:
        return delivery.c.workspace_id == self.workspace_id

    @property
    def _mine(self) -> ColumnElement[bool]:
        return drawing.c.workspace_id == self.workspace_id

    def _one(self, drawing_id: int) -> ColumnElement[bool]:
        return self._mine & (drawing.c.id == drawing_id)

    def _change(self, condition: ColumnElement[bool], columns: Mapping[str, Any]) -> bool:
        with writing(self.engine) as connection:
            done = connection.execute(drawing.update().where(condition).values(dict(columns)))
            return done.rowcount > 0

    def _all(self, *conditions: ColumnElement[bool]) -> list[Drawing]:
        found = select(*columns_of(Drawing, drawing)).where(self._mine, *conditions)
        with reading(self.engine) as connection:
            rows = connection.execute(found.order_by(drawing.c.due, drawing.c.id)).mappings()
            return [_drawing(row) for row in rows]


def _drawing(row: RowMapping) -> Drawing:
    return value(Drawing, row, args=json.loads(row["args"]))
