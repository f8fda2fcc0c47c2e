"""Tickets brought into a store by the door that everybody uses."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from reports.figures import by_metric, total
from storage.store import Store
from storage.tickets.importing import import_tickets
from storage.tickets.planning import Plan, plan_tickets
from storage.tickets.ticket import TicketsTaken
from tests.storage import NOW

Figures = Mapping[str, float | None]


class Helpdesk:
    """Writes files of tickets and imports them for acme."""

    def __init__(self, store: Store, folder: Path) -> None:
        """Keep the files in ``folder``."""
        self.store = store
        self._folder = folder

    def plan(self, content: str, *maps: str, name: str = "desk.csv") -> Plan:
        """How a file with this content would be read."""
        file = self._folder / name
        file.write_text(content, encoding="utf-8")
        return plan_tickets(self.store, file, overrides=maps)

    def bring(
        self, content: str, *maps: str, name: str = "desk.csv", at: datetime = NOW
    ) -> TicketsTaken:
        """Import a file with this content."""
        return self.take(self.plan(content, *maps, name=name), at=at)

    def take(self, plan: Plan, *, at: datetime = NOW) -> TicketsTaken:
        """Carry a plan out."""
        return import_tickets(self.store, plan, client="acme", create=True, now=at, by="U1")

    def frame(self, kind: str | None = None, known_at: datetime | None = None) -> pd.DataFrame:
        """All that is stored for acme, in total or by ``kind``."""
        acme = self.store.clients.find("acme")
        assert acme
        observations = self.store.observations
        if kind is None:
            return observations.frame(acme.id, date.min, date.max, known_at=known_at)
        return observations.parts(acme.id, kind, date.min, date.max, known_at=known_at)

    def figures(
        self, first: date = date.min, last: date = date.max, known_at: datetime | None = None
    ) -> Figures:
        """Each metric from ``first`` to ``last``, as a report adds it up."""
        return added_up(self.frame(known_at=known_at), first, last)


def added_up(frame: pd.DataFrame, first: date, last: date) -> Figures:
    """Each metric of a frame over some days, as a report adds it up."""
    return {days.metric.key: total(days, first, last) for days in by_metric(frame)}
