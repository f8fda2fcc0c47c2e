"""Waiting for something to become true in the workspace."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from bot.playground.slack.log import shortened
from bot.playground.slack.world import World

T = TypeVar("T")
# What is waited for may also stand outside the workspace, where no change is announced.
LOOK_AGAIN = 0.05


def wait_until(world: World, predicate: Callable[[], T], timeout: float) -> T:
    """The predicate's first true value; raises TimeoutError with the visible messages."""
    end = time.monotonic() + timeout
    while True:
        version = world.version
        value = predicate()
        if value:
            return value
        left = end - time.monotonic()
        if left <= 0:
            raise TimeoutError(f"not true after {timeout:g} s; visible:\n{overview(world)}")
        with world.changed:
            if world.version == version:
                world.changed.wait(min(left, LOOK_AGAIN))


def overview(world: World) -> str:
    """Every visible message, ephemeral ones too, a line each."""
    with world.lock:
        lines = [
            f"  #{channel.name or 'dm'} {m.ts} {m.user}: {shortened(m.text, 160)}"
            for channel in world.channels.values()
            for m in sorted(world.messages[channel.id].values(), key=lambda m: m.ts)
        ]
    return "\n".join(lines) or "  nothing"
