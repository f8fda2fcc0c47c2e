"""The report as plain text, for terminals, notifications and screen readers."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime

from reports.goal_words import goal_word, target
from reports.health.words import explain
from reports.model import (
    Commentary,
    Component,
    Finding,
    MetricFigure,
    PromisedAction,
    Report,
    Status,
)
from reports.periods import day_name
from reports.words import change, number, status_word
from reports.zones import day_in

_WIDEST = 24
# Marks that turn the reading direction of all that follows them.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def to_text(report: Report) -> str:
    """All that the report says, line by line, with every number of its table.

    Control characters and marks that turn the reading direction are left out, so that a name
    cannot disturb a terminal; words are never shortened. The points of the trends are not listed.
    """
    blocks = (_heading(report), _table(report), *_sections(report))
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def safe(text: str) -> str:
    """``text`` on one line, without control characters and marks that turn the direction."""
    visible = _DIRECTION.sub("", text)
    kept = (" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in visible)
    return " ".join("".join(kept).split())


def _heading(report: Report) -> list[str]:
    provisional = " (provisional)" if report.provisional else ""
    return [safe(report.headline), safe(report.period.label) + provisional]


def _table(report: Report) -> list[str]:
    currency, complete = report.client.currency, report.period.complete
    values = [_value(figure, currency) for figure in report.metrics]
    labels = [f"{safe(figure.label)}:" for figure in report.metrics]
    wide = min(max(map(len, labels), default=0), _WIDEST)
    value_wide = min(max(map(len, values), default=0), _WIDEST)
    rows = zip(labels, values, report.metrics, strict=True)
    return [
        f"{label:<{wide}} {value:>{value_wide}} ({_compared(figure, currency, complete=complete)})"
        for label, value, figure in rows
    ]


def _value(figure: MetricFigure, currency: str) -> str:
    if figure.value is None:
        return "no data"
    return number(figure.value, figure.unit, currency)


def _compared(figure: MetricFigure, currency: str, *, complete: bool) -> str:
    before = number(figure.previous, figure.unit, currency)
    parts = [_moved(figure, before), f"a year before {_year_before(figure, currency)}"]
    if figure.goal is not None:
        wanted = target(figure.goal, figure.unit, currency)
        parts.append(f"goal {wanted}, {goal_word(figure, complete=complete)}")
    return "; ".join(parts)


def _moved(figure: MetricFigure, before: str) -> str:
    if figure.previous is None:
        return "nothing before to compare"
    if figure.value is None or figure.status is Status.UNKNOWN:
        return f"before {before}"
    return f"{change(figure)} from {before}, {status_word(figure.status)}"


def _year_before(figure: MetricFigure, currency: str) -> str:
    if figure.year_ago is None:
        return "unknown"
    return number(figure.year_ago, figure.unit, currency)


def _sections(report: Report) -> Iterator[list[str]]:
    yield _section("Health", _health(report))
    yield _section("Wins", _texts(report.wins))
    yield _section("Challenges", _texts(report.challenges))
    yield _section("What moved the figures", _texts(report.drivers))
    yield _section("Unusual", _texts(report.anomalies))
    yield _section("Outlook", _outlook(report))
    yield _section("Team commentary", [_comment(c, report.client.tz) for c in report.commentary])
    yield _section("Promised", [_action(action) for action in report.actions])
    yield _section("What to do now", [f"{r.text} ({r.reason})" for r in report.recommendations])
    yield _section("About the data", [notice.text for notice in report.notices])


def _section(title: str, items: Iterable[str]) -> list[str]:
    lines = [f"- {_indented(item)}" for item in items]
    return [title, *lines] if lines else []


def _indented(item: str) -> str:
    return "\n  ".join(line for part in item.splitlines() if (line := safe(part)))


def _texts(found: tuple[Finding, ...]) -> list[str]:
    return [finding.text for finding in found]


def _comment(comment: Commentary, tz: str) -> str:
    on = _written_on(comment.at, tz)
    return f"{comment.author}, {on}: {comment.text}"


def _written_on(at: datetime, tz: str) -> str:
    return day_name(day_in(tz, at) if at.tzinfo else at.date())


def _health(report: Report) -> list[str]:
    """The score explained, and each input; nothing where none is known."""
    health = report.health
    if health is None or not health.coverage:
        return []
    return [*explain(health), *(_input(part) for part in health.components)]


def _input(part: Component) -> str:
    if part.score is None:
        return f"{part.label}: {part.reason}"
    return f"{part.label}: {part.score:.0f} of 100 ({part.reason})"


def _outlook(report: Report) -> list[str]:
    figures = {figure.key: figure for figure in report.metrics}
    return [
        f"{figures[f.metric].label} in {f.period}: "
        + " to ".join(
            number(v, figures[f.metric].unit, report.client.currency) for v in (f.lo80, f.hi80)
        )
        for f in report.forecast
        if f.metric in figures
    ]


def _action(action: PromisedAction) -> str:
    owner = f", {action.owner}" if action.owner else ""
    due = f", due {day_name(action.due)}" if action.due else ""
    return f"{action.text} ({action.state}{owner}{due})"
