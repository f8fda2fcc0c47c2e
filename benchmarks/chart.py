"""What a chart costs, drawn and encoded, against the usual ways: ``python -m benchmarks.chart``."""

import math
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from io import BytesIO
from typing import cast

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from benchmarks.clock import cpu_seconds
from benchmarks.table import Row, show
from reports import words
from reports.chart import draw, figure
from reports.model import ClientCard, MetricFigure, Period, Point, Report, Status, Unit

ROUNDS = 20
FRESH = "a fresh Figure, axes placed by hand"
SIZE, DPI = (12, 6.75), 100
PLACES = ((0.07, 0.56), (0.56, 0.56), (0.07, 0.14), (0.56, 0.14))


def measure() -> tuple[list[Row], list[str]]:
    """CPU time against a fresh Figure, and bytes against the default encoder."""
    made = _report()
    ways: dict[str, Callable[[], object]] = {
        "standard chart": lambda: draw(made),
        FRESH: lambda: _by_hand(made),
        "pyplot and tight_layout": lambda: _pyplot(made),
    }
    fewer = {f"standard chart, panels: {n}": partial(draw, _report(n)) for n in (1, 2, 3)}
    times = cpu_seconds({**ways, **fewer}, ROUNDS)
    small, usual = len(draw(made)), len(_encoded(figure(made)))
    rows = [
        Row("standard chart, CPU", FRESH, times["standard chart"] / times[FRESH], 0.5),
        Row("PNG, bytes", "the default encoder", small / usual, 0.35),
    ]
    details = [f"{name}: {seconds * 1000:.0f} ms" for name, seconds in times.items()]
    return rows, [*details, f"PNG: {small:,} bytes against {usual:,}"]


def _by_hand(made: Report) -> bytes:
    drawn = Figure(SIZE, dpi=DPI)
    FigureCanvasAgg(drawn)
    for shown, (left, bottom) in zip(made.metrics, PLACES, strict=True):
        _panel(drawn.add_axes((left, bottom, 0.4, 0.26)), shown)
    _frame(drawn, made)
    return _encoded(drawn)


def _pyplot(made: Report) -> bytes:
    mpl.use("Agg")
    from matplotlib import pyplot as plt

    drawn, grid = plt.subplots(2, 2, figsize=SIZE, dpi=DPI)
    for shown, axes in zip(made.metrics, grid.flat, strict=True):
        _panel(axes, shown)
    _frame(drawn, made)
    drawn.tight_layout(rect=(0, 0.08, 1, 0.9))
    encoded = _encoded(drawn)
    plt.close(drawn)
    return encoded


def _panel(axes: Axes, shown: MetricFigure) -> None:
    """One panel as matplotlib's own means draw it, with the same content."""
    days = [point.start.toordinal() for point in shown.trend]
    weeks = [math.nan if point.value is None else point.value for point in shown.trend]
    before = [math.nan if point.previous is None else point.previous for point in shown.trend]
    axes.plot(days, before, "--", color="grey", label="13 weeks before")
    axes.plot(days, weeks, label="last 13 weeks")
    axes.plot(days[-1:], weeks[-1:], "o")
    axes.annotate(_number(shown), (days[-1], weeks[-1]), fontsize=20)
    axes.set_title(f"{shown.label}  {_number(shown)}", loc="left", fontsize=22)
    axes.set_title(f"{words.change(shown)} {words.status_word(shown.status)}", loc="right")
    axes.set_xticks([days[0], days[6], days[12]], [f"{shown.trend[n].start:%d %b}" for n in _EDGES])
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=20)


_EDGES = (0, 6, 12)


def _frame(drawn: Figure, made: Report) -> None:
    drawn.text(0.03, 0.94, made.client.name, fontsize=32, weight="bold")
    drawn.text(0.97, 0.94, made.period.label, fontsize=22, ha="right")
    drawn.text(0.97, 0.03, "Data to 15 Nov 2026", fontsize=20, ha="right")
    handles, labels = drawn.axes[0].get_legend_handles_labels()
    drawn.legend(handles, labels, loc="lower left", ncols=2, fontsize=20, frameon=False)


def _encoded(drawn: Figure) -> bytes:
    out = BytesIO()
    cast("FigureCanvasAgg", drawn.canvas).print_png(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def _number(shown: MetricFigure) -> str:
    return words.number(shown.value, shown.unit)


def _report(count: int = 4) -> Report:
    chance = random.Random(1)  # noqa: S311 - the same picture each time
    units = (Unit.COUNT, Unit.DURATION, Unit.PERCENT, Unit.MONEY)
    metrics = (_metric(unit, chance) for unit in units[:count])
    week = {
        "start": date(2026, 11, 9),
        "end": date(2026, 11, 15),
        "label": "Week 46, 9–15 Nov 2026",
    }
    return Report(
        generated_at=datetime(2026, 11, 16, tzinfo=UTC),
        provisional=False,
        headline="",
        client=ClientCard(slug="acme", name="Acme"),
        period=Period.model_validate({"grain": "week", **week}),
        metrics=tuple(metrics),
    )


def _metric(unit: Unit, chance: random.Random) -> MetricFigure:
    size = {Unit.PERCENT: 0.9, Unit.MONEY: 91_000.0}.get(unit, 400.0)
    values = [size * chance.uniform(0.8, 1.1) for _ in range(26)]
    starts = [date(2026, 8, 17) + timedelta(days=7 * week) for week in range(13)]
    weeks = zip(starts, values[13:], values[:13], strict=True)
    return MetricFigure(
        key=unit.value,
        label=unit.value.capitalize(),
        unit=unit,
        better="up",
        value=values[-1],
        previous=values[-2],
        change=values[-1] / values[-2] - 1,
        year_ago=None,
        status=Status.BETTER,
        sample=7,
        as_of=date(2026, 11, 15),
        trend=tuple(Point(start=day, value=now, previous=before) for day, now, before in weeks),
    )


if __name__ == "__main__":
    show(*measure())
