"""Imports: the runs that brought the data."""

from typing import Any

from sqlalchemy import Column, select

from storage.engine import reading
from storage.errors import SourceTaken
from storage.tables import import_run, source
from storage.values import ImportRun
from storage.verbs.base import Verbs, columns_of, value


class Imports(Verbs):
    """The sources of one workspace and their import runs."""

    def kind_of(self, name: str) -> str | None:
        """What the source brings: ``file`` (numbers) or ``tickets``; None where there is none."""
        return self._of(name, source.c.kind)

    def mapping_of(self, name: str) -> str | None:
        """Which column of the source's files means what, as JSON; None where nothing was kept."""
        return self._of(name, source.c.mapping)

    def check_kind(self, name: str, kind: str) -> None:
        """Raise SourceTaken where the source brings something else."""
        if self.kind_of(name) not in {None, kind}:
            raise SourceTaken(source=name, brings="tickets" if kind == "file" else "numbers")

    def _of(self, name: str, column: Column[Any]) -> str | None:
        found = select(column).where(
            source.c.workspace_id == self.workspace_id, source.c.name == name
        )
        with reading(self.engine) as connection:
            kept: str | None = connection.scalar(found)
        return kept

    def recent(self, limit: int) -> list[ImportRun]:
        """The ``limit`` newest runs, the newest first."""
        columns = [*columns_of(ImportRun, import_run), source.c.name.label("source")]
        runs = import_run.join(source, import_run.c.source_id == source.c.id)
        found = select(*columns).select_from(runs)
        mine = found.where(source.c.workspace_id == self.workspace_id)
        with reading(self.engine) as connection:
            rows = connection.execute(mine.order_by(import_run.c.id.desc()).limit(limit))
            return [value(ImportRun, row) for row in rows.mappings()]
