"""Records brought into a store by the door that everybody uses."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Table, select

from storage.engine import reading
from storage.records.importing import import_records
from storage.records.plan import Plan
from storage.records.planning import plan_records
from storage.records.taken import RecordsTaken
from storage.store import Store
from storage.values import Client
from tests.storage import NOW

Days = dict[str, float]


class House:
    """Writes files of records and imports them, for acme unless told otherwise."""

    def __init__(self, store: Store, folder: Path, kind: str) -> None:
        """Keep the files in ``folder``."""
        self.store = store
        self.kind = kind
        self._folder = folder

    def file(self, content: str, name: str = "records.csv") -> Path:
        """A file with this content."""
        file = self._folder / name
        file.write_text(content, encoding="utf-8")
        return file

    def plan(
        self, content: str, *maps: str, name: str = "records.csv", client: str | None = "acme",
        create: bool = True, source: str | None = None,
    ) -> Plan:  # fmt: skip
        """How a file with this content would be read, and what would change."""
        return plan_records(
            self.store, self.file(content, name), kind=self.kind, overrides=maps, client=client,
            create=create, source=source,
        )  # fmt: skip

    def bring(
        self, content: str, *maps: str, at: datetime = NOW, **more: Any  # noqa: ANN401 - as in plan
    ) -> RecordsTaken:  # fmt: skip
        """Import a file with this content."""
        return import_records(self.store, self.plan(content, *maps, **more), now=at, by="U1")

    def client(self, slug: str = "acme") -> Client:
        """A client that exists."""
        found = self.store.clients.find(slug)
        assert found
        return found

    def frame(self, slug: str = "acme", kind: str | None = None) -> pd.DataFrame:
        """All that is stored for a client, in total or by ``kind``."""
        observations, client = self.store.observations, self.client(slug)
        if kind is None:
            return observations.frame(client.id, date.min, date.max)
        return observations.parts(client.id, kind, date.min, date.max)

    def days(self, metric: str, slug: str = "acme") -> Days:
        """A metric's values by day."""
        frame = self.frame(slug)
        mine = frame[frame["metric"] == metric]
        return dict(zip(mine["day"].dt.strftime("%Y-%m-%d"), mine["value"], strict=True))

    def weighted(self, metric: str, slug: str = "acme") -> float:
        """A mean over all days, each weighing as much as it says."""
        frame = self.frame(slug)
        mine = frame[frame["metric"] == metric]
        return float((mine["value"] * mine["weight"]).sum() / mine["weight"].sum())

    def records(self, table: Table) -> list[Mapping[str, Any]]:
        """The raw rows, by their numbers."""
        with reading(self.store.engine) as connection:
            found = connection.execute(select(table).order_by(table.c.client_id, table.c.ref))
            return [dict(row) for row in found.mappings()]

    def seen(self) -> list[tuple[Any, ...]]:
        """All that stands for acme, in an order of its own."""
        frame = self.frame().fillna(-1)
        columns = ["metric", "day", "value", "weight", "source"]
        return sorted(frame[columns].itertuples(index=False, name=None))
