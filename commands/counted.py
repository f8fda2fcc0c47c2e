"""What counts of clients' days: the one place where these are read for whatever is made of them."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from reports.metrics import Catalogue
from storage.store import Store
from storage.values import Client

if TYPE_CHECKING:
    import pandas as pd

    from reports.checks.judging import Judged


def counted(
    store: Store,
    client: Client,
    first: date,
    last: date,
    catalogue: Catalogue,
    known_at: datetime | None = None,
) -> "Judged":
    """The client's days from ``first`` to ``last`` that count, and what is doubtful in them."""
    # The core brings pandas, which the process that acknowledges Slack must never load.
    from reports.checks.judging import judge

    frame = store.observations.frame(client.id, *_wider(first, last), known_at=known_at)
    decisions = store.decisions.of_client(client.id, known_at)
    return judge(frame, catalogue, decisions, client.currency).between(first, last)


def counted_of_all(
    store: Store, clients: Collection[Client], keys: Collection[str], first: date, last: date,
    catalogue: Catalogue,
) -> "Mapping[int, pd.DataFrame]":  # fmt: skip
    """Of each client that has any, the days of these metrics that count."""
    from reports.checks.judging import judge

    frame = store.observations.of_all(keys, *_wider(first, last))
    of_client = dict(iter(frame.groupby("client_id")))
    decided = store.decisions.of_all()
    return {
        client.id: judge(
            of_client[client.id],
            catalogue,
            [one for one in decided if one.client_id == client.id],
            client.currency,
        )
        .between(first, last)
        .frame
        for client in clients
        if client.id in of_client
    }


def _wider(first: date, last: date) -> tuple[date, date]:
    """Far enough to see what is usual around each of these days."""
    from reports.checks.series import MARGIN

    margin = timedelta(days=MARGIN)
    return (
        first - margin if first - date.min > margin else date.min,
        last + margin if date.max - last > margin else date.max,
    )
