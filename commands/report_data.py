"""The data that what is asked of a report is made of."""

from datetime import date
from typing import TYPE_CHECKING

from commands.counted import counted
from commands.report_asked import Asked
from storage.store import Store

if TYPE_CHECKING:
    import pandas as pd

    from reports.checks.judging import Judged

# The metric that comes with each kind of record, where it is called otherwise.
BESIDE = {"active_people": "active_users"}


def judged(asked: Asked, store: Store, first: date, last: date) -> "Judged":
    """The client's days that count, and what is doubtful in them."""
    return counted(store, asked.client, first, last, asked.catalogue, asked.known_at)


def days(asked: Asked, store: Store, first: date, last: date) -> "pd.DataFrame":
    """The client's days that count, as ``reports.by_metric`` reads them."""
    return judged(asked, store, first, last).frame


def parts(
    asked: Asked, store: Store, read: "Judged", kind: str, first: date, last: date
) -> "pd.DataFrame":
    """The client's days told apart by ``kind``, without those whose total does not count.

    ``read`` is what was judged of these days.
    """
    days = (first, last)
    found = store.observations.parts(asked.client.id, kind, *days, known_at=asked.known_at)
    return read.counting(found)


def records(
    asked: Asked, store: Store, frame: "pd.DataFrame", first: date, last: date
) -> "pd.DataFrame | None":
    """What single records say of the metrics that days do not tell, where there are such records.

    ``frame`` has the client's days: without the metric that is counted from them by the day there
    are no such records.
    """
    there = set(frame["metric"].unique())
    of = {one.of for one in asked.catalogue.metrics.values() if one.of}
    wanted = sorted(one for one in of if BESIDE.get(one, one) in there)
    if not wanted:
        return None
    return store.recorded.frame(asked.client.id, wanted, first, last, known_at=asked.known_at)
