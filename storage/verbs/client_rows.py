"""Rows of clients: read, checked and kept apart, inside a caller's transaction."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from sqlalchemy import Column, ColumnElement, Connection, select, union

from reports.zones import zone
from storage.errors import AliasTaken, InvalidCurrency, NoSuchClient
from storage.tables import client, client_alias, client_channel
from storage.text import clean, fold
from storage.values import Client
from storage.verbs.base import columns_of, value

Fields = Mapping[str, str | None]


def clients(
    connection: Connection, workspace_id: int, *conditions: ColumnElement[bool]
) -> list[Client]:
    """The workspace's clients that meet every condition, by slug."""
    found = select(*columns_of(Client, client)).where(
        client.c.workspace_id == workspace_id, *conditions
    )
    rows = connection.execute(found.order_by(client.c.slug)).mappings().all()
    if not rows:
        return []
    ids = [int(row["id"]) for row in rows]
    aliases = _texts(connection, client_alias.c.client_id, client_alias.c.alias, ids)
    channels = _texts(connection, client_channel.c.client_id, client_channel.c.channel, ids)
    return [
        value(Client, row, aliases=tuple(aliases[row["id"]]), channels=tuple(channels[row["id"]]))
        for row in rows
    ]


def client_row(connection: Connection, workspace_id: int, client_id: int) -> Client:
    """One client; raises NoSuchClient."""
    found = clients(connection, workspace_id, client.c.id == client_id)
    if not found:
        raise NoSuchClient(client=client_id)
    return found[0]


def known_client(connection: Connection, workspace_id: int, client_id: int) -> None:
    """Raise NoSuchClient where there is none of this number."""
    mine = (client.c.workspace_id == workspace_id, client.c.id == client_id)
    if connection.scalar(select(client.c.id).where(*mine)) is None:
        raise NoSuchClient(client=client_id)


def ways_to(folded: str) -> Iterator[ColumnElement[bool]]:
    """How a folded text may name a client, the surest way first."""
    yield client.c.slug == folded
    yield client.c.id.in_(select(client_alias.c.client_id).where(client_alias.c.alias == folded))
    yield client.c.name_folded == folded


def taken_names(connection: Connection, workspace_id: int) -> set[str]:
    """Every slug and alias of the workspace: what a new slug must differ from."""
    slugs = select(client.c.slug).where(client.c.workspace_id == workspace_id)
    aliases = select(client_alias.c.alias).where(client_alias.c.workspace_id == workspace_id)
    return set(connection.scalars(union(slugs, aliases)))


def refuse_name_of_another(
    connection: Connection, workspace_id: int, client_id: int, folded: str
) -> None:
    """Raise AliasTaken where ``folded`` already leads to another client."""
    for way in ways_to(folded):
        for other in clients(connection, workspace_id, way, client.c.id != client_id):
            raise AliasTaken(alias=folded, slug=other.slug)


def checked(fields: Fields, slug: str) -> dict[str, str | None]:
    """The columns for ``fields``; raises UnknownZone or InvalidCurrency."""
    columns = {name: text if text is None else clean(text) for name, text in fields.items()}
    if "name" in columns:
        name = (columns["name"] or "").strip() or slug
        columns |= {"name": name, "name_folded": fold(name)}
    if "tz" in columns:
        zone(columns["tz"] or "")
    if "currency" in columns:
        columns["currency"] = _currency(columns["currency"] or "")
    return columns


def _currency(text: str) -> str:
    if re.fullmatch("[A-Za-z]{3}", text) is None:
        raise InvalidCurrency(currency=text)
    return text.upper()


def _texts(
    connection: Connection, owner: Column[int], text: Column[str], ids: list[int]
) -> dict[int, list[str]]:
    texts = defaultdict(list)
    found = select(owner, text).where(owner.in_(ids)).order_by(text)
    for client_id, one in connection.execute(found):
        texts[client_id].append(one)
    return texts
