"""The whole report: gathered once, then cut for the room and for the asker."""

from datetime import datetime

from commands.answer import Answer, ReportPart
from commands.commentary import commentary
from commands.provenance import told
from commands.report_asked import Asked
from commands.report_buttons import with_buttons
from commands.report_data import judged, records
from commands.report_same import same_report
from commands.report_shown import shown
from commands.request import Request
from commands.scoring import health_at
from reports import periods
from reports.audience import for_audience
from reports.model import Audience, Report
from storage.goals import targets
from storage.store import Store


def whole(request: Request, asked: Asked, store: Store, now: datetime) -> Answer:
    """The report with its buttons, or a line that leads to the same one posted just before."""
    report = headed(gathered(asked, store, now), request.schedule, store)

    def answer_for(audience: Audience) -> Answer:
        return _answer(_for(audience, report, asked, store), asked, audience)

    answer = with_buttons(request, asked, shown(request, asked, answer_for), store)
    return same_report(request, asked, answer, store, now) or answer


def _answer(report: Report, asked: Asked, audience: Audience) -> Answer:
    looks_back = asked.known_at is not None
    return Answer((ReportPart(report, asked.client.id, audience, looks_back),))


def gathered(asked: Asked, store: Store, now: datetime) -> Report:
    """Gather what the report needs, then let the pure core build it; nobody's words yet."""
    # The core brings pandas, which the process that acknowledges Slack must never load.
    from reports.build import Inputs, build

    client, period, known_at = asked.client, asked.period, asked.known_at
    day = periods.elapsed(period, asked.today).end
    # A report looks back half a year at least, further than its client's health does.
    read = judged(asked, store, *periods.window(period))
    frame = read.frame
    return build(
        Inputs(
            client=client.card(),
            period=period,
            frame=frame,
            commentary=(),
            now=now,
            audience=Audience.INTERNAL,
            chosen=asked.chosen,
            health=health_at(store, client, day, known_at, frame, asked.catalogue),
            catalogue=asked.catalogue,
            records=records(asked, store, frame, *periods.window(period)),
            goals=targets(store.goals.of_client(client.id, known_at), period),
            told=told(asked, read, store, now),
        )
    )


def headed(report: Report, schedule: int | None, store: Store) -> Report:
    """With the headline that somebody gave the schedule's report in review."""
    if schedule is None:
        return report
    review = store.reviews.of(schedule, periods.code(report.period))
    headline = review.headline if review else None
    return report.model_copy(update={"headline": headline}) if headline else report


def _for(audience: Audience, report: Report, asked: Asked, store: Store) -> Report:
    """The report as ``audience`` may read it, with the words it has not read yet."""
    words = commentary(store, asked.client, asked.period, audience, asked.known_at)
    return for_audience(report.model_copy(update={"commentary": words}), audience)
