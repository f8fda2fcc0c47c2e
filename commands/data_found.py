"""All that is wrong with the data of clients: what imports found, and what stands out by now."""

from collections.abc import Sequence
from datetime import date, datetime

from commands.counted import counted
from storage.checks.finding import DataFinding
from storage.checks.tickets import check_tickets
from storage.store import Store
from storage.values import Client


def found_in(store: Store, clients: Sequence[Client], now: datetime) -> list[DataFinding]:
    """Everything found, client by client, serious things first; then what is of nobody known."""
    one = clients[0].id if len(clients) == 1 else None
    kept = store.findings.all(one)
    found = [row for whose in clients for row in _of(store, whose, kept, now)]
    return [*found, *(row for row in kept if row.client is None)]


def _of(
    store: Store, whose: Client, kept: Sequence[DataFinding], now: datetime
) -> list[DataFinding]:
    imported = [row for row in kept if row.client == whose.slug]
    stored = [*check_tickets(store, whose, now), *_in_days(store, whose)]
    return sorted([*imported, *stored], key=lambda row: not row.serious)


def _in_days(store: Store, whose: Client) -> list[DataFinding]:
    # The core brings pandas, which the process that acknowledges Slack must never load.
    from reports.by_metric import by_metric
    from reports.checks.doubts import missing

    catalogue = store.definitions.catalogue()
    judged = counted(store, whose, date.min, date.max, catalogue)
    return [
        DataFinding(
            kind=one.kind,
            text=one.text,
            done=one.done,
            serious=one.serious,
            client=whose.slug,
            source=one.source,
            metric=one.metric.key,
            day=one.day,
            found=None if one.value is None else f"{one.value:g}",
            decided=one.decision.words if one.decision else None,
        )
        for one in [*judged.found, *missing(by_metric(judged.frame, catalogue))]
    ]
