"""Things that work a limited number of times for a limited time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from bot.playground.slack.errors import SlackError


@dataclass
class Ticket:
    """What was handed out: whom it is for, until when (timer seconds), how often it works."""

    about: dict[str, Any]
    until: float
    left: int


class Tickets:
    """Trigger ids, response URLs, WebSocket tickets and upload URLs."""

    def __init__(self, timer: Callable[[], float]) -> None:
        self._timer = timer
        self._tickets: dict[str, Ticket] = {}
        self._lock = Lock()
        self._count = 0

    def issue(self, kind: str, about: dict[str, Any], *, seconds: float, uses: int) -> str:
        """A new ticket's id."""
        with self._lock:
            self._count += 1
            ticket = f"{kind}.{self._count:010d}"
            self._tickets[ticket] = Ticket(about, self._timer() + seconds, uses)
            return ticket

    def use(self, ticket: str, kind: str) -> dict[str, Any]:
        """What the ticket is about; raises `invalid_…`, `expired_…` or `exchanged_…`."""
        with self._lock:
            found = self._tickets.get(ticket)
            if found is None or not ticket.startswith(f"{kind}."):
                raise SlackError(f"invalid_{kind}")
            if found.left < 1:
                raise SlackError(f"exchanged_{kind}")
            if self._timer() > found.until:
                raise SlackError(f"expired_{kind}")
            found.left -= 1
            return found.about
