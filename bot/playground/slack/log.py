"""The traffic between Slack and the bot, without secrets."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from threading import RLock
from typing import Any, Literal

from bot.playground.slack.models import JsonValue

Direction = Literal["bot→slack", "slack→bot"]
KEPT = 5_000
HIDDEN = "(hidden)"
SECRET_KEYS = frozenset({"token", "bot_access_token", "ticket", "authorization"})


@dataclass
class Entry:
    """One call of the bot or one payload to it. `at`: epoch seconds; `ms`: how long it took."""

    n: int
    at: float
    direction: Direction
    name: str
    summary: str
    request: Any
    response: Any
    ok: bool
    ms: int = 0


class Log:
    """What was exchanged, the newest 5,000 entries; tokens never appear."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.entries: list[Entry] = []
        self.listeners: list[Callable[[], None]] = []
        self._clock = clock
        self._lock = RLock()
        self._posted: Counter[str] = Counter()
        self._secrets: set[str] = set()
        self._count = 0

    def hide(self, secrets: Iterable[str]) -> None:
        """These texts are blacked out wherever they occur from now on."""
        self._secrets.update(secrets)

    def add(
        self,
        direction: Direction,
        name: str,
        summary: str,
        request: JsonValue,
        response: JsonValue,
        *,
        ok: bool,
        ms: int = 0,
    ) -> Entry:
        """Writes one entry when its exchange is over: answered, acknowledged or given up."""
        with self._lock:
            self._count += 1
            values = self.clean(request), self.clean(response)
            entry = Entry(self._count, self._clock(), direction, name, summary, *values, ok, ms)
            self.entries.append(entry)
            del self.entries[:-KEPT]
        self._tell()
        return entry

    def after(self, number: int) -> list[dict[str, Any]]:
        """The entries written after that number, as JSON objects."""
        with self._lock:
            return [asdict(entry) for entry in self.entries if entry.n > number]

    def named(self, name: str) -> list[Entry]:
        """The entries of one method or event type, oldest first."""
        with self._lock:
            return [entry for entry in self.entries if entry.name == name]

    def count_post(self, channel: str) -> None:
        with self._lock:
            self._posted[channel] += 1

    def posted(self, channel: str) -> int:
        """How many messages of the bot were ever made visible there; duplicates count."""
        with self._lock:
            return self._posted[channel]

    def clean(self, value: JsonValue) -> JsonValue:
        """A copy of a JSON value with every secret blacked out."""
        if isinstance(value, dict):
            return {key: self._clean_pair(key, item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.clean(item) for item in value]
        return self._clean_text(value) if isinstance(value, str) else value

    def _clean_pair(self, key: str, item: JsonValue) -> JsonValue:
        return HIDDEN if key.lower() in SECRET_KEYS else self.clean(item)

    def _clean_text(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text

    def _tell(self) -> None:
        for listener in list(self.listeners):
            listener()


def shortened(value: object, width: int = 80) -> str:
    """One line that says what a JSON value is about."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"
