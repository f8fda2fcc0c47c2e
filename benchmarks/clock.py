"""Timing: the lowest CPU time of interleaved rounds, for other programs disturb every one."""

import math
import time
from collections.abc import Callable, Mapping


def cpu_seconds(ways: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The lowest CPU time of each way; each is gone once before, to be warm."""
    best = dict.fromkeys(ways, math.inf)
    for way in ways.values():
        way()
    for _ in range(rounds):
        for name, way in ways.items():
            started = time.process_time()
            way()
            best[name] = min(best[name], time.process_time() - started)
    return best


def quantile(seconds: list[float], share: float) -> float:
    """The value below which that share of them lies."""
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))]
