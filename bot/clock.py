"""The one place where the clock is read."""

import time
from datetime import UTC, datetime
from pathlib import Path


def machine_now() -> datetime:
    """The machine's own time in UTC, which nobody moves: by it processes tell who fell silent."""
    return datetime.fromtimestamp(time.time(), UTC)


class Clock:
    """The time, moved by the seconds that ``offset_file`` holds where one is given.

    The playground writes that file to move its bot to the next delivery.
    """

    def __init__(self, offset_file: Path | None = None) -> None:
        """Follow the machine's clock, or the moved one."""
        self._offset_file = offset_file

    def now(self) -> datetime:
        """This moment in UTC."""
        return datetime.fromtimestamp(time.time() + self.offset(), UTC)

    def offset(self) -> float:
        """By how many seconds the time is moved."""
        if self._offset_file is None:
            return 0.0
        try:
            return float(self._offset_file.read_text(encoding="ascii") or 0)
        except FileNotFoundError:
            return 0.0
