"""What speaks against the data: sources that disagree, identities that do not hold."""

from dataclasses import dataclass
from datetime import datetime

from commands.counted import counted
from reports import periods
from reports.zones import day_in
from storage.store import Store
from storage.values import Client


@dataclass(frozen=True)
class Doubts:
    """Of one client and period, in sentences; None where nothing speaks against the data."""

    client: Client
    disagreement: str | None
    identity: str | None


def doubts(store: Store, client: Client, words: str, now: datetime) -> Doubts:
    """Look over the period that ``words`` name; raises UnreadablePeriod, FuturePeriod."""
    # The core brings pandas, which the process that acknowledges Slack must never load.
    from reports import identities, triangulation
    from reports.by_metric import by_metric

    today, catalogue = day_in(client.tz, now), store.definitions.catalogue()
    run = periods.elapsed(periods.parse(words, today), today)
    frame = counted(store, client, run.start, run.end, catalogue).frame
    found = by_metric(frame, catalogue)
    differ = triangulation.disagreements(frame, found, run, catalogue)
    broken = identities.violations(found, run, catalogue)
    return Doubts(
        client,
        triangulation.in_words(differ, client.currency),
        identities.in_words(broken, catalogue, client.currency),
    )
