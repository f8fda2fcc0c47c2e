"""A Slack that fails by chance."""

import random
from collections import Counter

from bot.playground.slack.faults import Fault, Faults

UPLOADS = ("files.getUploadURLExternal", "upload", "files.completeUploadExternal")
READY_AFTER = 0.4  # seconds until an uploaded picture may be shown


class Wild(Faults):
    """Faults by chance, of a seed."""

    def __init__(self, seed: int, *, metadata: bool) -> None:
        """Keep ``metadata`` or drop it silently."""
        super().__init__(metadata=metadata, ready_after=READY_AFTER)
        self._chance = random.Random(seed)  # noqa: S311 - a seed makes the same run again
        self.struck: Counter[str] = Counter()

    def take(self, method: str) -> Fault | None:
        """What strikes this call, if anything does."""
        fault = self._fault(method, self._chance.random())
        if fault is not None:
            what = fault.http_status if fault.kind == "status" else fault.kind
            self.struck[f"{method} {what}"] += 1
        return fault

    def _fault(self, method: str, chance: float) -> Fault | None:
        if method == "chat.postMessage":
            if chance < 0.05:
                return Fault("drop", 1)
            if chance < 0.08:
                return Fault("status", 1, http_status=429, retry_after=1)
            if chance < 0.4:
                return Fault("hold", 1, seconds=1.0)  # time to be killed in
        if method in UPLOADS and chance < 0.03:
            return Fault("drop", 1)
        if method in UPLOADS and chance < 0.05:
            return Fault("hold", 1, seconds=1.0)
        may_fail = method in ("chat.postMessage", "conversations.history", *UPLOADS)
        return Fault("status", 1, http_status=500) if may_fail and chance > 0.98 else None
