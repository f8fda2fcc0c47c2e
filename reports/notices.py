"""Say what a reader must know about the data before trusting the figures."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from reports import gaps, periods
from reports.figures import Days, compared
from reports.model import MetricFigure, Notice, Period
from reports.periods import day_name
from reports.words import label_within, listed

MOST = 6
# The kinds after which more or other data may still come.
UNFINISHED = frozenset({"running", "gap", "stale", "empty", "unjudged"})


@dataclass(frozen=True)
class _Seen:
    """What the sentences are made from; ``run`` is the part of the period that has elapsed."""

    days: list[Days]
    period: Period
    figures: tuple[MetricFigure, ...]
    today: date
    run: Period
    told: Mapping[str, str | None]

    @property
    def newest(self) -> date | None:
        """The newest day with data up to the end of what has elapsed."""
        return max((figure.as_of for figure in self.figures if figure.as_of), default=None)

    @property
    def before(self) -> str:
        """The previous period in words."""
        return f"the {self.unit} before"

    @property
    def unit(self) -> str:
        """What the period is called in a sentence."""
        return "period" if self.period.grain == "range" else self.period.grain


def notices(
    days: list[Days],
    period: Period,
    figures: tuple[MetricFigure, ...],
    today: date,
    chosen: str | None = None,
    told: Mapping[str, str | None] = MappingProxyType({}),
) -> tuple[Notice, ...]:
    """At most six notices of one sentence each, ``chosen`` first, then the most serious.

    ``days`` are all metrics' days, ``figures`` those made from them for the same period and day.
    ``told`` has sentences, by kind, of what is found elsewhere.
    """
    run = periods.elapsed(period, today)
    seen = _Seen(days, period, figures, today, run, {**told, "chosen": chosen})
    said = [
        Notice(kind=kind, text=text) for kind, sentence in SENTENCES if (text := sentence(seen))
    ]
    return tuple(said[:MOST])


def _told(kind: str) -> "Sentence":
    return lambda seen: seen.told.get(kind)


def _empty(seen: _Seen) -> str | None:
    if seen.newest is not None:
        return None
    first, last = periods.window(seen.period)
    return f"There is no data from {day_name(first)} to {day_name(last)}."


def _stale(seen: _Seen) -> str | None:
    newest, run = seen.newest, seen.run
    if newest is None or not (missing := len(_after(seen, newest))):
        return None
    if newest < run.start:
        return f"The data ends on {day_name(newest)}, before this period begins."
    days, are = (f"{missing} days", "are") if missing > 1 else ("day", "is")
    last = f"{days} of the period {are}" if seen.period.complete else f"{days} so far {are}"
    return f"The data ends on {day_name(newest)}: the last {last} missing."


def _after(seen: _Seen, newest: date) -> set[date]:
    return gaps.missing_for_all(seen.days, newest + timedelta(days=1), seen.run.end)


def _missing(seen: _Seen) -> str | None:
    made_of = {days.metric.key for days in seen.days if days.parts}  # which are named themselves
    told = [figure for figure in seen.figures if figure.key not in made_of]
    labels = [figure.label for figure in told if figure.as_of and not figure.sample]
    if not labels or not any(figure.sample for figure in seen.figures):
        return None
    had = "has" if len(labels) == 1 else "have"
    return f"{listed(labels)} {had} earlier data, but none in this period."


def _gap(seen: _Seen) -> str | None:
    newest = seen.newest
    if newest is None or newest < seen.run.start:
        return None
    clauses = list(_gap_clauses(seen, newest))
    if len(clauses) > 4:
        clauses = [*clauses[:3], f"{len(clauses) - 3} more metrics lack days"]
    text = "; ".join(clauses)
    return f"{text[:1].upper()}{text[1:]}." if text else None


def _gap_clauses(seen: _Seen, newest: date) -> Iterator[str]:
    everywhere = gaps.missing_for_all(seen.days, seen.run.start, newest)
    if everywhere:
        sums = any(days.metric.adds_up == "sum" for days in seen.days)
        too_low = ", so totals are too low" if sums else ""
        yield f"no data on {gaps.listed_days(everywhere)}{too_low}"
    for days in seen.days:
        if days.metric.adds_up == "max" or days.recorded or days.parts:
            continue  # nothing happened that day, which is no gap; parts are named themselves
        lacking = gaps.missing_for_one(days, seen.run.start, newest) - everywhere
        if lacking:
            yield f"no {label_within(days.metric.label)} on {gaps.listed_days(lacking)}"


def _unjudged(seen: _Seen) -> str | None:
    """Which goals are neither met nor missed, though the period is over."""
    aimed = [figure for figure in seen.figures if figure.goal is not None]
    labels = [figure.label for figure in aimed if figure.goal_met is None]
    if not labels or not seen.period.complete:
        return None
    its = "its goal" if len(labels) == 1 else "their goals"
    return f"{listed(labels)} cannot be held against {its}, for data are missing."


def _gap_before(seen: _Seen) -> str | None:
    before, _ = compared(seen.period, seen.run, seen.today)
    if all(None in (figure.value, figure.previous) for figure in seen.figures):
        return None
    lacking = gaps.missing_for_all(seen.days, before.start, before.end)
    if not lacking:
        return None
    named = gaps.listed_days(lacking)
    return f"The {seen.unit} before has no data on {named}, so changes may mislead."


def _running(seen: _Seen) -> str | None:
    period, run = seen.period, seen.run
    if period.complete:
        return None
    if period.grain == "day":
        return "This day still runs: it is compared with the whole day before."
    if run.end >= seen.today:
        return (
            f"This {seen.unit} began today: today is compared with the first day of {seen.before}."
        )
    return (
        f"This {seen.unit} still runs: {run.days} of {period.days} days, "
        f"compared with the same days of {seen.before}."
    )


def _no_previous(seen: _Seen) -> str | None:
    known = [figure for figure in seen.figures if figure.value is not None]
    lacking = [figure.label for figure in known if figure.previous is None]
    if not lacking:
        return None
    if len(lacking) == len(known):
        return f"There is no data for {seen.before}, so no change is shown."
    has = "has" if len(lacking) == 1 else "have"
    return f"{listed(lacking)} {has} no data for {seen.before}, so no change is shown."


def _no_year_ago(seen: _Seen) -> str | None:
    known = [figure for figure in seen.figures if figure.value is not None]
    if not known or any(figure.year_ago is not None for figure in known):
        return None
    return "There is no data from a year earlier to compare with."


def _not_additive(seen: _Seen) -> str | None:
    """What is counted by the day alone, and cannot be told of a longer time."""
    if seen.run.days == 1:
        return None
    lone = [days for days in seen.days if days.by_day_only]
    labels = [d.metric.label for d in lone if d.dates(seen.run.start, seen.run.end)]
    if not labels:
        return None
    them = "its days do not add up" if len(labels) == 1 else "their days do not add up"
    return f"{listed(labels)}: {them}, so there is no value for the {seen.unit}."


def _undeclared(seen: _Seen) -> str | None:
    keys = [days.metric.key for days in seen.days if not days.metric.declared]
    if not keys:
        return None
    what = "is not in the catalogue: treated as a count that adds up"
    if len(keys) > 1:
        what = "are not in the catalogue: treated as counts that add up"
    return f"{listed(keys)} {what}, more is better."


Sentence = Callable[[_Seen], str | None]
# The most serious first: only so many are shown.
SENTENCES: tuple[tuple[str, Sentence], ...] = (
    ("chosen", _told("chosen")),
    ("empty", _empty),
    ("stale", _stale),
    ("late_source", _told("late_source")),
    ("awaiting", _told("awaiting")),
    ("disagreement", _told("disagreement")),
    ("identity", _told("identity")),
    ("left_out", _told("left_out")),
    ("excluded", _told("excluded")),
    ("doubtful", _told("doubtful")),
    ("tickets", _told("tickets")),
    ("missing", _missing),
    ("gap", _gap),
    ("unjudged", _unjudged),
    ("gap_before", _gap_before),
    ("not_additive", _not_additive),
    ("by_hand", _told("by_hand")),
    ("decided", _told("decided")),
    ("repaired", _told("repaired")),
    ("running", _running),
    ("no_previous", _no_previous),
    ("undeclared", _undeclared),
    ("no_year_ago", _no_year_ago),
)
