"""Whose the rows of a file are: clients looked up once each, and made only when all is read."""

from collections.abc import Collection
from datetime import datetime

from reports.zones import zone
from storage.cells import Refused, quoted
from storage.errors import SlugTaken
from storage.records.kind import Owner
from storage.text import fold, sluggish
from storage.values import Client
from storage.verbs.clients import Clients


class Owners:
    """Clients by the text that names them in a file; nothing is written before ``make``."""

    def __init__(self, clients: Clients, *, create: bool) -> None:
        """Plan unknown clients if ``create``."""
        self._clients = clients
        self._create = create
        self._known: dict[str, Owner | str] = {}
        self._planned: dict[str, Owner] = {}
        self.slugs: dict[int, str] = {}

    @property
    def planned(self) -> list[Owner]:
        """The clients that are to be made."""
        return list(self._planned.values())

    def of(self, text: str) -> Owner:
        """Whose the row is; raises Refused for a client that is unknown and not to be made."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._look_up(text.strip())
        if isinstance(known, str):
            raise Refused(known, "client")
        return known

    def make(self, keys: Collection[int], now: datetime) -> dict[int, int]:
        """Make the planned clients with these keys; the ids that they have now."""
        made = {}
        for owner in self._planned.values():
            if owner.key in keys:
                client = self._made(owner, now)
                made[owner.key] = client.id
                self.slugs[client.id] = client.slug
        return made

    def _look_up(self, name: str) -> Owner | str:
        if not name:
            return "the client is missing"
        client = self._clients.find(name)
        if client is not None:
            self.slugs[client.id] = client.slug
            return Owner(client.id, client.name, zone(client.tz), client.currency)
        if not self._create:
            return f"there is no client {quoted(name)}; correct it, or import with --create"
        same = sluggish(name) or fold(name)
        planned = Owner(-1 - len(self._planned), name, zone("UTC"), None)
        return self._planned.setdefault(same, planned)

    def _made(self, owner: Owner, now: datetime) -> Client:
        currency = {} if owner.currency is None else {"currency": owner.currency}
        try:
            slug = self._clients.slug_for(owner.name)
            return self._clients.add(slug, owner.name, now=now, **currency)
        except SlugTaken:
            # Another import may have made the client since we looked.
            return self._clients.find(owner.name) or self._made(owner, now)
