"""Scores: a client's health as it was seen, day by day, and how much each component counts."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from reports.model import Health
from reports.zones import UnknownZone, day_in
from storage.dialect import insert_into
from storage.engine import reading, writing
from storage.errors import NoSuchClient
from storage.tables import client, score, workspace
from storage.values import Client, Score
from storage.verbs.base import Verbs, columns_of, value
from storage.verbs.client_rows import clients

_COLUMNS = [*columns_of(Score, score), score.c.health.label("health_json")]
_DAY = timedelta(days=1)


class Scores(Verbs):
    """The scores of one workspace's clients."""

    def keep(self, client_id: int, day: date, health: Health, version: str, now: datetime) -> None:
        """Keep a client's health of a day; later on the same day it replaces what was kept.

        ``version`` names the scorecard with its weights. Raises NoSuchClient.
        """
        self.keep_all([(client_id, day, health)], version, now)

    def keep_all(
        self, found: Sequence[tuple[int, date, Health]], version: str, now: datetime
    ) -> None:
        """Keep several, each as ``keep`` does; all or, where one raises, none."""
        rows = [_row(*one, version, now) for one in found]
        with writing(self.engine) as connection:
            known = set(connection.scalars(self._mine))
            for row in rows:
                if row["client_id"] not in known:
                    raise NoSuchClient(client=row["client_id"])
                insert = insert_into(connection, score).values(row)
                connection.execute(
                    insert.on_conflict_do_update(index_elements=["client_id", "day"], set_=row)
                )

    def on(self, client_id: int, day: date) -> Score | None:
        """What was kept of that day."""
        return next(iter(self.history(client_id, day, day)), None)

    def history(self, client_id: int, first: date, last: date) -> list[Score]:
        """A client's scores from ``first`` to ``last``, both included, the oldest first."""
        return self._all(score.c.client_id == client_id, score.c.day.between(first, last))

    def of_all(self, first: date, last: date) -> list[Score]:
        """Every client's scores from ``first`` to ``last``, both included, the oldest first."""
        return self._all(score.c.day.between(first, last))

    def missing(self, now: datetime) -> list[Client]:
        """Clients of whose day, as it is at ``now`` in their zone, nothing was kept yet, by slug.

        One whose zone this machine does not know is not among them.
        """
        today = now.date()
        kept = {(one.client_id, one.day) for one in self.of_all(today - _DAY, today + _DAY)}
        with reading(self.engine) as connection:
            every = clients(connection, self.workspace_id)
        lacking: list[Client] = []
        for one in every:
            with suppress(UnknownZone):
                if (one.id, day_in(one.tz, now)) not in kept:
                    lacking.append(one)
        return lacking

    def weights(self) -> dict[str, float]:
        """How much each component counts, by its key, where it was set."""
        own = select(workspace.c.weights).where(workspace.c.id == self.workspace_id)
        with reading(self.engine) as connection:
            text: str | None = connection.scalar(own)
        return {key: float(size) for key, size in json.loads(text or "{}").items()}

    def set_weights(self, weights: Mapping[str, float]) -> None:
        """Replace the weights that were set."""
        own = workspace.update().where(workspace.c.id == self.workspace_id)
        with writing(self.engine) as connection:
            connection.execute(own.values(weights=json.dumps(dict(weights))))

    @property
    def _mine(self) -> Select[tuple[int]]:
        return select(client.c.id).where(client.c.workspace_id == self.workspace_id)

    def _all(self, *conditions: ColumnElement[bool]) -> list[Score]:
        found = select(*_COLUMNS).where(score.c.client_id.in_(self._mine), *conditions)
        with reading(self.engine) as connection:
            rows = connection.execute(found.order_by(score.c.day, score.c.client_id)).mappings()
            return [value(Score, row) for row in rows]


def _row(client_id: int, day: date, health: Health, version: str, now: datetime) -> dict[str, Any]:
    return {
        "client_id": client_id,
        "day": day,
        "version": version,
        "score": health.score,
        "band": health.band,
        "coverage": health.coverage,
        "health": health.model_dump_json(),
        "kept_at": now,
    }
