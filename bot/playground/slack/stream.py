"""Tells open pages that something changed."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground.slack.link import run_both

Change = dict[str, Any]


class Stream:
    """Pushes changes to every listening page; `push` may be called from any thread."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._queues: set[asyncio.Queue[Change | None]] = set()

    @property
    def listening(self) -> int:
        """How many pages listen."""
        return len(self._queues)

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def detach(self) -> None:
        """Closes every page's stream."""
        self._send(None)
        self._loop = None

    def push(self, kind: str, channel: str | None = None) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed() and self._queues:
            loop.call_soon_threadsafe(self._send, {"type": kind, "channel": channel})

    def _send(self, change: Change | None) -> None:
        for queue in self._queues:
            queue.put_nowait(change)

    async def serve(self, socket: WebSocket) -> None:
        """One page, until it goes."""
        await socket.accept()
        queue: asyncio.Queue[Change | None] = asyncio.Queue()
        self._queues.add(queue)
        await run_both(_send(socket, queue), _listen(socket))
        self._queues.discard(queue)


async def _send(socket: WebSocket, queue: asyncio.Queue[Change | None]) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        while (change := await queue.get()) is not None:
            await socket.send_text(json.dumps(change))
        await socket.close()


async def _listen(socket: WebSocket) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        while True:
            await socket.receive_text()
