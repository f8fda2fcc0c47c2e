"""The WebSocket of Socket Mode."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground.slack.core import Core
from bot.playground.slack.errors import SlackError
from bot.playground.slack.hub import Connection


async def serve_link(core: Core, socket: WebSocket) -> None:
    """One connection of the bot, from its ticket to its end."""
    try:
        core.tickets.use(socket.query_params.get("ticket", ""), "link")
    except SlackError:
        await socket.close(1008)
        return
    await socket.accept()
    connection = Connection()
    await socket.send_text(json.dumps(_hello(core, core.hub.join(connection))))
    core.hub.drain()
    await run_both(_send(socket, connection.outbox), _receive(core, socket))
    core.hub.leave(connection)


async def run_both(*parts: Coroutine[Any, Any, None]) -> None:
    """Runs a sender and a receiver; when one ends, so does the other."""
    tasks = [asyncio.ensure_future(part) for part in parts]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _send(socket: WebSocket, outbox: asyncio.Queue[dict[str, Any] | None]) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        while (body := await outbox.get()) is not None:
            await socket.send_text(json.dumps(body))
        await socket.close()


async def _receive(core: Core, socket: WebSocket) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        while True:
            _take(core, await socket.receive_text())


def _take(core: Core, text: str) -> None:
    try:
        body = json.loads(text)
    except ValueError:
        return
    if isinstance(body, dict) and isinstance(body.get("envelope_id"), str):
        core.hub.acknowledge(body["envelope_id"], body.get("payload"))


def _hello(core: Core, count: int) -> dict[str, Any]:
    return {
        "type": "hello",
        "num_connections": count,
        "debug_info": {
            "host": "playground",
            "started": "2026-01-01 00:00:00.000",
            "build_number": 1,
            "approximate_connection_time": 18_060,
        },
        "connection_info": {"app_id": core.world.app_id},
    }
