"""The picture in words, for people who cannot see it."""

import math

from reports import words
from reports.chart import content
from reports.chart.content import Panel
from reports.model import Report
from reports.periods import day_name
from reports.words import shorten

LIMIT = 2000  # characters; a picture's description may not be longer
_NAME, _LABEL = 120, 60


def alt_text(report: Report) -> str:
    """Every number of the picture in sentences, at most ``LIMIT`` characters."""
    shown = content.panels(report)
    name = shorten(content.title(report), _NAME)
    start = f"Chart of {name}, {content.period(report)}, {content.compared(report)}."
    body = [_panel(panel) for panel in shown] or ["No data to draw."]
    end = content.newest_day(report)
    return shorten(" ".join(filter(None, (start, *body, f"{end}." if end else ""))), LIMIT)


def _panel(panel: Panel) -> str:
    figure = panel.figure
    low, high = map(panel.plain, panel.span)
    newest = panel.newest
    first, last, day = (day_name(panel.days[at], year=False) for at in (0, -1, newest))
    change = f"{words.change(figure)}, {words.status_word(figure.status)}"
    held = f"; {panel.held[0]}" if panel.held else ""
    return (
        f"{shorten(panel.label, _LABEL)}: {panel.number(figure.value)} ({change}{held}). "
        f"Weeks from {first} to {last}: "
        f"{panel.plain(panel.weeks[newest])} in the newest, from {day}; "
        f"{_range(panel)}; scale from {low} to {high}."
    )


def _range(panel: Panel) -> str:
    known = [value for value in panel.weeks if not math.isnan(value)]
    return f"between {panel.plain(min(known))} and {panel.plain(max(known))}"
