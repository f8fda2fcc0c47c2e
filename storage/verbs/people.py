"""People: who of those that have to do with schedules is still in the team."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from storage.dialect import insert_into
from storage.engine import reading, writing
from storage.tables import person
from storage.values import Person
from storage.verbs.base import Verbs, columns_of, value

KEY = ["workspace_id", "person"]


class People(Verbs):
    """The people of one workspace that rows name; who was never looked at counts as there."""

    def saw(self, user: str, now: datetime, *, there: bool) -> bool:
        """Slack says whether they are in the team; true where that is news."""
        with writing(self.engine) as connection:
            known = select(person.c.there).where(self._one(user)).with_for_update()
            before = connection.scalar(known)
            if before is None:
                row = self._row(user, now) | {"there": there, "seen_at": now}
                added = insert_into(connection, person).values(row)
                connection.execute(added.on_conflict_do_nothing())
                return not there
            columns: dict[str, Any] = {"there": there, "seen_at": now}
            if before is not there:
                columns["since"] = now
            connection.execute(person.update().where(self._one(user)).values(columns))
            return bool(before) is not there

    def acted(self, user: str, now: datetime) -> None:
        """They have just changed a schedule, so they know about it."""
        with writing(self.engine) as connection:
            row = insert_into(connection, person).values(self._row(user, now) | {"acted_at": now})
            connection.execute(
                row.on_conflict_do_update(index_elements=KEY, set_={"acted_at": now})
            )

    def away(self) -> frozenset[str]:
        """Those who are not in the team any more."""
        with reading(self.engine) as connection:
            gone = select(person.c.person).where(self._mine, person.c.there.is_(False))
            return frozenset(connection.scalars(gone))

    def get(self, user: str) -> Person | None:
        """What is known of somebody; None for nothing."""
        found = self._all(person.c.person == user)
        return found[0] if found else None

    def actors(self) -> list[Person]:
        """Those who changed a schedule, the last one first."""
        found = self._all(person.c.acted_at.is_not(None))
        return sorted(found, key=lambda one: one.acted_at or one.since, reverse=True)

    def unseen(self, users: Collection[str], since: datetime) -> list[str]:
        """Those of ``users`` who were not looked at since then, in alphabetical order."""
        seen = {one.person for one in self._all(person.c.seen_at >= since)}
        return sorted(set(users) - seen)

    @property
    def _mine(self) -> ColumnElement[bool]:
        return person.c.workspace_id == self.workspace_id

    def _one(self, user: str) -> ColumnElement[bool]:
        return self._mine & (person.c.person == user)

    def _row(self, user: str, now: datetime) -> dict[str, Any]:
        mine = {"workspace_id": self.workspace_id, "person": user}
        return mine | {"there": True, "since": now}

    def _all(self, condition: ColumnElement[bool]) -> list[Person]:
        found = select(*columns_of(Person, person)).where(self._mine, condition)
        with reading(self.engine) as connection:
            rows = connection.execute(found.order_by(person.c.person)).mappings()
            return [value(Person, row) for row in rows]
