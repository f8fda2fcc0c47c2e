"""Decide what of a report its readers may see."""

from reports.model import Audience, Report

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


def for_audience(report: Report, audience: Audience) -> Report:
    """The report as ``audience`` may read it.

    Clients see the figures, wins, challenges and notices, and the commentary marked for them;
    health, drivers, anomalies, forecasts, actions and recommendations stay with the team.
    """
    if audience is Audience.INTERNAL:
        return report
    shown = {name: getattr(report, name) for name in _FOR_CLIENTS}
    marked = tuple(c for c in report.commentary if c.audience is Audience.CLIENT)
    return Report(**shown, commentary=marked)
