"""The picture in words, for people who cannot see it."""

import math

from reports import words
from reports.chart import content
from reports.chart.content import Panel, short_day
from reports.model import Report

LIMIT = 2000  # characters; a picture's description may not be longer
_NAME, _LABEL = 120, 60


def alt_text(report: Report) -> str:
    """Every number of the picture in sentences, at most ``LIMIT`` characters."""
    shown = content.panels(report)
    name = _short(content.title(report), _NAME)
    start = f"Chart of {name}, {content.period(report)}, {content.compared(report)}."
    body = [_panel(panel) for panel in shown] or ["No data to draw."]
    end = content.newest_day(report)
    return _short(" ".join(filter(None, (start, *body, f"{end}." if end else ""))), LIMIT)


def _panel(panel: Panel) -> str:
    figure = panel.figure
    low, high = map(panel.plain, panel.span)
    newest = panel.newest
    change = f"{words.change(figure)}, {words.status_word(figure.status)}"
    return (
        f"{_short(panel.label, _LABEL)}: {panel.number(figure.value)} ({change}). "
        f"Weeks from {short_day(panel.days[0])} to {short_day(panel.days[-1])}: "
        f"{panel.plain(panel.weeks[newest])} in the newest, from {short_day(panel.days[newest])}; "
        f"{_range(panel)}; scale from {low} to {high}."
    )


def _range(panel: Panel) -> str:
    known = [value for value in panel.weeks if not math.isnan(value)]
    return f"between {panel.plain(min(known))} and {panel.plain(max(known))}"


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
