"""Decide what of a report its readers may see."""

from typing import TypeVar

from reports.checks.words import for_clients
from reports.model import Audience, Notice, Report, Value

V = TypeVar("V", bound=Value)

# Named one by one, so that whatever a report learns to say later stays with the team at first.
_FOR_CLIENTS = (
    "schema_",
    "generated_at",
    "provisional",
    "headline",
    "client",
    "period",
    "metrics",
    "wins",
    "challenges",
    "notices",
)
# They name the team's sources and its people.
_FOR_THE_TEAM = frozenset(
    {
        "awaiting",
        "by_hand",
        "decided",
        "disagreement",
        "doubtful",
        "late_source",
        "repaired",
        "tickets",
    }
)
_IN_PART = frozenset({"excluded", "left_out"})


def for_audience(report: Report, audience: Audience) -> Report:
    """The report as ``audience`` may read it.

    Clients see the figures, wins, challenges and notices, and the commentary marked for them,
    without the names of files and sources and the links into the team's threads. Health, drivers,
    anomalies, forecasts, actions and recommendations stay with the team.
    """
    if audience is Audience.INTERNAL:
        return report
    shown = {name: getattr(report, name) for name in _FOR_CLIENTS}
    shown["metrics"] = tuple(_without(figure, sources=()) for figure in report.metrics)
    shown["notices"] = tuple(_told(one) for one in report.notices if one.kind not in _FOR_THE_TEAM)
    marked = (words for words in report.commentary if words.audience is Audience.CLIENT)
    return Report(**shown, commentary=tuple(_without(words, permalink=None) for words in marked))


def _told(notice: Notice) -> Notice:
    """What does not count concerns clients, too; what the team can type does not."""
    return _without(notice, text=for_clients(notice.text)) if notice.kind in _IN_PART else notice


def _without(value: V, **blanks: object) -> V:
    return value.model_copy(update=blanks)
