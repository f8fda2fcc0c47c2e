"""Figures told apart by agent, topic and the like, as tickets bring them."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import Connection, Table, insert, select

from storage.engine import writing
from storage.store import Store
from storage.tables import breakdown, import_run, metric_key, observation, source
from storage.verbs.observations import day_number

Week = Mapping[str, tuple[float, float]]  # a metric's daily value and its weight


def add_parts(store: Store, slug: str, parts: Mapping[str, Week], monday: date) -> None:
    """Seven days from ``monday`` on of each part (``agent:Diane``), every day the same."""
    client = store.clients.find(slug)
    assert client
    with writing(store.engine) as connection:
        origin = {
            "client_id": client.id,
            "source_id": connection.scalar(select(source.c.id).limit(1)),
            "import_id": connection.scalar(select(import_run.c.id).limit(1)),
        }
        rows = [
            {
                **origin,
                "metric_id": _id(connection, metric_key, "key", key),
                "breakdown_id": _id(connection, breakdown, "name", part),
                "day": day_number(monday + timedelta(days=n)),
                "value": value,
                "weight": weight,
            }
            for part, week in parts.items()
            for key, (value, weight) in week.items()
            for n in range(7)
        ]
        connection.execute(insert(observation), rows)


def _id(connection: Connection, table: Table, column: str, name: str) -> int:
    found = connection.scalar(select(table.c.id).where(table.c[column] == name))
    if found is None:
        row = insert(table).values({column: name}).returning(table.c.id)
        found = connection.scalar(row)
    assert isinstance(found, int)
    return found
