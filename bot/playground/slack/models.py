"""What stands in a workspace: people, channels, messages, files, views."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
JsonValue = Any  # whatever JSON can hold; its readers check what they need
Role = Literal["member", "admin", "guest"]
Kind = Literal["public", "private", "im"]


@dataclass
class User:
    """A person or a bot. `team_id` differs from the workspace's for external people."""

    id: str
    name: str
    real_name: str
    tz: str
    role: Role
    team_id: str
    is_bot: bool = False
    deleted: bool = False


@dataclass
class Channel:
    """A channel or DM; `members` are user ids; `shared` means shared with another company."""

    id: str
    name: str
    kind: Kind
    created: int
    members: list[str] = field(default_factory=list)
    shared: bool = False
    archived: bool = False
    user: str = ""

    @property
    def private(self) -> bool:
        return self.kind != "public"


@dataclass(frozen=True)
class Reaction:
    name: str
    users: tuple[str, ...]


@dataclass(frozen=True)
class Edited:
    user: str
    ts: str


@dataclass(frozen=True)
class Message:
    """One message as it stands now. Frozen: a change puts a new value in its place."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    bot_id: str | None = None
    subtype: str | None = None
    metadata: Json | None = None
    attachments: tuple[Json, ...] = ()
    files: tuple[str, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    edited: Edited | None = None
    ephemeral_for: str | None = None
    client_msg_id: str | None = None
    broadcast: bool = False

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass
class File:
    """An upload; `content` is None until its bytes came, `ready_at` None until it is complete."""

    id: str
    name: str
    length: int
    alt: str
    user: str
    created: int
    title: str = ""
    content: bytes | None = None
    ready_at: float | None = None
    channels: list[str] = field(default_factory=list)
    deleted: bool = False


@dataclass
class View:
    """A modal or Home tab, as the bot declared it."""

    id: str
    type: str
    user: str
    declared: Json
    hash: str
    root: str
    previous: str | None = None
