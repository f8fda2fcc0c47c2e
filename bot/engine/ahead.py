"""When to begin with the drawings of what comes: as late as they are still ready in time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

# Slack answers 50 questions a minute about channels, and one is asked for each drawing.
EACH = timedelta(seconds=1.2)
READY = timedelta(minutes=1)  # before it is due a drawing ought to be there
AT_A_TIME = 4  # with the engine: they must not stand in the way of what is due
GIVEN_UP = timedelta(minutes=2)  # after which nobody waits for a drawing any more


def is_time(dues: Sequence[datetime], now: datetime) -> bool:
    """Whether to begin with the first of those due then, in their order, one after the other.

    Later one of them would not be ready in time.
    """
    return any(now >= due - READY - EACH * place for place, due in enumerate(dues, start=1))
