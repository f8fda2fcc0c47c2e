"""Workers: the processes that post or keep the clock, and which of them fell silent."""

from datetime import datetime

from sqlalchemy import Delete, select

from storage.dialect import insert_into
from storage.engine import reading, writing
from storage.tables import worker
from storage.values import Worker
from storage.verbs.base import Verbs, columns_of, value


class Workers(Verbs):
    """The processes that work for one workspace."""

    def beat(self, name: str, role: str, now: datetime) -> None:
        """Let the others know that ``name`` lives."""
        row = {
            "workspace_id": self.workspace_id,
            "name": name,
            "role": role,
            "started_at": now,
            "beat_at": now,
        }
        with writing(self.engine) as connection:
            beat = insert_into(connection, worker).values(row)
            connection.execute(
                beat.on_conflict_do_update(
                    index_elements=["workspace_id", "name"], set_={"beat_at": now}
                )
            )

    def all(self) -> list[Worker]:
        """Every process that was not seen off, by name."""
        mine = worker.c.workspace_id == self.workspace_id
        found = select(*columns_of(Worker, worker)).where(mine).order_by(worker.c.name)
        with reading(self.engine) as connection:
            return [value(Worker, row) for row in connection.execute(found).mappings()]

    def gone(self, name: str) -> None:
        """It has ended, or nobody waits for it any more."""
        with writing(self.engine) as connection:
            connection.execute(self._one(name))

    def _one(self, name: str) -> Delete:
        mine = worker.c.workspace_id == self.workspace_id
        return worker.delete().where(mine, worker.c.name == name)
