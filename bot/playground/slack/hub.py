"""Socket Mode: which connection gets a payload, acknowledgements, redelivery, the backlog."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from threading import Condition
from typing import Any

from bot.playground.slack.log import Log

RETRIES = 3
REMEMBERED = 1_000


@dataclass(frozen=True)
class Ack:
    """How a payload fared: acknowledged or not, after how many seconds, with which body."""

    acked: bool
    seconds: float
    body: dict[str, Any] | None = None
    error: str = ""


@dataclass(frozen=True)
class Envelope:
    """A payload for the bot. Without `future` it is an event: kept and sent again."""

    type: str
    name: str
    summary: str
    payload: dict[str, Any]
    future: Future[Ack] | None = None
    accepts_response: bool = False
    attempt: int = 0

    def as_json(self, envelope_id: str) -> dict[str, Any]:
        body = {
            "envelope_id": envelope_id,
            "payload": self.payload,
            "type": self.type,
            "accepts_response_payload": self.accepts_response,
        }
        if self.type == "events_api":
            reason = "timeout" if self.attempt else ""
            body |= {"retry_attempt": self.attempt, "retry_reason": reason}
        return body


@dataclass(eq=False)
class Connection:
    """One WebSocket of the bot; what stands in its outbox is sent in order, None closes it."""

    outbox: asyncio.Queue[dict[str, Any] | None] = field(default_factory=asyncio.Queue)


@dataclass
class Pending:
    envelope: Envelope
    sent: float
    timer: asyncio.TimerHandle


class Hub:
    """Delivers payloads to one connection each, and waits for their acknowledgement.

    `submit`, `redeliver`, `lose` and `wait_connected` may be called from any thread; everything
    else belongs to the server's event loop.
    """

    def __init__(self, log: Log, timer: Callable[[], float], ack_timeout: float) -> None:
        self.ack_timeout = ack_timeout
        self._log = log
        self._timer = timer
        self._loop: asyncio.AbstractEventLoop | None = None
        self._connections: deque[Connection] = deque()
        self._backlog: deque[Envelope] = deque()
        self._pending: dict[str, Pending] = {}
        self._sent_events: deque[Envelope] = deque(maxlen=REMEMBERED)
        self._changed = Condition()
        self._count = 0

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """From now on payloads go out on this loop."""
        self._loop = loop

    def detach(self) -> None:
        """Gives up what nobody acknowledged and closes every connection."""
        for pending in self._pending.values():
            pending.timer.cancel()
            self._answer(pending.envelope, Ack(acked=False, seconds=0.0, error="dispatch_failed"))
        self._pending.clear()
        self.disconnect()
        self._loop = None

    def submit(self, envelope: Envelope) -> None:
        """Sends a payload in turn; events wait while nobody is connected."""
        loop = self._loop
        if envelope.future is None:
            self._sent_events.append(envelope)
        if loop is None:
            self._postpone(envelope)
        else:
            loop.call_soon_threadsafe(self._deliver, envelope)

    def redeliver(self, count: int) -> None:
        """Sends the last events again: same payload, new envelope, retry_attempt 1."""
        loop = self._loop
        for envelope in list(self._sent_events)[-count:] if count > 0 else []:
            if loop is not None:
                loop.call_soon_threadsafe(self._deliver, replace(envelope, attempt=1))

    def join(self, connection: Connection) -> int:
        """A new connection; gets what waited. Gives the number of connections."""
        with self._changed:
            self._connections.append(connection)
            self._changed.notify_all()
        return len(self._connections)

    def drain(self) -> None:
        """Delivers what waited for a connection, in order."""
        waiting = list(self._backlog)
        self._backlog.clear()
        for envelope in waiting:
            self._deliver(envelope)

    def lose(self) -> None:
        """Drops what waits for a connection, as Slack does where nobody came for hours."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._backlog.clear)

    def leave(self, connection: Connection) -> None:
        with self._changed:
            if connection in self._connections:
                self._connections.remove(connection)
            self._changed.notify_all()

    def disconnect(self, reason: str | None = None) -> None:
        """Closes every connection, after Slack's `disconnect` message if a reason is given."""
        for connection in self._connections:
            if reason:
                connection.outbox.put_nowait({"type": "disconnect", "reason": reason})
            connection.outbox.put_nowait(None)

    def wait_connected(self, timeout: float, count: int = 1) -> bool:
        """Waits until that many connections are there."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self._connections) >= count, timeout)

    @property
    def idle(self) -> bool:
        """True when nothing waits for a connection or an acknowledgement."""
        return not self._pending and not self._backlog

    def acknowledge(self, envelope_id: str, body: dict[str, Any] | None) -> None:
        """Takes an acknowledgement; one that comes too late or twice changes nothing."""
        pending = self._pending.pop(envelope_id, None)
        if pending is not None:
            pending.timer.cancel()
            ack = Ack(acked=True, seconds=self._timer() - pending.sent, body=body)
            self._write(pending.envelope, ack, body or {})
            self._answer(pending.envelope, ack)

    def _deliver(self, envelope: Envelope) -> None:
        if not self._connections or self._loop is None:
            self._postpone(envelope)
            return
        self._connections.rotate(-1)
        self._count += 1
        envelope_id = f"{self._count:08x}-0000-4000-8000-{self._count:012x}"
        timer = self._loop.call_later(self.ack_timeout, self._expire, envelope_id)
        self._pending[envelope_id] = Pending(envelope, self._timer(), timer)
        self._connections[-1].outbox.put_nowait(envelope.as_json(envelope_id))

    def _postpone(self, envelope: Envelope) -> None:
        if envelope.future is None:
            self._backlog.append(envelope)
            return
        ack = Ack(acked=False, seconds=0.0, error="dispatch_failed")
        self._write(envelope, ack, {"error": "nobody is connected"})
        self._answer(envelope, ack)

    def _expire(self, envelope_id: str) -> None:
        pending = self._pending.pop(envelope_id)
        ack = Ack(acked=False, seconds=self._timer() - pending.sent, error="operation_timeout")
        self._write(pending.envelope, ack, {"error": "not acknowledged in time"})
        self._answer(pending.envelope, ack)
        if pending.envelope.future is None and pending.envelope.attempt < RETRIES:
            self._deliver(replace(pending.envelope, attempt=pending.envelope.attempt + 1))

    def _answer(self, envelope: Envelope, ack: Ack) -> None:
        if envelope.future is not None and not envelope.future.done():
            envelope.future.set_result(ack)

    def _write(self, envelope: Envelope, ack: Ack, response: dict[str, Any]) -> None:
        self._log.add(
            "slack→bot",
            envelope.name,
            envelope.summary,
            envelope.payload,
            response,
            ok=ack.acked,
            ms=round(ack.seconds * 1000),
        )
