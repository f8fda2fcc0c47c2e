"""Numbers given by hand: what they are, and how they join the data that sources bring."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, func, or_, select

from reports.errors import Expected
from reports.model import Grain, Period
from reports.periods import making
from storage.tables import by_hand

if TYPE_CHECKING:
    import pandas as pd

SOURCE = "by hand"
MAKERS = {
    "day": making.day,
    "week": making.week,
    "month": making.month,
    "quarter": making.quarter,
    "year": making.year,
}
State = Literal["awaiting", "counts", "rejected", "withdrawn"]


class NoSuchNumber(Expected):
    """There is no number {number} entered by hand for {name}; “/metric {slug}” lists them."""


class NotAwaiting(Expected):
    """Number {number} does not await confirmation any more: {state}."""


class OwnNumber(Expected):
    """You entered number {number} yourself, so somebody else of the team must confirm it."""


class EndedBefore(Expected):
    """Number {number} did not count any more: it was {state} before, so nothing was changed."""


@dataclass(frozen=True, slots=True)
class ByHand:
    """One number for a metric and a period; ``by`` and the like are ids, ``by_name`` is for people.

    It counts from ``counts_from`` until ``ended_at``, when ``ended_name`` rejected it or took it
    back.
    """

    id: int
    client_id: int
    metric: str
    grain: Grain
    period_start: date
    period_end: date
    value: float
    by: str
    by_name: str
    why: str
    at: datetime
    state: State
    counts_from: datetime | None
    confirmed_by: str | None
    confirmed_name: str | None
    ended_by: str | None
    ended_name: str | None
    ended_at: datetime | None

    @property
    def period(self) -> Period:
        """The days it stands for."""
        start, end = self.period_start, self.period_end
        after, made = end + timedelta(days=1), MAKERS.get(self.grain)
        return made(start, after) if made else making.span(start, end, after)

    @property
    def stands(self) -> str:
        """What became of it, in words."""
        if self.state == "counts":
            return f"counts, confirmed by {self.confirmed_name}" if self.confirmed_by else "counts"
        if self.state == "awaiting":
            return "awaits confirmation"
        verb = "rejected" if self.state == "rejected" else "taken back"
        return f"{verb} by {self.ended_name}"


def counting(
    connection: Connection,
    whose: ColumnElement[bool],
    first: date,
    last: date,
    known_at: datetime | None = None,
) -> Sequence[RowMapping]:
    """The numbers that stand for days from ``first`` to ``last``, as they were known then."""
    within = and_(by_hand.c.period_start >= first, by_hand.c.period_end <= last)
    columns = (
        by_hand.c.id,
        by_hand.c.client_id,
        by_hand.c.metric,
        by_hand.c.period_start,
        by_hand.c.period_end,
        by_hand.c.value,
    )
    found = select(*columns).where(whose, within, _counted(known_at)).order_by(by_hand.c.id)
    return connection.execute(found).mappings().all()


def newest(
    connection: Connection, whose: ColumnElement[bool], before: date | None = None
) -> date | None:
    """The last day for which a number by hand counts, or the last one before ``before``."""
    found = select(func.max(by_hand.c.period_end)).where(whose, _counted(None))
    if before is not None:
        found = found.where(by_hand.c.period_end < before)
    day: date | None = connection.scalar(found)
    return day


def joined(
    frame: "pd.DataFrame", numbers: Sequence[RowMapping], *, of_clients: bool = False
) -> "pd.DataFrame":
    """The frame with the numbers below it: ``first`` (datetime64) is where each one's days begin.

    In rows that a source brought it is unknown; without numbers the frame stays without it.
    """
    import pandas as pd

    if not numbers:
        return frame
    rows = pd.DataFrame([_row(one) for one in numbers])
    if not of_clients:
        rows = rows.drop(columns="client_id")
    times = {"day": frame["day"].dtype, "first": frame["day"].dtype, "weight": float}
    rows = rows.astype({**times, "metric": "str", "source": "str"})
    marked = frame.assign(first=pd.Series(pd.NaT, index=frame.index, dtype=frame["day"].dtype))
    return rows if frame.empty else pd.concat([marked, rows], ignore_index=True)


def _row(one: RowMapping) -> dict[str, Any]:
    return {
        "metric": one["metric"],
        "day": one["period_end"],
        "value": one["value"],
        "weight": float("nan"),
        "source": SOURCE,
        "client_id": one["client_id"],
        "first": one["period_start"],
    }


def _counted(known_at: datetime | None) -> ColumnElement[bool]:
    if known_at is None:
        return by_hand.c.state == "counts"
    ended = by_hand.c.ended_at
    return and_(by_hand.c.counts_from <= known_at, or_(ended.is_(None), ended > known_at))
