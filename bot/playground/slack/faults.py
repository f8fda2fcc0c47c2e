"""Switches that make the loopback Slack misbehave as Slack sometimes does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Literal

Kind = Literal["fail", "status", "drop", "hold"]


@dataclass
class Fault:
    """One planned fault of a method; `left` counts the calls it still strikes."""

    kind: Kind
    left: int
    error: str = ""
    http_status: int = 200
    retry_after: int | None = None
    seconds: float = 0.0


@dataclass
class Faults:
    """What is broken now. Planned faults of a method strike in the order they were planned.

    `uploads` False: uploads are refused. `metadata` False: message metadata is dropped silently.
    `unknown`: methods that this server never heard of, as Slack-compatible ones lack some.
    `new_blocks` False: the newer blocks are refused. `ready_after`: seconds until an uploaded
    file can be used. `rate_limits` False: no call is ever told to wait. The POST of a file's
    bytes counts as the method `upload` (status and drop_after_accept).
    """

    uploads: bool = True
    metadata: bool = True
    new_blocks: bool = True
    ready_after: float = 0.3
    rate_limits: bool = True
    unknown: frozenset[str] = frozenset()
    _planned: dict[str, list[Fault]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def fail(self, method: str, error: str, times: int = 1) -> None:
        """The next calls of `method` answer with this error."""
        self._plan(method, Fault("fail", times, error=error))

    def status(
        self, method: str, http_status: int, times: int = 1, retry_after: int | None = None
    ) -> None:
        """The next calls of `method` answer with this HTTP status, and Retry-After if given."""
        self._plan(method, Fault("status", times, http_status=http_status, retry_after=retry_after))

    def drop_after_accept(self, method: str, times: int = 1) -> None:
        """The next calls are carried out, then the connection closes without an answer."""
        self._plan(method, Fault("drop", times))

    def hold(self, method: str, seconds: float, times: int = 1) -> None:
        """The next calls are carried out and answered this many seconds late."""
        self._plan(method, Fault("hold", times, seconds=seconds))

    def clear(self) -> None:
        """Forgets every planned fault; the switches stay."""
        with self._lock:
            self._planned.clear()

    def take(self, method: str) -> Fault | None:
        """The fault that strikes this call, if any; counts it down."""
        with self._lock:
            for fault in self._due(method):
                if fault.left > 0:
                    fault.left -= 1
                    return fault
        return None

    def _plan(self, method: str, fault: Fault) -> None:
        with self._lock:
            self._planned.setdefault(method, []).append(fault)

    def _due(self, method: str) -> Iterable[Fault]:
        return self._planned.get(method, [])
