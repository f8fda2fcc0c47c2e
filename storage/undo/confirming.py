"""Observations that a run brought again as they stood: without them no undoing would be exact."""

from typing import Any

from sqlalchemy import Connection, Integer, Select, Subquery, and_, cast, func, select

from storage.tables import observation, observation_confirmation

_SERIES = ("client_id", "metric_id", "breakdown_id", "source_id")


def confirm_observations(connection: Connection, fresh: Subquery, run_id: int) -> None:
    """Remember which of the keys in ``fresh`` another run had brought with the same values.

    To be called after the run's rows were written, in the same transaction. ``fresh`` has the
    columns of an observation's key. Days that follow each other become one row.
    """
    days = _unchanged(fresh, run_id).subquery()
    series = [days.c[name] for name in _SERIES]
    found = select(
        *series,
        func.min(days.c.day),
        func.max(days.c.day),
        days.c.import_id,
        cast(run_id, Integer),
    ).group_by(*series, days.c.import_id, days.c.island)
    names = [*_SERIES, "first_day", "last_day", "version", "import_id"]
    connection.execute(observation_confirmation.insert().from_select(names, found))


def _unchanged(fresh: Subquery, run_id: int) -> Select[Any]:
    """The observations that are another run's although this one brought them, too."""
    own = observation.c
    series = [own[name] for name in _SERIES]
    place = func.row_number().over(partition_by=[*series, own.import_id], order_by=own.day)
    island = (own.day - place).label("island")
    same = [own[name] == fresh.c[name] for name in (*_SERIES, "day")]
    columns = [*series, own.day, own.import_id, island]
    return (
        select(*columns).join_from(fresh, observation, and_(*same)).where(own.import_id != run_id)
    )
