"""Imports: the runs that brought the data."""

from sqlalchemy import select

from storage.engine import reading
from storage.tables import import_run, source
from storage.values import ImportRun
from storage.verbs.base import Verbs, columns_of, value


class Imports(Verbs):
    """The import runs of one workspace."""

    def recent(self, limit: int) -> list[ImportRun]:
        """The ``limit`` newest runs, the newest first."""
        columns = [*columns_of(ImportRun, import_run), source.c.name.label("source")]
        runs = import_run.join(source, import_run.c.source_id == source.c.id)
        found = select(*columns).select_from(runs)
        mine = found.where(source.c.workspace_id == self.workspace_id)
        with reading(self.engine) as connection:
            rows = connection.execute(mine.order_by(import_run.c.id.desc()).limit(limit))
            return [value(ImportRun, row) for row in rows.mappings()]
