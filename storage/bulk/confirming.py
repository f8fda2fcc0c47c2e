"""Which rows of a slice another run had brought as they stand: series of days, not single days."""

from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, func, select, tuple_

from storage.bulk.fields import Ints
from storage.bulk.observed import Records, keys, named, parts
from storage.run import Merged
from storage.tables import observation, observation_confirmation
from storage.verbs.observations import TOTAL

_KEY = tuple(observation.c[name] for name in ("client_id", "metric_id", "breakdown_id", "day"))


def confirm_slice(connection: Connection, rows: Records, merged: Merged, written: int) -> None:
    """Remember the rows of a slice, of which ``written`` were, that other runs had brought."""
    unchanged, versions = rows["key"], _sole_version(connection, rows, merged)
    if written or versions is None:
        unchanged, versions = _found(connection, rows, merged)
    if len(unchanged):
        confirmed = islands(unchanged, versions, merged)
        columns = [one.tolist() for one in confirmed.values()]
        made = [dict(zip(confirmed, one, strict=True)) for one in zip(*columns, strict=True)]
        connection.execute(observation_confirmation.insert(), made)


def islands(unchanged: Ints, versions: Ints, merged: Merged) -> dict[str, Ints]:
    """Columns of ``observation_confirmation``: a row for days of a series that follow each other.

    ``unchanged`` are keys in their order, ``versions`` the run that brought each.
    """
    # One key on is the next day of the same series.
    follows = (np.diff(unchanged) == 1) & (np.diff(versions) == 0)
    firsts = np.flatnonzero(np.append(True, ~follows))
    lasts = np.append(firsts[1:], len(unchanged)) - 1
    clients, metrics, days = parts(unchanged)
    constant = {"breakdown_id": TOTAL, "source_id": merged.source_id, "import_id": merged.run_id}
    return {
        "client_id": clients[firsts],
        "metric_id": metrics[firsts],
        "first_day": days[firsts],
        "last_day": days[lasts],
        "version": versions[firsts],
        **{name: np.full(len(firsts), one) for name, one in constant.items()},
    }


def _sole_version(connection: Connection, rows: Records, merged: Merged) -> Ints | None:
    """The run that brought all that other runs brought there, a row each; None for several.

    None, too, where there is more than the slice, or less.
    """
    run = observation.c.import_id
    found = select(func.min(run), func.max(run), func.count())
    first, last, count = connection.execute(found.where(*_others(rows, merged))).one()
    return np.full(count, first) if first == last and count == len(rows) else None


def _found(connection: Connection, rows: Records, merged: Merged) -> tuple[Ints, Ints]:
    """The keys of the slice that other runs had brought, and which run brought each."""
    columns = [*_KEY[:2], _KEY[3], observation.c.import_id]
    found = select(*columns).where(*_others(rows, merged)).order_by(*_KEY)
    read = connection.execute(found).all()
    clients, metrics, days, versions = np.array(read, np.int64).reshape(-1, 4).T
    stored = keys(clients, metrics, days)
    own = np.isin(stored, rows["key"], assume_unique=True)
    return stored[own], versions[own]


def _others(rows: Records, merged: Merged) -> list[ColumnElement[Any]]:
    """What other runs of the source brought between the first and the last key of the slice."""
    first, last = (named(int(rows["key"][place])) for place in (0, -1))
    return [
        tuple_(*_KEY) >= tuple_(*first),
        tuple_(*_KEY) <= tuple_(*last),
        observation.c.breakdown_id == TOTAL,
        observation.c.source_id == merged.source_id,
        observation.c.import_id != merged.run_id,
    ]
