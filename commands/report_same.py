"""“The same report, 10 minutes ago”: nothing is posted twice within an hour without need."""

from dataclasses import replace
from datetime import datetime, timedelta

from pydantic import ValidationError

from commands.answer import Answer, Button, Link, ReportPart, say
from commands.commentary import about
from commands.report_asked import Asked
from commands.request import Request
from reports import periods
from reports.audience import for_audience
from reports.model import Report
from storage.store import Store
from storage.values import Publication

FRESH = timedelta(minutes=60)
A_MOMENT = timedelta(minutes=1)


def same_report(
    request: Request, asked: Asked, answer: Answer, store: Store, now: datetime
) -> Answer | None:
    """A private line that leads to the same report, posted here within the hour.

    None where there is none, for schedules, and where a new one was asked for.
    """
    place, reports = request.place, answer.reports()
    wanted = asked.words.refresh or request.asker.role == "system"
    if place.channel is None or wanted or answer.audience != "room" or not reports:
        return None
    part = reports[0]
    posted = store.publications.newest(part.client_id, asked.period, part.audience, place.channel)
    if posted is None or now - posted.posted_at > FRESH or not _same(posted, part, asked, store):
        return None
    return replace(_line(posted, asked, now), aside=answer.aside)


def _line(posted: Publication, asked: Asked, now: datetime) -> Answer:
    ago = now - posted.posted_at
    minutes = ago // timedelta(minutes=1)
    when = "a moment" if ago < A_MOMENT else f"{minutes} minute{'s' if minutes > 1 else ''}"
    words = f"The same report was posted here {when} ago"
    link = Link(f"{words} →", posted.permalink) if posted.permalink else f"{words}."
    return say(link, buttons=(Button("Refresh", "report", asked.again("refresh")),))


def _same(posted: Publication, part: ReportPart, asked: Asked, store: Store) -> bool:
    """Whether nothing but the time differs, and the words that only a first report carries over."""
    try:
        before = posted.report()
    except ValidationError:  # kept by a program of another version
        return False
    now = part.report.model_copy(update={"generated_at": before.generated_at})
    return before in (now, _carrying_over(now, part, asked, store))


def _carrying_over(report: Report, part: ReportPart, asked: Asked, store: Store) -> Report:
    earlier = about(store, asked.client, periods.previous(asked.period), asked.known_at)
    words = (*earlier, *report.commentary)
    return for_audience(report.model_copy(update={"commentary": words}), part.audience)
