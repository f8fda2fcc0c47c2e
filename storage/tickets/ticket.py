"""A ticket as it was read, and the tally of a file's rows."""

from dataclasses import dataclass, field
from datetime import date, datetime

from storage.values import Refusal


@dataclass(frozen=True, slots=True)
class Ticket:
    """One row of the table ``ticket``, without whose it is; None is what is not known."""

    ref: str
    opened_day: int
    opened_at: datetime | None = None
    closed_day: int | None = None
    closed_at: datetime | None = None
    agent: str | None = None
    topic: str | None = None
    channel: str | None = None
    location: str | None = None
    answered: bool | None = None
    resolved: bool | None = None
    first_response: float | None = None
    response_sum: float | None = None
    responses: int | None = None
    slowest_response: float | None = None
    handle_time: float | None = None
    messages: int | None = None
    rating: float | None = None
    recommend: float | None = None
    severity: str | None = None
    requester: str | None = None


@dataclass(frozen=True, slots=True)
class TicketsTaken:
    """What an import of tickets did.

    ``taken`` tickets of the file stand in the store: ``new``, ``changed`` and ``unchanged`` ones;
    ``repeated`` rows stood in the file twice. ``set_aside`` counts values of calls that nobody
    answered, which are not used. ``parts`` tells how many agents, topics and so on the source's
    tickets have; ``too_many`` are columns with more names than can be told apart. ``gives`` and
    ``lacks`` are metric keys. ``withdrawn`` counts observations that stand no longer.
    """

    source: str
    kind: str
    client: str | None
    rows_read: int
    taken: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0
    set_aside: int = 0
    withdrawn: int = 0
    refused: list[Refusal] = field(default_factory=list)
    refused_count: int = 0
    new_clients: list[str] = field(default_factory=list)
    parts: dict[str, int] = field(default_factory=dict)
    too_many: list[str] = field(default_factory=list)
    gives: list[str] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)
    first_day: date | None = None
    last_day: date | None = None

    @property
    def new(self) -> int:
        """Tickets that the store did not have before."""
        return self.taken - self.changed - self.unchanged
