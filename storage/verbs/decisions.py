"""Decisions: which single values people leave out, and which they count after all."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, select

from reports.checks.decision import Decision
from storage.engine import reading, writing
from storage.tables import client, decision
from storage.text import clean
from storage.verbs.base import Verbs, columns_of, value
from storage.verbs.client_rows import client_row
from storage.verbs.observations import day_number, day_of

_COLUMNS = columns_of(Decision, decision)


class Decisions(Verbs):
    """What people of one workspace decided about values."""

    def add(
        self,
        client_id: int,
        values: Iterable[tuple[str, date, str, float]],
        *,
        counts: bool,
        by: tuple[str, str],
        why: str,
        now: datetime,
    ) -> None:
        """Decide about values, each a metric, day, source and number; all or none.

        ``by`` is the id and the name of who decided. Raises NoSuchClient.
        """
        told = {
            "client_id": client_id,
            "counts": counts,
            "by": by[0],
            "by_name": clean(by[1]),
            "why": clean(why),
            "at": now,
        }
        rows = [
            {"metric": metric, "day": day_number(day), "source": source, "value": number, **told}
            for metric, day, source, number in values
        ]
        with writing(self.engine) as connection:
            client_row(connection, self.workspace_id, client_id)
            if rows:
                connection.execute(decision.insert(), rows)

    def of_client(self, client_id: int, known_at: datetime | None = None) -> list[Decision]:
        """All about a client's values, the oldest first; with ``known_at`` those made by then."""
        then = [] if known_at is None else [decision.c.at <= known_at]
        return self._all(decision.c.client_id == client_id, *then)

    def of_all(self) -> list[Decision]:
        """All about every client's values, the oldest first."""
        return self._all()

    def _all(self, *conditions: ColumnElement[bool]) -> list[Decision]:
        mine = select(client.c.id).where(client.c.workspace_id == self.workspace_id)
        found = select(*_COLUMNS).where(decision.c.client_id.in_(mine), *conditions)
        with reading(self.engine) as connection:
            rows = connection.execute(found.order_by(decision.c.id)).mappings()
            return [value(Decision, row, day=day_of(row["day"])) for row in rows]
