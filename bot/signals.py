"""Being told to stop: by Ctrl-C or by the system."""

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType


def on_signal(stop: Callable[[], None]) -> None:
    """Call ``stop`` on SIGINT and SIGTERM; only a program's main thread may ask for that."""

    def handle(_number: int, _frame: FrameType | None) -> None:
        stop()

    signal.signal(signal.SIGTERM, handle)
    signal.signal(signal.SIGINT, handle)


def leave() -> None:
    """End the program at once; everything of its own is closed by now.

    Left to itself Python waits for the threads of the engine, which rest between two tries while
    their database is away: for minutes, and longer than a system lets a program.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
