"""Definitions: what a team declares about its metrics, identities and sources."""

from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import Connection, select

from reports.metrics import Catalogue, built_in
from reports.metrics.declared import Declared
from reports.metrics.overlay import overlaid
from storage.dialect import take_turns
from storage.engine import reading, writing
from storage.errors import DeclarationsUnreadable
from storage.tables import client, declaration, metric_key, observation, source
from storage.verbs.base import Verbs

NOTHING = Declared()


class Definitions(Verbs):
    """The declarations of one workspace."""

    def catalogue(self) -> Catalogue:
        """The built-in catalogue with what the team declares; raises DeclarationsUnreadable."""
        with reading(self.engine) as connection:
            text = self._newest(connection)
        return built_in() if text is None else overlaid(_read(text))

    def declared(self) -> Declared:
        """What the team declares, which may be nothing; raises DeclarationsUnreadable."""
        with reading(self.engine) as connection:
            text = self._newest(connection)
        return NOTHING if text is None else _read(text)

    def declare(self, declared: Declared, *, now: datetime, by: str) -> bool:
        """Replace the team's declarations; False where these are the same.

        What was declared before is kept, with who declared it and when.
        """
        text = declared.model_dump_json(exclude_unset=True)
        with writing(self.engine) as connection:
            take_turns(connection)
            if text == (self._newest(connection) or NOTHING.model_dump_json(exclude_unset=True)):
                return False
            row = {"workspace_id": self.workspace_id, "at": now, "by": by, "text": text}
            connection.execute(declaration.insert().values(row))
        return True

    def keys(self) -> set[str]:
        """The keys of the metrics of which any client has data."""
        mine = select(client.c.id).where(client.c.workspace_id == self.workspace_id)
        found = select(metric_key.c.key).where(
            metric_key.c.id.in_(
                select(observation.c.metric_id).where(observation.c.client_id.in_(mine))
            )
        )
        with reading(self.engine) as connection:
            return set(connection.scalars(found))

    def sources(self) -> set[str]:
        """The names of all sources."""
        found = select(source.c.name).where(source.c.workspace_id == self.workspace_id)
        with reading(self.engine) as connection:
            return set(connection.scalars(found))

    def _newest(self, connection: Connection) -> str | None:
        mine = declaration.c.workspace_id == self.workspace_id
        newest = select(declaration.c.text).where(mine).order_by(declaration.c.id.desc()).limit(1)
        found: str | None = connection.scalar(newest)
        return found


def _read(text: str) -> Declared:
    try:
        return Declared.model_validate_json(text)
    except ValidationError as error:
        raise DeclarationsUnreadable from error
