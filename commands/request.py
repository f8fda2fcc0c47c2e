"""The Request: what a door knows when a person asks something."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["member", "admin", "guest", "system"]
PlaceKind = Literal["public", "private", "dm", "terminal"]


@dataclass(frozen=True)
class Asker:
    """Who asks; ``tz`` is an IANA zone.

    ``external`` people belong to another organisation; guests belong to a client.
    """

    id: str
    name: str
    tz: str = "UTC"
    role: Role = "member"
    external: bool = False

    @property
    def of_the_team(self) -> bool:
        """Whether this person may read internal words."""
        return not self.external and self.role != "guest"


@dataclass(frozen=True)
class Place:
    """Where the question was asked. ``external`` is true where outsiders can read along.

    ``channel`` is a Slack id, ``client`` the slug of the channel's client, ``publication`` the id
    of the one whose thread this is; ``member`` says whether the bot is in the channel, ``name`` is
    what people call the channel.
    """

    channel: str | None = None
    kind: PlaceKind = "terminal"
    external: bool = False
    client: str | None = None
    publication: int | None = None
    member: bool = True
    name: str | None = None


@dataclass(frozen=True)
class NamedChannel:
    """A channel that the question mentions, with what is known of it; ``client`` is a slug."""

    id: str
    name: str
    external: bool
    member: bool
    client: str | None = None


@dataclass(frozen=True)
class Request:
    """One question: a verb, its words as typed, and who asked it where.

    ``channels`` maps each channel as it stands in ``args`` (``#acme``) to what is known of it,
    and ``people`` each person (``@ana``); ``files`` are the paths of shared files, ``schedule`` is
    the number of the one that asks. ``fields`` is what stood in a form that answers its picks, by
    the keys of its fields.
    """

    id: str
    verb: str
    args: str
    workspace: str
    asker: Asker
    place: Place
    door: str
    channels: Mapping[str, NamedChannel] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    people: Mapping[str, Asker] = field(default_factory=dict)
    schedule: int | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
