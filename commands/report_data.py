"""The data that what is asked of a report is made of."""

from datetime import date
from typing import TYPE_CHECKING

from commands.report_asked import Asked
from storage.store import Store

if TYPE_CHECKING:
    import pandas as pd

# The metric that comes with each kind of record, where it is called otherwise.
BESIDE = {"active_people": "active_users"}


def days(asked: Asked, store: Store, first: date, last: date) -> "pd.DataFrame":
    """The client's days, as ``reports.by_metric`` reads them."""
    return store.observations.frame(asked.client.id, first, last, known_at=asked.known_at)


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
