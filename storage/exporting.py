"""The numbers of a source as a long CSV file: what a later import reads as the same numbers."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from sqlalchemy import ColumnElement, Select, select

from reports.errors import Expected
from storage.engine import reading
from storage.store import Store
from storage.tables import client, metric_key, observation, source
from storage.verbs.freshness import NoSuchSource
from storage.verbs.observations import TOTAL, day_number, day_of

HEADER = ("client", "date", "metric", "value", "weight")
_CHUNK = 10_000
# A point before three digits may part thousands: with a fourth digit it parts decimals.
_UNCLEAR = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")


class SeveralSources(Expected):
    """Several sources have such numbers: {sources}. Add one, as in “--source {first}”."""


@dataclass(frozen=True)
class Wanted:
    """Which numbers: of one client or all, of one source or the only one, and of which days."""

    client_id: int | None = None
    source: str | None = None
    first: date | None = None
    last: date | None = None


def export(store: Store, wanted: Wanted, out: IO[str]) -> int:
    """Write the totals as CSV, by client, metric and day; how many rows.

    Numbers by hand are not among them, nor parts such as an agent's. Raises SeveralSources and
    NoSuchSource before anything is written.
    """
    own = _source(store, wanted)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    count = 0
    for slug, day, key, value, weight in _rows(store, wanted, own):
        writer.writerow((slug, day_of(day), key, number(value), number(weight)))
        count += 1
    return count


def number(value: float | None) -> str:
    """Exactly the value, in the fewest digits that no reader takes for another; "" for none."""
    if value is None:
        return ""
    text = repr(value).removesuffix(".0")
    return f"{text}0" if _UNCLEAR.fullmatch(text) else text


def _source(store: Store, wanted: Wanted) -> str | None:
    """The source to be read; None where nothing has come in."""
    with reading(store.engine) as connection:
        names: list[str] = list(connection.scalars(_sources(store, wanted)))
    if wanted.source is not None:
        if wanted.source not in names:
            raise NoSuchSource(source=wanted.source)
        return wanted.source
    if len(names) > 1:
        raise SeveralSources(sources=", ".join(names), first=names[0])
    return names[0] if names else None


def _sources(store: Store, wanted: Wanted) -> Select[Any]:
    has = select(observation.c.source_id).where(*_of(store, wanted))
    return select(source.c.name).where(source.c.id.in_(has)).order_by(source.c.name)


def _rows(store: Store, wanted: Wanted, own: str | None) -> Iterator[Any]:
    columns = (client.c.slug, observation.c.day, metric_key.c.key)
    found = (
        select(*columns, observation.c.value, observation.c.weight)
        .join_from(observation, client, observation.c.client_id == client.c.id)
        .join(metric_key, observation.c.metric_id == metric_key.c.id)
        .join(source, observation.c.source_id == source.c.id)
        .where(*_of(store, wanted), source.c.name == own)
        .order_by(client.c.slug, metric_key.c.key, observation.c.day)
    )
    with reading(store.engine, one_moment=True) as connection:
        yield from connection.execution_options(yield_per=_CHUNK).execute(found)


def _of(store: Store, wanted: Wanted) -> list[ColumnElement[bool]]:
    mine = select(client.c.id).where(client.c.workspace_id == store.workspace_id)
    rows = observation.c
    conditions = [rows.client_id.in_(mine), rows.breakdown_id == TOTAL]
    if wanted.client_id is not None:
        conditions.append(rows.client_id == wanted.client_id)
    if wanted.first is not None:
        conditions.append(rows.day >= day_number(wanted.first))
    if wanted.last is not None:
        conditions.append(rows.day <= day_number(wanted.last))
    return conditions
