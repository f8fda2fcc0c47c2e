"""Numbers by hand: given, confirmed by a second person, taken back."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from reports.model import Period
from storage.by_hand import ByHand, EndedBefore, NoSuchNumber, NotAwaiting, OwnNumber, State
from storage.engine import reading, writing
from storage.tables import by_hand, client, metric_key, observation, source, workspace
from storage.text import clean
from storage.verbs.base import Verbs, columns_of, value
from storage.verbs.client_rows import client_row
from storage.verbs.observations import TOTAL, day_number

_COLUMNS = columns_of(ByHand, by_hand)


class Numbers(Verbs):
    """The numbers that people of one workspace gave by hand."""

    def add(
        self,
        client_id: int,
        metric: str,
        period: Period,
        number: float,
        *,
        by: tuple[str, str],
        why: str,
        now: datetime,
        awaiting: bool,
    ) -> ByHand:
        """Keep a number; it counts at once unless a second person is to confirm it.

        ``by`` is the id and the name of who gave it. Raises NoSuchClient.
        """
        fields: dict[str, Any] = {
            "client_id": client_id,
            "metric": metric,
            "grain": period.grain,
            "period_start": period.start,
            "period_end": period.end,
            "value": number,
            "by": by[0],
            "by_name": clean(by[1]),
            "why": clean(why),
            "at": now,
            "state": "awaiting" if awaiting else "counts",
            "counts_from": None if awaiting else now,
        }
        row = by_hand.insert().values(fields).returning(*_COLUMNS)
        with writing(self.engine) as connection:
            client_row(connection, self.workspace_id, client_id)
            return value(ByHand, connection.execute(row).mappings().one())

    def of_client(self, client_id: int, limit: int) -> list[ByHand]:
        """The ``limit`` newest numbers of a client in any state, the newest first."""
        found = self._found(by_hand.c.client_id == client_id)
        with reading(self.engine) as connection:
            rows = connection.execute(found.order_by(by_hand.c.id.desc()).limit(limit))
            return [value(ByHand, row) for row in rows.mappings()]

    def touching(self, client_id: int, first: date, last: date) -> list[ByHand]:
        """Those that count or await confirmation and share days with these, the oldest first."""
        alive = by_hand.c.state.in_(("awaiting", "counts"))
        shared = (by_hand.c.period_start <= last) & (by_hand.c.period_end >= first)
        found = self._found(by_hand.c.client_id == client_id, alive, shared)
        with reading(self.engine) as connection:
            rows = connection.execute(found.order_by(by_hand.c.id)).mappings()
            return [value(ByHand, row) for row in rows]

    def get(self, client_id: int, number: int) -> ByHand:
        """One number of a client; raises NoSuchNumber."""
        with reading(self.engine) as connection:
            return self._one(connection, client_id, number)

    def confirm(self, client_id: int, number: int, by: tuple[str, str], now: datetime) -> ByHand:
        """Let it count from now on. Raises NoSuchNumber, NotAwaiting, OwnNumber."""
        with writing(self.engine) as connection:
            found = self._awaiting(connection, client_id, number)
            if found.by == by[0]:
                raise OwnNumber(number=number)
            said = {"confirmed_by": by[0], "confirmed_name": clean(by[1]), "counts_from": now}
            self._set(connection, number, "counts", said)
            return self._one(connection, client_id, number)

    def reject(self, client_id: int, number: int, by: tuple[str, str], now: datetime) -> ByHand:
        """Never let it count. Raises NoSuchNumber, NotAwaiting."""
        with writing(self.engine) as connection:
            self._awaiting(connection, client_id, number)
            self._set(connection, number, "rejected", _ended(by, now))
            return self._one(connection, client_id, number)

    def withdraw(self, client_id: int, number: int, by: tuple[str, str], now: datetime) -> ByHand:
        """Take it back, whether it counted or not. Raises NoSuchNumber, EndedBefore."""
        with writing(self.engine) as connection:
            found = self._one(connection, client_id, number, alone=True)
            if found.state not in ("awaiting", "counts"):
                raise EndedBefore(number=number, state=found.stands)
            self._set(connection, number, "withdrawn", _ended(by, now))
            return self._one(connection, client_id, number)

    def brought(self, client_id: int, metric: str, period: Period) -> list[tuple[str, int]]:
        """Which sources bring the metric in these days, and on how many of them, by name."""
        days = (day_number(period.start), day_number(period.end))
        rows = observation.join(source, observation.c.source_id == source.c.id)
        rows = rows.join(metric_key, observation.c.metric_id == metric_key.c.id)
        found = (
            select(source.c.name, func.count())
            .select_from(rows)
            .where(observation.c.client_id == client_id, metric_key.c.key == metric)
            .where(observation.c.breakdown_id == TOTAL, observation.c.day.between(*days))
            .where(source.c.workspace_id == self.workspace_id)
            .group_by(source.c.name)
        )
        with reading(self.engine) as connection:
            return [(name, days) for name, days in connection.execute(found.order_by("name"))]

    def known_metrics(self, client_id: int) -> set[str]:
        """The keys of which the client has data or numbers by hand."""
        mine = observation.c.client_id == client_id
        keys = select(metric_key.c.key).where(
            select(observation.c.day)
            .where(mine, observation.c.metric_id == metric_key.c.id)
            .exists()
        )
        given = select(by_hand.c.metric).where(by_hand.c.client_id == client_id)
        with reading(self.engine) as connection:
            return {*connection.scalars(keys), *connection.scalars(given)}

    def important(self) -> frozenset[str]:
        """The keys of the metrics whose numbers a second person confirms."""
        own = select(workspace.c.important).where(workspace.c.id == self.workspace_id)
        with reading(self.engine) as connection:
            text: str | None = connection.scalar(own)
        return frozenset(json.loads(text or "[]"))

    def set_important(self, keys: Iterable[str]) -> None:
        """Replace them."""
        own = workspace.update().where(workspace.c.id == self.workspace_id)
        with writing(self.engine) as connection:
            connection.execute(own.values(important=json.dumps(sorted(keys))))

    def _found(self, *conditions: ColumnElement[bool]) -> Any:  # noqa: ANN401 - a Select of them
        mine = select(client.c.id).where(client.c.workspace_id == self.workspace_id)
        return select(*_COLUMNS).where(by_hand.c.client_id.in_(mine), *conditions)

    def _one(
        self, connection: Connection, client_id: int, number: int, *, alone: bool = False
    ) -> ByHand:
        """One number; ``alone`` keeps others from deciding about it until the transaction ends."""
        found = self._found(by_hand.c.client_id == client_id, by_hand.c.id == number)
        found = found.with_for_update() if alone else found
        row = connection.execute(found).mappings().first()
        if row is None:
            whose = client_row(connection, self.workspace_id, client_id)
            raise NoSuchNumber(number=number, name=whose.name, slug=whose.slug)
        return value(ByHand, row)

    def _awaiting(self, connection: Connection, client_id: int, number: int) -> ByHand:
        found = self._one(connection, client_id, number, alone=True)
        if found.state != "awaiting":
            raise NotAwaiting(number=number, state=f"it {found.stands}")
        return found

    def _set(
        self, connection: Connection, number: int, state: State, columns: dict[str, Any]
    ) -> None:
        changed = by_hand.update().where(by_hand.c.id == number)
        connection.execute(changed.values(state=state, **columns))


def _ended(by: tuple[str, str], now: datetime) -> dict[str, Any]:
    return {"ended_by": by[0], "ended_name": clean(by[1]), "ended_at": now}
