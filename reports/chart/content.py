"""What the picture says: the panels and their words, before anything is placed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports import words
from reports.chart.drawable import drawable
from reports.chart.scale import bounds
from reports.goal_words import goal_cell, goal_sign
from reports.model import MetricFigure, Period, Report, Unit
from reports.periods import day_name

PANELS = 4
KNOWN = 2  # a line needs two points
_DRAWABLE = 1e300  # beyond it the arithmetic of scales overflows
_NO_CENTS = 100.0  # from here on money is written as counts are


@dataclass(frozen=True)
class Panel:
    """One metric's words and weeks; ``weeks`` and ``before`` hold NaN where nothing is known.

    ``goal`` is NaN where the weeks cannot be read against one; ``held`` says how the period did,
    and once more in fewer words.
    """

    figure: MetricFigure
    currency: str
    label: str
    days: tuple[date, ...]
    weeks: tuple[float, ...]
    before: tuple[float, ...]
    goal: float = math.nan
    held: tuple[str, ...] = ()

    @property
    def newest(self) -> int:
        """The index of the newest known week."""
        return max(index for index, value in enumerate(self.weeks) if not math.isnan(value))

    @property
    def span(self) -> tuple[float, float]:
        """The low and the high end of the vertical scale."""
        known = [value for value in (*self.weeks, *self.before, self.goal) if not math.isnan(value)]
        return bounds(known, self.figure.unit)

    @property
    def judged(self) -> str:
        """The status as sign and word: "✓ better"."""
        status = self.figure.status
        return f"{words.status_sign(status)} {words.status_word(status)}"

    @property
    def moved(self) -> str:
        """The status and the change, if there is one: "✓ better +12 %"."""
        change = words.change(self.figure)
        return self.judged if change == words.UNKNOWN else f"{self.judged} {change}"

    def number(self, value: float | None) -> str:
        """``value`` as people read it."""
        return words.number(_finite(value), self.figure.unit, self.currency)

    def plain(self, value: float) -> str:
        """``value`` as the axis has it: money without its currency, which stands above."""
        unit = self.figure.unit
        unit = Unit.COUNT if unit is Unit.MONEY and abs(value) >= _NO_CENTS else unit
        return words.number(value, unit, self.currency).replace(".0 %", " %")

    def short(self, value: float) -> str:
        """``value`` in few characters, for numbers that no panel is wide enough for."""
        percent = self.figure.unit is Unit.PERCENT
        return f"{value * 100:.1e} %" if percent else f"{value:.1e}"


def panels(report: Report) -> tuple[Panel, ...]:
    """A panel for each of the first four metrics of which at least two weeks are known."""
    drawn = [_panel(metric, report) for metric in report.metrics]
    enough = [panel for panel in drawn if _known(panel.weeks) >= KNOWN]
    return tuple(enough[:PANELS])


def title(report: Report) -> str:
    """The client's name, or its slug where the fonts cannot draw the name."""
    return drawable(report.client.name, report.client.slug)


def period(report: Report) -> str:
    """The period's label."""
    return drawable(report.period.label)


def compared(report: Report) -> str:
    """What the changes are measured against: "vs week before"."""
    return f"vs {_before(report.period)}"


def newest_day(report: Report) -> str:
    """Up to which day there are data, and whether the figures may still change."""
    days = [metric.as_of for metric in report.metrics if metric.as_of]
    data = f"data to {day_name(max(days))}" if days else ""
    provisional = "provisional" if report.provisional else ""
    line = ", ".join(filter(None, (provisional, data)))
    return line[:1].upper() + line[1:]


def legend(shown: Sequence[Panel]) -> tuple[str, str, str]:
    """The words for the solid, the dashed and the dotted line; empty where none is drawn."""
    count = max(len(panel.weeks) for panel in shown)
    before = any(_known(panel.before) for panel in shown)
    aimed = _known([panel.goal for panel in shown])
    return f"last {count} weeks", f"{count} weeks before" if before else "", "goal" if aimed else ""


def _before(period: Period) -> str:
    if not period.complete:
        return "same days before"
    return f"{period.days} days before" if period.grain == "range" else f"{period.grain} before"


def _panel(metric: MetricFigure, report: Report) -> Panel:
    # A month's goal for a sum is no week's.
    goal = metric.goal if report.period.grain == "week" else None
    word = goal_sign(metric, complete=report.period.complete)
    return Panel(
        figure=metric,
        currency=report.client.currency,
        label=drawable(metric.label, metric.key),
        days=tuple(point.start for point in metric.trend),
        weeks=tuple(_number(point.value) for point in metric.trend),
        before=tuple(_number(point.previous) for point in metric.trend),
        goal=_number(goal),
        held=(f"goal {goal_cell(metric, report)}", f"goal {word}") if word else (),
    )


def _known(values: Sequence[float]) -> int:
    return sum(not math.isnan(value) for value in values)


def _number(value: float | None) -> float:
    finite = _finite(value)
    return math.nan if finite is None or abs(finite) > _DRAWABLE else finite


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
