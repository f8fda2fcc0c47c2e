"""All of a workspace's clients by every name, for files that name many of them."""

from collections import Counter
from datetime import datetime

from sqlalchemy import Connection, exists, select

from storage.engine import reading, writing
from storage.tables import client, client_alias
from storage.text import fold
from storage.values import Client
from storage.verbs.base import columns_of, value
from storage.verbs.client_rows import checked, clients, taken_names
from storage.verbs.clients import Clients
from storage.verbs.slugs import free_slug


class ClientNames:
    """What ``Clients.find`` would find, read once; and a quick way to add one client more."""

    def __init__(self, verbs: Clients) -> None:
        """Read the workspace's clients."""
        self._engine, self._workspace_id = verbs.engine, verbs.workspace_id
        with reading(self._engine) as connection:
            known = clients(connection, self._workspace_id)
            self._taken = taken_names(connection, self._workspace_id)
        self._count = len(known)
        names = Counter(fold(one.name) for one in known)
        # The surer way to name a client comes later and wins; a name of two leads to neither.
        self._found = {fold(one.name): one for one in known if names[fold(one.name)] == 1}
        self._found |= {alias: one for one in known for alias in one.aliases}
        self._found |= {one.slug: one for one in known}

    def find(self, text: str) -> Client | None:
        """The client that was called ``text`` when the names were read, or was added here."""
        return self._found.get(fold(text))

    def add(self, name: str, now: datetime) -> Client | None:
        """Add the client; None where it, or its slug, has come to be in the meantime."""
        slug = free_slug(name, self._taken, self._count + 1)
        columns = checked({"name": name, "tz": "UTC", "currency": "USD", "locale": "en"}, slug)
        keys = {"slug": slug, "workspace_id": self._workspace_id, "created_at": now}
        with writing(self._engine) as connection:
            if self._is_taken(connection, {slug, fold(name)}):
                return None
            added = client.insert().values(**columns, **keys)
            row = connection.execute(added.returning(*columns_of(Client, client))).mappings().one()
        new = value(Client, row, aliases=(), channels=())
        self._count += 1
        self._taken.add(slug)
        self._found.setdefault(fold(new.name), new)
        self._found[slug] = new
        return new

    def _is_taken(self, connection: Connection, names: set[str]) -> bool:
        own, other = client.c.workspace_id, client_alias.c.workspace_id
        clients_ = exists().where(
            own == self._workspace_id, client.c.slug.in_(names) | client.c.name_folded.in_(names)
        )
        aliases = exists().where(other == self._workspace_id, client_alias.c.alias.in_(names))
        return bool(connection.scalar(select(clients_ | aliases)))
