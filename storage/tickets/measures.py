"""The support metrics as they are computed from tickets: one declaration a metric."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, extract, func, or_

from storage.tables import ticket

_t = ticket.c
SATISFIED = 4  # of 1–5
PROMOTER, DETRACTOR = 9, 6  # of 0–10


@dataclass(frozen=True, slots=True)
class Measure:
    """One metric: numerator ÷ denominator over the tickets of a day, opened or closed on it.

    The denominator is the value's weight, so that weeks add up from tickets; a measure without
    one is a count or a maximum. ``needs`` are fields of a ticket: of each group one must be
    mapped.
    """

    metric: str
    numerator: ColumnElement[Any]
    denominator: ColumnElement[Any] | None
    needs: tuple[tuple[str, ...], ...] = ()
    day: str = "opened_day"


def _count(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((condition, 1), else_=0))


_answered = _t.answered.is_(True)
_may_be_resolved = and_(_t.resolved.is_not(None), or_(_t.answered.is_(None), _answered))
_with_replies = and_(_t.response_sum.is_not(None), _t.responses > 0)
_seconds_open = extract("epoch", _t.closed_at) - extract("epoch", _t.opened_at)
_timed = and_(_t.closed_at.is_not(None), _t.opened_at.is_not(None))

MEASURES = (
    Measure("requests", func.count(), None),
    Measure(
        "first_response",
        func.sum(_t.first_response),
        func.count(_t.first_response),
        (("first_response", "first_reply", "speed"),),
    ),
    Measure(
        "response",
        func.sum(case((_with_replies, _t.response_sum))),
        func.sum(case((_with_replies, _t.responses), else_=0)),
        (("response_mean", "speed"), ("replies", "speed")),
    ),
    Measure(
        "slowest_response",
        func.max(_t.slowest_response),
        None,
        (("slowest_response", "speed"),),
    ),
    Measure(
        "handle_time",
        func.sum(_t.handle_time),
        func.count(_t.handle_time),
        (("talk", "hold", "after_call"),),
    ),
    Measure(
        "interactions_per_ticket",
        func.sum(_t.messages),
        func.count(_t.messages),
        (("messages",), ("closed",)),
        "closed_day",
    ),
    Measure(
        "resolution_time",
        func.sum(case((_timed, _seconds_open))),
        _count(_timed),
        (("closed",),),
        "closed_day",
    ),
    Measure(
        "resolution_rate",
        _count(and_(_may_be_resolved, _t.resolved.is_(True))),
        _count(_may_be_resolved),
        (("resolved",),),
    ),
    Measure("answer_rate", _count(_answered), func.count(_t.answered), (("answered",),)),
    Measure("csat", _count(_t.rating >= SATISFIED), func.count(_t.rating), (("rating",),)),
    Measure("csat_mean", func.sum(_t.rating), func.count(_t.rating), (("rating",),)),
    Measure(
        "response_rate",
        _count(and_(_answered, _t.rating.is_not(None))),
        _count(_answered),
        (("rating",), ("answered",)),
    ),
    Measure(
        "nps",
        100 * (_count(_t.recommend >= PROMOTER) - _count(_t.recommend <= DETRACTOR)),
        func.count(_t.recommend),
        (("recommend",),),
    ),
)
BACKLOG = "backlog"  # no quotient: the tickets open at each day's end
ALL_METRICS = {BACKLOG, *(one.metric for one in MEASURES)}
