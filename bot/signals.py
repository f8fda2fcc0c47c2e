"""Being told to stop: by Ctrl-C or by the system."""

import signal
from collections.abc import Callable
from types import FrameType


def on_signal(stop: Callable[[], None]) -> None:
    """Call ``stop`` on SIGINT and SIGTERM; only a program's main thread may ask for that."""

    def handle(_number: int, _frame: FrameType | None) -> None:
        stop()

    signal.signal(signal.SIGTERM, handle)
    signal.signal(signal.SIGINT, handle)
