"""All that is wrong with the data of clients: what imports found, and what stands out by now."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from commands.counted import counted
from storage.checks.finding import DataFinding
from storage.checks.tickets import check_tickets
from storage.store import Store
from storage.values import Client

if TYPE_CHECKING:
    from reports.checks.doubt import Doubt


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
    gone = missing(by_metric(judged.frame, catalogue))
    return [_finding(one, count, whose) for one, count in [*_once(judged.found), *_once(gone)]]


def _once(found: Iterable["Doubt"]) -> Iterator[tuple["Doubt", int]]:
    """Each with how many it stands for: what was put right of a metric's source is told once."""
    repaired: dict[tuple[str, str | None], list[Doubt]] = {}
    for one in found:
        if one.done == "repaired":
            repaired.setdefault((one.metric.key, one.source), []).append(one)
        else:
            yield one, 1
    yield from ((ones[-1], len(ones)) for ones in repaired.values())


def _finding(one: "Doubt", count: int, whose: Client) -> DataFinding:
    return DataFinding(
        kind=one.kind,
        text=one.text,
        done=one.done,
        serious=one.serious and one.done != "repaired",
        client=whose.slug,
        source=one.source,
        metric=one.metric.key,
        day=one.day,
        found=None if one.value is None else f"{one.value:g}",
        count=count,
        decided=one.decision.words if one.decision else None,
    )
