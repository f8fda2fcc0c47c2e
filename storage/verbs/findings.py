"""Findings: what imports refused and repaired, and what became of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    Subquery,
    and_,
    case,
    exists,
    func,
    or_,
    select,
)

from storage.checks.finding import DataFinding
from storage.engine import reading
from storage.tables import (
    client,
    data_finding,
    import_run,
    metric_key,
    observation,
    source,
    ticket,
)
from storage.verbs.base import Verbs
from storage.verbs.observations import day_number, day_of

MOST = 5_000


class Findings(Verbs):
    """What is wrong with the data that came into one workspace.

    Left out is what an undone import found, what a later import of the source found again (it
    counts once), and what a later one brought as it should be.
    """

    def all(self, client_id: int | None = None, limit: int = MOST) -> list[DataFinding]:
        """The ``limit`` first findings: those of the newest import first, by line.

        Of one client, if given, and of files of which it is not known whose they are.
        """
        rows = self._standing()
        found = (
            select(rows, client.c.slug.label("client"), source.c.name.label("source"))
            .join(source, rows.c.source_id == source.c.id)
            .outerjoin(client, rows.c.client_id == client.c.id)
            .order_by(rows.c.import_id.desc(), rows.c.line.is_(None), rows.c.line, rows.c.id)
        )
        if client_id is not None:
            found = found.where(or_(rows.c.client_id == client_id, rows.c.client_id.is_(None)))
        with reading(self.engine) as connection:
            listed = connection.execute(found.limit(limit)).mappings()
            return [_finding(row) for row in listed]

    def excluded(self, client_id: int, first: date, last: date) -> dict[str, int]:
        """How many rows of these days do not count, by kind, the most first."""
        own = data_finding.c
        days = own.day.between(day_number(first), day_number(last))
        rows = self._standing(own.client_id == client_id, own.done == "excluded", days)
        number = func.sum(rows.c.count)
        found = select(rows.c.kind, number).group_by(rows.c.kind)
        with reading(self.engine) as connection:
            counted = connection.execute(found.order_by(number.desc(), rows.c.kind))
            return {row[0]: int(row[1]) for row in counted}

    def repaired(self, client_id: int, first: date, last: date) -> int:
        """How many rows were put right of the files of the sources that brought these days."""
        own = data_finding.c
        of_client = or_(own.client_id == client_id, own.client_id.is_(None))
        rows = self._standing(of_client, own.done == "repaired")
        with reading(self.engine) as connection:
            counts = connection.execute(
                select(rows.c.source_id, func.sum(rows.c.count)).group_by(rows.c.source_id)
            )
            found = {source_id: int(count) for source_id, count in counts}
            # Most teams have none, and then no day need be looked at.
            brought = _sources_of(client_id, first, last, found)
            return sum(found[one] for one in connection.scalars(brought)) if found else 0

    def _standing(self, *only: ColumnElement[bool]) -> Subquery:
        """Those that ``only`` names; what is found again has the same client, day and so on."""
        own = data_finding.c
        # A row of which neither number nor day could be read is the same where its line is.
        line = case((own.record.is_(None) & own.day.is_(None), own.line))
        same = (own.source_id, own.client_id, own.kind, own.metric, own.record, own.day, own.found)
        newest = func.max(own.import_id).over(partition_by=[*same, line]).label("newest")
        valid = and_(own.workspace_id == self.workspace_id, import_run.c.undone_at.is_(None))
        found: Select[Any] = select(*data_finding.columns, newest).where(valid, *only)
        found = found.where(~_brought_since())
        rows = found.join(import_run, own.import_id == import_run.c.id).subquery()
        return select(rows).where(rows.c.import_id == rows.c.newest).subquery()


def _brought_since() -> ColumnElement[bool]:
    """Whether a later import of the source brought the ticket, or the metric's day."""
    own = data_finding.c
    tickets = exists().where(
        ticket.c.client_id == own.client_id,
        ticket.c.source_id == own.source_id,
        ticket.c.ref == own.record,
        ticket.c.import_id > own.import_id,
    )
    named = select(metric_key.c.id).where(metric_key.c.key == own.metric)
    key = named.correlate(data_finding).scalar_subquery()
    days = exists().where(
        observation.c.client_id == own.client_id,
        observation.c.metric_id == key,
        observation.c.breakdown_id == 0,
        observation.c.day == own.day,
        observation.c.source_id == own.source_id,
        observation.c.import_id > own.import_id,
    )
    return or_(tickets, days)


def _sources_of(
    client_id: int, first: date, last: date, among: Iterable[int]
) -> Select[tuple[int]]:
    """Those of the sources that brought any of the client's totals in these days."""
    return (
        select(observation.c.source_id)
        .distinct()
        .where(
            observation.c.client_id == client_id,
            # Naming every metric lets the key's range be sought for each.
            observation.c.metric_id.in_(select(metric_key.c.id)),
            observation.c.breakdown_id == 0,
            observation.c.day.between(day_number(first), day_number(last)),
            observation.c.source_id.in_(list(among)),
        )
    )


def _finding(row: RowMapping) -> DataFinding:
    return DataFinding(
        kind=row["kind"],
        text=row["text"],
        done=row["done"],
        serious=row["severity"] == "serious",
        client=row["client"],
        source=row["source"],
        run=row["import_id"],
        metric=row["metric"],
        record=row["record"],
        day=None if row["day"] is None else day_of(row["day"]),
        line=row["line"],
        found=row["found"],
        count=row["count"],
    )
