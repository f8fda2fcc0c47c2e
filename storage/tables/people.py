"""Workspaces, clients, and the names and channels that lead to them."""

from datetime import datetime

from sqlalchemy import UniqueConstraint

from storage.tables.base import Row, key, table, time, to


class WorkspaceRow(Row, table=True):
    """A Slack team; ``team_id`` is null for the local workspace before Slack is connected.

    ``weights`` is JSON: how much each component of the health score counts, where it was set.
    ``important`` is JSON too: the metrics whose numbers by hand a second person confirms, by key.
    """

    __table_args__ = (UniqueConstraint("team_id"),)
    id: int | None = key()
    team_id: str | None
    name: str
    weights: str | None
    important: str | None


class ClientRow(Row, table=True):
    """The customer reported on; ``name_folded`` is the name as it is compared."""

    __table_args__ = (UniqueConstraint("workspace_id", "slug"),)
    id: int | None = key()
    workspace_id: int = to("workspace")
    slug: str
    name: str
    name_folded: str
    segment: str | None
    owner: str | None
    tz: str
    currency: str
    locale: str
    created_at: datetime = time()


class ClientAliasRow(Row, table=True):
    """Another name of a client, casefolded."""

    __table_args__ = (UniqueConstraint("workspace_id", "alias"),)
    id: int | None = key()
    workspace_id: int = to("workspace")
    client_id: int = to("client", index=True)
    alias: str


class ClientChannelRow(Row, table=True):
    """A channel in which a client's name need not be said."""

    __table_args__ = (UniqueConstraint("workspace_id", "channel"),)
    id: int | None = key()
    workspace_id: int = to("workspace")
    channel: str
    client_id: int = to("client", index=True)


class PersonRow(Row, table=True):
    """Somebody of Slack who has to do with schedules: whether they were in the team when it was
    last looked at, since when that is so, and when they last changed a schedule."""

    __table_args__ = (UniqueConstraint("workspace_id", "person"),)
    id: int | None = key()
    workspace_id: int = to("workspace")
    person: str
    there: bool
    since: datetime = time()
    seen_at: datetime | None = time(null=True)
    acted_at: datetime | None = time(null=True)


workspace = table(WorkspaceRow)
client = table(ClientRow)
client_alias = table(ClientAliasRow)
client_channel = table(ClientChannelRow)
person = table(PersonRow)
