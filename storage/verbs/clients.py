"""Clients: finding, adding and changing them."""

from datetime import datetime

from sqlalchemy import func, select

from storage.dialect import insert_into
from storage.engine import reading, writing
from storage.errors import ChannelTaken, ReservedSlug, SlugTaken
from storage.tables import client, client_alias, client_channel
from storage.text import fold
from storage.values import Client
from storage.verbs.base import Verbs
from storage.verbs.client_rows import (
    checked,
    client_row,
    clients,
    refuse_name_of_another,
    taken_names,
    ways_to,
)
from storage.verbs.slugs import RESERVED, check_slug, free_slug

CHANGEABLE = frozenset({"name", "segment", "owner", "tz", "currency", "locale"})


class Clients(Verbs):
    """The clients of one workspace."""

    def all(self) -> list[Client]:
        """Every client, by slug."""
        with reading(self.engine) as connection:
            return clients(connection, self.workspace_id)

    def get(self, client_id: int) -> Client:
        """One client; raises NoSuchClient."""
        with reading(self.engine) as connection:
            return client_row(connection, self.workspace_id, client_id)

    def find(self, text: str) -> Client | None:
        """The client whose slug, alias or name is ``text``, in this order of preference.

        Case and outer white space do not count. A name that two clients share finds neither.
        """
        with reading(self.engine) as connection:
            for way in ways_to(fold(text)):
                found = clients(connection, self.workspace_id, way)
                if found:
                    return found[0] if len(found) == 1 else None
        return None

    def of_channel(self, channel: str) -> Client | None:
        """The client whose name need not be said in ``channel``."""
        linked = select(client_channel.c.client_id).where(
            client_channel.c.workspace_id == self.workspace_id,
            client_channel.c.channel == channel,
        )
        with reading(self.engine) as connection:
            found = clients(connection, self.workspace_id, client.c.id.in_(linked))
        return found[0] if found else None

    def slug_for(self, name: str) -> str:
        """A free slug made from ``name``; any text at all gives a valid one."""
        with reading(self.engine) as connection:
            of_workspace = client.c.workspace_id == self.workspace_id
            number = connection.scalar(select(func.count()).where(of_workspace)) or 0
            taken = taken_names(connection, self.workspace_id)
        return free_slug(name, taken, number + 1)

    def add(
        self,
        slug: str,
        name: str,
        *,
        now: datetime,
        tz: str = "UTC",
        currency: str = "USD",
        locale: str = "en",
    ) -> Client:
        """Add a client; a blank name becomes the slug.

        Raises InvalidSlug, ReservedSlug, SlugTaken (also where an alias stands in the way),
        UnknownZone or InvalidCurrency. In names, NUL and lone surrogates become U+FFFD.
        """
        check_slug(slug)
        fields = checked({"name": name, "tz": tz, "currency": currency, "locale": locale}, slug)
        keys = {"slug": slug, "workspace_id": self.workspace_id, "created_at": now}
        with writing(self.engine) as connection:
            if slug in taken_names(connection, self.workspace_id):
                raise SlugTaken(slug=slug)
            row = insert_into(connection, client).values(**fields, **keys)
            new_id = connection.scalar(row.on_conflict_do_nothing().returning(client.c.id))
            if new_id is None:
                raise SlugTaken(slug=slug)
            return client_row(connection, self.workspace_id, new_id)

    def change(self, client_id: int, **fields: str | None) -> Client:
        """Change name, segment, owner (a Slack user id), tz, currency or locale.

        Raises NoSuchClient, UnknownZone, InvalidCurrency; TypeError for another field.
        """
        if unknown := fields.keys() - CHANGEABLE:
            raise TypeError(f"A client has no {', '.join(sorted(unknown))} that can be changed.")
        with writing(self.engine) as connection:
            slug = client_row(connection, self.workspace_id, client_id).slug
            changed = client.update().where(client.c.id == client_id)
            connection.execute(changed.values(checked(fields, slug) or {"slug": slug}))
            return client_row(connection, self.workspace_id, client_id)

    def add_alias(self, client_id: int, alias: str) -> Client:
        """Let ``alias`` lead to the client. Raises NoSuchClient, AliasTaken, ReservedSlug."""
        folded = fold(alias)
        if folded in RESERVED or not folded:
            raise ReservedSlug(slug=folded)
        fields = {"workspace_id": self.workspace_id, "client_id": client_id, "alias": folded}
        with writing(self.engine) as connection:
            client_row(connection, self.workspace_id, client_id)
            refuse_name_of_another(connection, self.workspace_id, client_id, folded)
            row = insert_into(connection, client_alias).values(fields)
            connection.execute(row.on_conflict_do_nothing())
            return client_row(connection, self.workspace_id, client_id)

    def link_channel(self, client_id: int, channel: str) -> Client:
        """Make ``channel`` the client's. Raises NoSuchClient; ChannelTaken if it is another's."""
        fields = {"workspace_id": self.workspace_id, "channel": channel, "client_id": client_id}
        with writing(self.engine) as connection:
            linked = client_row(connection, self.workspace_id, client_id)
            row = insert_into(connection, client_channel).values(fields).on_conflict_do_nothing()
            added = connection.scalar(row.returning(client_channel.c.id))
            if added is None and channel not in linked.channels:
                raise ChannelTaken(slug=self._slug_of(channel))
            return client_row(connection, self.workspace_id, client_id)

    def unlink_channel(self, channel: str) -> bool:
        """Undo ``link_channel``; False where the channel was no client's."""
        gone = client_channel.delete().where(
            client_channel.c.workspace_id == self.workspace_id,
            client_channel.c.channel == channel,
        )
        with writing(self.engine) as connection:
            return connection.execute(gone).rowcount > 0

    def _slug_of(self, channel: str) -> str:
        owner = self.of_channel(channel)
        return owner.slug if owner else "another client"
