"""The watch over the others: who gave no new sign of life while somebody looked."""

from datetime import datetime, timedelta

from storage.values import Worker

GAP = 0.5  # of the silence: a look that comes later knows nothing of what was before


class Watch:
    """Tells who fell silent, by the looker's own stopwatch.

    The times that others write are compared with themselves alone: a machine's clock may be wrong
    or be set. Who could not look, for the database was away or the machine asleep, begins anew:
    the others could not write either.
    """

    def __init__(self, silent: timedelta) -> None:
        """Who shows nothing new for ``silent`` is silent."""
        self._silent = silent.total_seconds()
        self._looked: float | None = None
        self._seen: dict[str, tuple[datetime, float]] = {}

    def silent(self, everyone: list[Worker], at: float) -> list[str]:
        """Their names; ``at`` is the stopwatch in seconds."""
        if self._looked is None or at - self._looked > self._silent * GAP:
            self._seen = {}
        self._looked = at
        self._seen = {one.name: self._newest(one, at) for one in everyone}
        return [name for name, (_, since) in self._seen.items() if at - since > self._silent]

    def _newest(self, one: Worker, at: float) -> tuple[datetime, float]:
        """Its last sign of life, and when that was first seen."""
        before = self._seen.get(one.name)
        return before if before and before[0] == one.beat_at else (one.beat_at, at)
