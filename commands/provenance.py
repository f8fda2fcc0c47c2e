"""What a report says of where its numbers come from: late sources, numbers by hand."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from commands.report_asked import Asked
from reports import periods, provenance
from reports.checks.words import decided, doubtful, excluded, left_out, repaired, tickets
from reports.metrics import Catalogue
from reports.model import Period
from reports.provenance import Given, Late
from reports.words import number
from storage.by_hand import ByHand
from storage.checks.tickets import check_tickets
from storage.store import Store
from storage.values import Client

if TYPE_CHECKING:
    from reports.checks.judging import Judged


def told(asked: Asked, read: "Judged", store: Store, now: datetime) -> Mapping[str, str | None]:
    """The sentences by kind of notice, most for the team alone; ``read`` is what there is.

    Where the report looks back, those alone that are known of that time.
    """
    slug, run = asked.client.slug, periods.elapsed(asked.period, asked.today)
    of_run = read.between(run.start, run.end)
    compared = read.between(periods.previous(asked.period).start, run.end)
    values = {
        "left_out": left_out(compared.left_out, slug),
        "doubtful": doubtful(of_run.doubtful, slug),
        "decided": decided(of_run.found),
    }
    return values if asked.known_at else {**values, **_now(asked, run, store, now)}


def _now(asked: Asked, run: Period, store: Store, now: datetime) -> Mapping[str, str | None]:
    """What is known as things stand now."""
    client, period, catalogue = asked.client, asked.period, asked.catalogue
    late = [
        Late(one.source, one.newest, one.promise)
        for one in store.freshness.of_client(client.id)
        if one.promise is not None and one.is_late(asked.today)
    ]
    given = store.numbers.touching(client.id, period.start, period.end)
    not_read = store.findings.excluded(client.id, period.start, period.end)
    return {
        "excluded": excluded(not_read, client.slug),
        "repaired": repaired(
            store.findings.repaired(client.id, period.start, period.end), client.slug
        ),
        "tickets": _tickets(store, client, run, now),
        "late_source": provenance.late(late, run.end),
        "awaiting": provenance.awaiting(
            _given(one, client, catalogue) for one in given if one.state == "awaiting"
        ),
        "by_hand": provenance.by_hand(
            _given(one, client, catalogue) for one in _standing(given, period)
        ),
    }


def _tickets(store: Store, client: Client, run: Period, now: datetime) -> str | None:
    found = check_tickets(store, client, now, (run.start, run.end))
    counts = Counter[str]()
    for one in found:
        counts[one.kind] += one.count
    twice = [one.text for one in found if one.kind == "twice"]
    return tickets(counts, twice, client.slug)


def _standing(given: list[ByHand], period: Period) -> list[ByHand]:
    """Those of which the period's figures are made."""
    # It brings pandas, which the process that acknowledges Slack must never load.
    from reports.spans import Span, within

    counted = [one for one in given if one.state == "counts"]
    stand: set[str] = set()
    for metric in {one.metric for one in counted}:
        spans = [
            Span(one.period_start, one.period_end, one.value, str(one.id))
            for one in counted
            if one.metric == metric
        ]
        stand |= {span.source for span in within(spans, period.start, period.end)}
    return [one for one in counted if str(one.id) in stand]


def _given(one: ByHand, client: Client, catalogue: Catalogue) -> Given:
    metric = catalogue.metric(one.metric)
    value = number(one.value, metric.unit, client.currency)
    return Given(metric.label, one.period.label, value, one.by_name, one.confirmed_name)
