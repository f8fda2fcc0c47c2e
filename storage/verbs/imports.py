"""Imports: the runs that brought the data."""

from typing import Any

from sqlalchemy import Column, Select, select

from storage.engine import reading
from storage.errors import SourceTaken
from storage.tables import import_run, source
from storage.values import ImportRun
from storage.verbs.base import Verbs, columns_of, value


class Imports(Verbs):
    """The sources of one workspace and their import runs."""

    def kind_of(self, name: str) -> str | None:
        """What the source brings: ``file`` (numbers), ``tickets``, ``invoices`` and so on; or None.

        None, too, where every import was undone.
        """
        return self._of(name, source.c.kind) or None

    def mapping_of(self, name: str) -> str | None:
        """Which column of the source's files means what, as JSON; None where nothing was kept."""
        return self._of(name, source.c.mapping)

    def check_kind(self, name: str, kind: str) -> None:
        """Raise SourceTaken where the source brings something else."""
        found = self.kind_of(name)
        if found not in {None, kind}:
            raise SourceTaken(source=name, brings="numbers" if found == "file" else found)

    def _of(self, name: str, column: Column[Any]) -> str | None:
        found = select(column).where(
            source.c.workspace_id == self.workspace_id, source.c.name == name
        )
        with reading(self.engine) as connection:
            kept: str | None = connection.scalar(found)
        return kept

    def recent(self, limit: int) -> list[ImportRun]:
        """The ``limit`` newest runs, the newest first; those that undid others are left out."""
        found = self._runs().where(import_run.c.undoes.is_(None)).limit(limit)
        with reading(self.engine) as connection:
            return [value(ImportRun, row) for row in connection.execute(found).mappings()]

    def find(self, number: int) -> ImportRun | None:
        """The run with this number; None where there is none, or where it undid another."""
        found = self._runs().where(import_run.c.id == number, import_run.c.undoes.is_(None))
        with reading(self.engine) as connection:
            row = connection.execute(found).mappings().first()
        return None if row is None else value(ImportRun, row)

    def _runs(self) -> Select[Any]:
        columns = [*columns_of(ImportRun, import_run), source.c.name.label("source")]
        runs = import_run.join(source, import_run.c.source_id == source.c.id)
        mine = source.c.workspace_id == self.workspace_id
        return select(*columns).select_from(runs).where(mine).order_by(import_run.c.id.desc())
