"""What a correction says in the thread: what changed, and where that came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from reports.model import Audience, Report
from reports.periods import day_name
from reports.periods.making import MONTHS
from reports.words import listed
from reports.zones import zone
from storage.by_hand import SOURCE
from storage.store import Store
from storage.values import Client, ImportRun, Publication

MOST_NAMED = 8
MOST_DECIDED = 3
# An import counts from its beginning, and what it brings may come after a report was drawn.
LONGEST_IMPORT = timedelta(hours=1)


@dataclass(frozen=True)
class Correction:
    """What a correction says in the thread: ``lead``, the changes, and where they come from."""

    lead: str
    changes: tuple[str, ...]
    source: str = ""

    @property
    def text(self) -> str:
        """The one paragraph."""
        return f"{self.lead} {listed(list(self.changes), most=MOST_NAMED)}. {self.source}".strip()

    @classmethod
    def of(cls, args: Mapping[str, Any]) -> "Correction":
        """As the delivery's args keep it."""
        return cls(str(args["lead"]), tuple(args["changes"]), str(args["source"]))


def correction_of(
    publication: Publication,
    kept: Report,
    new: Report,
    found: tuple[str, ...],
    client: Client,
    store: Store,
) -> Correction:
    """The words for those who read there; a client is told nothing of the team's sources."""
    if publication.audience is Audience.CLIENT:
        return Correction("These figures were corrected:", found)
    sources = {name for report in (kept, new) for one in report.metrics for name in one.sources}
    decided = _decided(kept, client, store)
    for lead, undoing in (("Late data came in:", False), ("An import was undone:", True)):
        runs = _runs(publication, kept, sources, store, undoing=undoing)
        if runs:
            return Correction(lead, found, f"{_named(runs, client)} {decided}".strip())
    if decided:
        return Correction("It was decided which values count:", found, decided)
    if _by_hand(kept, new):
        return Correction("Numbers were entered by hand:", found)
    return Correction("These figures were corrected:", found)


def _decided(kept: Report, client: Client, store: Store) -> str:
    """What people decided since people saw the figures: the last about each value."""
    since = kept.generated_at
    last = {(*one.where, one.value): one for one in store.decisions.of_client(client.id)}
    made = [one for one in last.values() if one.at >= since]
    catalogue = store.definitions.catalogue()
    told = [
        f"{catalogue.metric(one.metric).label} on {day_name(one.day)} was {one.words}"
        for one in made
    ]
    return f"{listed(told, most=MOST_DECIDED)}." if told else ""


def _by_hand(kept: Report, new: Report) -> bool:
    """Whether a figure that changed is one that people gave."""
    before = {one.key: one.value for one in kept.metrics}
    return any(SOURCE in one.sources and before.get(one.key) != one.value for one in new.metrics)


def _runs(
    publication: Publication, kept: Report, sources: set[str], store: Store, *, undoing: bool
) -> list[ImportRun]:
    """The last import of each of the sources since people saw the figures."""
    seen = int(publication.seen.split(":")[0]) if publication.seen else 0
    known = kept.generated_at - LONGEST_IMPORT
    runs = store.freshness.runs_since(seen, sources, undoing=undoing)
    last = {run.source: run for run in runs if publication.seen or run.at >= known}
    return list(last.values())


def _named(runs: list[ImportRun], client: Client) -> str:
    tz = zone(client.tz)
    told = [f"{run.source}, {_moment(run.at.astimezone(tz))}" for run in runs]
    return f"{'Source' if len(told) == 1 else 'Sources'}: {'; '.join(told)}."


def _moment(at: datetime) -> str:
    return f"{at.day} {MONTHS[at.month - 1]} {at:%H:%M}"
