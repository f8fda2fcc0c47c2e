"""What names in a file stand for: clients and metrics, looked up once each."""

from datetime import datetime

from sqlalchemy import Engine, select

from reports.metrics import Catalogue, built_in
from storage.cells import Refused, quoted
from storage.client_names import ClientNames
from storage.currencies import check_sign, meant_by
from storage.dialect import insert_into
from storage.engine import reading, writing
from storage.errors import SlugTaken
from storage.shapes import metric_key_of
from storage.tables import breakdown, metric_key
from storage.values import Client
from storage.verbs.clients import Clients

# From so many names on, all clients are read at once.
_MANY = 10


class ClientBook:
    """Clients by the text that names them in a file."""

    def __init__(self, clients: Clients, *, create: bool, now: datetime) -> None:
        """Make unknown clients if ``create``."""
        self._clients = clients
        self._create = create
        self._now = now
        self._known: dict[str, int | str] = {}
        self._names: ClientNames | None = None
        self.slugs: dict[int, str] = {}
        self.currencies: dict[int, str] = {}
        self._open: set[int] = set()  # made by this file, and no currency told yet
        self.new: list[str] = []

    def id_of(self, text: str) -> int:
        """The client's id; raises Refused for an unknown one that is not to be made."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._look_up(text)
        if isinstance(known, str):
            raise Refused(known, "client")
        return known

    def check_currency(self, client_id: int, sign: str | None) -> None:
        """Refuse amounts with the sign of another currency than the client's.

        A client that this file makes has the currency of its first amount with a clear sign.
        """
        meant = meant_by(sign)
        if client_id in self._open and len(meant) == 1:
            self._settle(client_id, *meant)
        if meant:
            self._open.discard(client_id)
        check_sign(sign, self.currencies[client_id], self.slugs[client_id])

    def _settle(self, client_id: int, currency: str) -> None:
        """A client that this file makes has this currency."""
        self.currencies[client_id] = currency
        self._clients.change(client_id, currency=currency)

    def known(self, text: str) -> int | None:
        """The client's id where ``id_of`` has given it; None also for one that it refused."""
        known = self._known.get(text)
        return known if isinstance(known, int) else None

    def _look_up(self, text: str) -> int | str:
        name = text.strip()
        if not name:
            return "the client is missing"
        client = self._find(name)
        if client is None and not self._create:
            return f"there is no client {quoted(name)}; correct it, or import with --create"
        if client is None:
            client = self._make(name)
            self._open.add(client.id)
        self.slugs[client.id] = client.slug
        self.currencies[client.id] = client.currency
        return client.id

    def _find(self, name: str) -> Client | None:
        if len(self._known) < _MANY:
            return self._clients.find(name)
        self._names = self._names or ClientNames(self._clients)
        found = self._names.find(name)
        # One that is to be made is looked for again when it is.
        return found if found or self._create else self._clients.find(name)

    def _make(self, name: str) -> Client:
        client = self._names.add(name, self._now) if self._names else self._add(name)
        # Another import may have made the client since we looked.
        while client is None:
            found = self._clients.find(name)
            if found:
                return found
            client = self._add(name)
        self.new.append(client.slug)
        return client

    def _add(self, name: str) -> Client | None:
        """Add the client; None where its slug has been taken in the meantime."""
        try:
            return self._clients.add(self._clients.slug_for(name), name, now=self._now)
        except SlugTaken:
            return None


class MetricBook:
    """Metric ids by what a file calls the metric."""

    def __init__(self, engine: Engine, catalogue: Catalogue | None = None) -> None:
        """Learn the keys that the store knows; ``catalogue`` is the workspace's own."""
        self._engine = engine
        self._catalogue = catalogue or built_in()
        self._ids: dict[str, int] = {}
        self.keys: dict[int, str] = {}
        self.new: list[str] = []
        with reading(engine) as connection:
            for key_id, key in connection.execute(select(metric_key.c.id, metric_key.c.key)):
                self._learn(key, key_id)

    def id_of(self, text: str) -> int:
        """The metric's id, made where it is new; raises Refused for a text without a letter."""
        known = self._ids.get(text)
        if known is None:
            key = metric_key_of(text)
            if not key:
                raise Refused(f"{quoted(text)} cannot name a metric")
            known = self._ids.get(key) or self._make(key)
            self._ids[text] = known
        return known

    def known(self, text: str) -> int | None:
        """The metric's id where ``id_of`` would make none; None for a text not met yet."""
        return self._ids.get(text)

    def _make(self, key: str) -> int:
        with writing(self._engine) as connection:
            row = insert_into(connection, metric_key).values(key=key)
            connection.execute(row.on_conflict_do_nothing())
            found = select(metric_key.c.id).where(metric_key.c.key == key)
            new_id: int = connection.execute(found).scalar_one()
        if not self._catalogue.metric(key).declared:
            self.new.append(key)
        return self._learn(key, new_id)

    def _learn(self, key: str, key_id: int) -> int:
        self._ids[key] = key_id
        self.keys[key_id] = key
        return key_id


class BreakdownBook:
    """Ids of breakdowns by their names, such as ``agent:Diane``."""

    def __init__(self, engine: Engine) -> None:
        """Learn the names that the store knows."""
        self._engine = engine
        with reading(engine) as connection:
            rows = connection.execute(select(breakdown.c.name, breakdown.c.id))
            self._ids: dict[str, int] = {row[0]: row[1] for row in rows}

    def id_of(self, name: str) -> int:
        """The breakdown's id, made where it is new."""
        known = self._ids.get(name)
        if known is None:
            known = self._ids[name] = self._make(name)
        return known

    def _make(self, name: str) -> int:
        with writing(self._engine) as connection:
            row = insert_into(connection, breakdown).values(name=name)
            connection.execute(row.on_conflict_do_nothing())
            found = select(breakdown.c.id).where(breakdown.c.name == name)
            return int(connection.execute(found).scalar_one())
