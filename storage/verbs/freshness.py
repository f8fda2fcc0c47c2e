"""How fresh each source is, and what has come in since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Executable, func, select

from reports.errors import Expected
from storage.engine import reading, writing
from storage.tables import by_hand, client, decision, import_run, metric_key, observation, source
from storage.values import ImportRun
from storage.verbs.base import Verbs, columns_of, value
from storage.verbs.observations import TOTAL, day_of


class NoSuchSource(Expected):
    """There is no source “{source}”; “rapport data sources” lists those there are."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """What a source has brought for one client: until which day, and when last.

    ``promise`` is every how many days it is to come, None where nothing was promised.
    """

    source: str
    client_id: int
    promise: int | None
    last_success: datetime
    newest: date

    def is_late(self, today: date) -> bool:
        """Whether days are lacking that should be in by now: today's and a whole rhythm's are
        still on their way."""
        allowed = timedelta(days=1 + (self.promise or 0))
        return self.promise is not None and self.newest < today - allowed


@dataclass(frozen=True, slots=True)
class DataState:
    """How far a workspace's data has come.

    ``code`` differs from an earlier one where anything came in, was undone, given by hand or
    decided since; ``last_run`` is the number of the newest import. ``newest`` is when that was.
    """

    code: str
    last_run: int
    newest: datetime | None


class Freshness(Verbs):
    """The freshness of one workspace's sources."""

    def of_client(self, client_id: int) -> list[Fresh]:
        """The sources that promised to bring a client's data and have begun to, by name."""
        mine = (source.c.workspace_id == self.workspace_id) & source.c.promise.is_not(None)
        with reading(self.engine) as connection:
            promised = list(connection.scalars(select(source.c.id).where(mine)))
        # Most teams promise nothing, and then no day need be looked at.
        days = (observation.c.client_id == client_id, observation.c.source_id.in_(promised))
        return self._fresh(*days) if promised else []

    def all(self) -> list[Fresh]:
        """Every source that has brought totals, once a client, by name."""
        return self._fresh()

    def promise(self, name: str, days: int | None) -> None:
        """The source is to come every so many days; None takes that back. Raises NoSuchSource."""
        mine = (source.c.workspace_id == self.workspace_id) & (source.c.name == name)
        with writing(self.engine) as connection:
            changed = connection.execute(source.update().where(mine).values(promise=days))
            if not changed.rowcount:
                raise NoSuchSource(source=name)

    def state(self) -> DataState:
        """How far the data has come at this moment."""
        run, hand = self._newest_run(), self._newest_by_hand()
        with reading(self.engine) as connection:
            runs = connection.execute(run).one()
            numbers = connection.execute(hand).one()
            decided = connection.execute(self._newest_decision()).one()
        times = [at for at in (*runs[3:], *numbers[3:], decided[1]) if at is not None]
        parts = (*runs[:3], *numbers[:3], *(decided[:1] if decided[0] else ()))
        code = ":".join(str(part or 0) for part in parts)
        return DataState(code, int(runs[0] or 0), max(times, default=None))

    def runs_since(
        self, run: int, sources: Iterable[str], *, undoing: bool = False
    ) -> list[ImportRun]:
        """The imports of these sources after the one numbered ``run``, without those undone.

        With ``undoing`` those that undid an earlier one instead.
        """
        brought = import_run.c.undone_at.is_(None) & import_run.c.undoes.is_(None)
        columns = [*columns_of(ImportRun, import_run), source.c.name.label("source")]
        found = (
            select(*columns)
            .join(source, import_run.c.source_id == source.c.id)
            .where(source.c.workspace_id == self.workspace_id, source.c.name.in_(list(sources)))
            .where(import_run.c.id > run, import_run.c.undoes.is_not(None) if undoing else brought)
            .order_by(import_run.c.id)
        )
        with reading(self.engine) as connection:
            return [value(ImportRun, row) for row in connection.execute(found).mappings()]

    def _fresh(self, *conditions: ColumnElement[bool]) -> list[Fresh]:
        last = (
            select(import_run.c.source_id, func.max(import_run.c.at).label("at"))
            .where(import_run.c.undone_at.is_(None), import_run.c.undoes.is_(None))
            .where((import_run.c.rows_taken > 0) | (import_run.c.rows_refused == 0))
            .group_by(import_run.c.source_id)
            .subquery()
        )
        rows = source.join(last, last.c.source_id == source.c.id)
        rows = rows.join(observation, observation.c.source_id == source.c.id)
        whose = (source.c.name, observation.c.client_id, source.c.promise, last.c.at)
        found = (
            select(*whose, func.max(observation.c.day))
            .select_from(rows)
            .where(source.c.workspace_id == self.workspace_id, *conditions)
            .where(observation.c.breakdown_id == TOTAL)
            .where(observation.c.metric_id.in_(select(metric_key.c.id)))
            .group_by(*whose)
            .order_by(source.c.name, observation.c.client_id)
        )
        with reading(self.engine) as connection:
            return [
                Fresh(name, client_id, promise, at, day_of(newest))
                for name, client_id, promise, at, newest in connection.execute(found)
            ]

    def _newest_run(self) -> Executable:
        """The newest run, how many rows all brought and how many were undone; and when."""
        return (
            select(
                func.max(import_run.c.id),
                func.sum(import_run.c.rows_taken),
                func.count(import_run.c.undone_at),
                func.max(import_run.c.at),
                func.max(import_run.c.undone_at),
            )
            .join(source, import_run.c.source_id == source.c.id)
            .where(source.c.workspace_id == self.workspace_id)
        )

    def _newest_decision(self) -> Executable:
        """The number of the newest decision about a value, and when that was made."""
        return (
            select(func.max(decision.c.id), func.max(decision.c.at))
            .join(client, decision.c.client_id == client.c.id)
            .where(client.c.workspace_id == self.workspace_id)
        )

    def _newest_by_hand(self) -> Executable:
        """How many numbers by hand ever counted, and how many of these ended; and when."""
        ended = func.count(by_hand.c.ended_at)
        return (
            select(
                func.max(by_hand.c.id),
                func.count(),
                ended,
                func.max(by_hand.c.counts_from),
                func.max(by_hand.c.ended_at),
            )
            .join(client, by_hand.c.client_id == client.c.id)
            .where(client.c.workspace_id == self.workspace_id, by_hand.c.counts_from.is_not(None))
        )
