"""Reports to be drawn, and what can be read off a drawn picture."""

import itertools
import math
from datetime import UTC, date, datetime, timedelta

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from reports.model import ClientCard, MetricFigure, Period, Point, Report, Status, Unit

Weeks = list[float | None]
FIRST = date(2026, 8, 17)
STEADY: Weeks = [100.0 + week for week in range(13)]
SMALLEST = 20  # points at 1200 pixels: what a phone still shows readably


def metric(key: str = "leads", weeks: Weeks = STEADY, **changes: object) -> MetricFigure:
    before = [None if value is None else value * 0.9 for value in weeks]
    made = MetricFigure(
        key=key,
        label=key.replace("_", " ").capitalize(),
        unit=Unit.COUNT,
        better="up",
        value=1234.0,
        previous=1100.0,
        change=0.12,
        year_ago=None,
        status=Status.BETTER,
        sample=7,
        as_of=date(2026, 11, 15),
        trend=trend(weeks, before),
    )
    return made.model_copy(update=changes)


def trend(weeks: Weeks, before: Weeks) -> tuple[Point, ...]:
    pairs = zip(weeks, before, strict=True)
    days = (FIRST + timedelta(days=7 * week) for week in itertools.count())
    return tuple(
        Point(start=day, value=value, previous=previous)
        for day, (value, previous) in zip(days, pairs, strict=False)
    )


def report(*metrics: MetricFigure, name: str = "Acme", **changes: object) -> Report:
    period = Period(
        grain="week",
        start=date(2026, 11, 9),
        end=date(2026, 11, 15),
        label="Week 46, 9–15 Nov 2026",
    )
    made = Report(
        generated_at=datetime(2026, 11, 16, tzinfo=UTC),
        provisional=False,
        headline="",
        client=ClientCard(slug="acme", name=name),
        period=period,
        metrics=metrics,
    )
    return made.model_copy(update=changes)


def texts(picture: Figure) -> list[Text]:
    (sheet,) = picture.axes
    return list(sheet.texts)


def said(picture: Figure) -> list[str]:
    return [text.get_text() for text in texts(picture)]


def line(picture: Figure, name: str) -> Line2D:
    (found,) = picture.findobj(lambda a: isinstance(a, Line2D) and a.get_label() == name)
    assert isinstance(found, Line2D)
    return found


def plotted(drawn: Line2D) -> tuple[list[float], Weeks]:
    """The line's ordinal days and its values, None where it has a gap."""
    points = np.asarray(drawn.get_xydata(), dtype=float)
    values = [None if math.isnan(value) else float(value) for value in points[:, 1]]
    return [float(day) for day in points[:, 0]], values


def placed(drawn: Line2D) -> list[tuple[float, float]]:
    """Where the line's points lie in the picture, in pixels from the bottom left."""
    points = np.asarray(drawn.get_xydata(), dtype=float)
    return [(float(x), float(y)) for x, y in drawn.get_transform().transform(points)]


# What is plotted


def assert_readable(picture: Figure) -> None:
    """Every text lies within the picture, is large enough, and overlaps no other."""
    assert_apart(picture)
    sizes = [text.get_fontproperties().get_size_in_points() for text in texts(picture)]
    assert min(sizes) >= SMALLEST


def assert_apart(picture: Figure) -> None:
    """Every text lies within the picture and overlaps no other."""
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(picture)]
    for words, box in boxes:
        assert box.x0 >= 0, words
        assert box.y0 >= 0, words
        assert box.x1 <= picture.bbox.x1, words
        assert box.y1 <= picture.bbox.y1, words
    for (one, first), (other, second) in itertools.combinations(boxes, 2):
        assert not first.overlaps(second), (one, other)
