"""Health as it is asked for: gathered, scored, and held against what people saw a week ago."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from commands.counted import counted, counted_of_all
from reports.health.moves import since
from reports.health.scorecard import METRICS, version
from reports.metrics import Catalogue
from reports.model import Health
from reports.zones import UnknownZone, day_in
from storage.store import Store
from storage.values import Client, Score

if TYPE_CHECKING:
    import pandas as pd

WEEK = timedelta(days=7)
AT_ONCE = 100  # clients a second, and nothing else can be drawn meanwhile


def health_at(
    store: Store,
    client: Client,
    day: date,
    known_at: datetime | None = None,
    frame: "pd.DataFrame | None" = None,
    catalogue: Catalogue | None = None,
) -> Health | None:
    """A client's health on ``day``; None where nothing of it is known.

    ``previous`` is what was kept a week before under the same weights, as people saw it; else,
    and for looking back to ``known_at``, it is computed. ``frame`` is what counts, where that was
    read already and covers the days, and ``catalogue`` the workspace's, where that was.
    """
    # The core brings pandas, which the process that acknowledges Slack must never load.
    from reports.health.score import window

    weights, known = store.scores.weights(), catalogue or store.definitions.catalogue()
    if frame is None:
        frame = counted(store, client, *window(day), known, known_at).frame
    seen = None if known_at else store.scores.on(client.id, day - WEEK)
    health = _scored(frame, client, day, weights, seen, known)
    return health if health.coverage else None


def healths_of(
    store: Store, clients: Iterable[Client], now: datetime
) -> list[tuple[Client, date, Health]]:
    """The health of each of these clients, on its own day at ``now``, in the order given."""
    from reports.health.score import window

    days = [(client, today(client, now)) for client in clients]
    if not days:
        return []
    first, last = min(day for _, day in days), max(day for _, day in days)
    catalogue = store.definitions.catalogue()
    keys, whose = catalogue.with_parts(METRICS), [client for client, _ in days]
    of_client = counted_of_all(store, whose, keys, window(first)[0], last, catalogue)
    weights = store.scores.weights()
    kept = store.scores.of_all(first - WEEK, last - WEEK)
    seen = {(one.client_id, one.day): one for one in kept}
    return [
        (client, day, _scored(of_client.get(client.id), client, day, weights, before, catalogue))
        for client, day in days
        for before in (seen.get((client.id, day - WEEK)),)
    ]


def keep_scores(store: Store, now: datetime) -> int:
    """Keep the health of clients of whose own day nothing was kept yet; how many these were.

    No more than ``AT_ONCE``: who asks again gets the next.
    """
    found = healths_of(store, store.scores.missing(now)[:AT_ONCE], now)
    keep(store, found, now)
    return len(found)


def keep(store: Store, found: list[tuple[Client, date, Health]], now: datetime) -> None:
    """Keep what was scored just now as what people saw that day."""
    rows = [(client.id, day, health) for client, day, health in found]
    store.scores.keep_all(rows, version(store.scores.weights()), now)


def today(client: Client, now: datetime) -> date:
    """The client's day; that of UTC where this machine does not know its zone."""
    try:
        return day_in(client.tz, now)
    except UnknownZone:
        return day_in("UTC", now)


def _scored(
    frame: "pd.DataFrame | None",
    client: Client,
    day: date,
    weights: dict[str, float],
    seen: Score | None,
    catalogue: Catalogue,
) -> Health:
    from reports.figures import by_metric
    from reports.health.score import score

    found = []
    if frame is not None:
        rows = frame["metric"].isin(catalogue.with_parts(METRICS))
        found = by_metric(frame[rows], catalogue)
    health = score(found, day, weights, client.currency)
    # What was kept before any data came is nothing that people saw.
    if seen is None or seen.version != version(weights) or not seen.coverage:
        return health
    return since(health, seen.health())
