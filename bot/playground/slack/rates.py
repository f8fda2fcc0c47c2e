"""Rate limits: a bucket for each method, and for each channel where messages are posted."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

# Calls a minute, from Slack's tiers; the burst is what a quiet minute allows at once.
TIERS = {1: (1.0, 10.0), 2: (20.0, 20.0), 3: (50.0, 50.0), 4: (100.0, 100.0), 5: (600.0, 600.0)}
POSTING = (60.0, 5.0)


@dataclass
class Bucket:
    """Holds up to `burst` calls and refills by `per_minute`."""

    per_minute: float
    burst: float
    level: float
    at: float

    def take(self, now: float) -> int:
        """0 if the call may pass, else the whole seconds to wait."""
        self.level = min(self.burst, self.level + (now - self.at) * self.per_minute / 60)
        self.at = now
        if self.level >= 1:
            self.level -= 1
            return 0
        return max(1, math.ceil((1 - self.level) * 60 / self.per_minute))


class Rates:
    """Says how long a call must wait. `timer`: seconds that only go forward."""

    def __init__(self, timer: Callable[[], float]) -> None:
        self._timer = timer
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def wait(self, method: str, tier: int) -> int:
        """Seconds this call must wait (0: it may pass)."""
        return self._take((method, ""), TIERS[tier])

    def wait_to_post(self, channel: str) -> int:
        """Seconds a message to this channel must wait: one a second, five at once."""
        return self._take(("chat.postMessage", channel), POSTING)

    def _take(self, key: tuple[str, str], rate: tuple[float, float]) -> int:
        now = self._timer()
        per_minute, burst = rate
        bucket = self._buckets.setdefault(key, Bucket(per_minute, burst, burst, now))
        return bucket.take(now)
