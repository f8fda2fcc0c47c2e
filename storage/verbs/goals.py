"""Goals: set, ended, and found as they were known at a time."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from reports.model import Grain
from storage.engine import reading, writing
from storage.goals import Goal
from storage.tables import client, goal
from storage.text import clean
from storage.verbs.base import Verbs, columns_of, value
from storage.verbs.client_rows import client_row

_COLUMNS = columns_of(Goal, goal)


class Goals(Verbs):
    """The goals of one workspace's clients."""

    def add(
        self,
        client_id: int,
        metric: str,
        target: float | None,
        *,
        grain: Grain | None,
        since: date,
        by: tuple[str, str],
        now: datetime,
    ) -> Goal:
        """Let a goal stand from a day on; without ``target`` it ends there. Raises NoSuchClient.

        ``by`` is the id and the name of who said so.
        """
        fields: dict[str, Any] = {
            "client_id": client_id,
            "metric": metric,
            "grain": grain,
            "target": target,
            "since": since,
            "by": by[0],
            "by_name": clean(by[1]),
            "at": now,
        }
        row = goal.insert().values(fields).returning(*_COLUMNS)
        with writing(self.engine) as connection:
            client_row(connection, self.workspace_id, client_id)
            return value(Goal, connection.execute(row).mappings().one())

    def of_client(self, client_id: int, known_at: datetime | None = None) -> list[Goal]:
        """All that was ever said of a client's goals, or all that was known at a time."""
        mine = select(client.c.id).where(client.c.workspace_id == self.workspace_id)
        found = select(*_COLUMNS).where(goal.c.client_id.in_(mine), goal.c.client_id == client_id)
        if known_at is not None:
            found = found.where(goal.c.at < known_at)
        with reading(self.engine) as connection:
            rows = connection.execute(found.order_by(goal.c.id)).mappings()
            return [value(Goal, row) for row in rows]
