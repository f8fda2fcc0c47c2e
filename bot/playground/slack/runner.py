"""uvicorn in a thread of its own: ready in milliseconds, stopped without a trace."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from bot.playground.slack.drop import Traceable

PATIENCE = 10.0
# Turns of the loop after which the last answers are out, and after which nothing is awaited.
SETTLED, TURNS = 5, 200


class _Server(uvicorn.Server):
    """Wakes up on demand instead of looking ten times a second."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self.stop = asyncio.Event()
        self.loop: asyncio.AbstractEventLoop | None = None

    async def main_loop(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.ready.set()
        await self.stop.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # asyncio loses a socket whose server closes between its acceptance and its connection.
        while any(_is_accepting(task) for task in asyncio.all_tasks()):
            await asyncio.sleep(0)
        for server in self.servers:
            server.close()
        for listening in sockets or []:
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await self._end_tasks()
        await self._end_connections()

    async def _end_tasks(self) -> None:
        tasks = list(self.server_state.tasks)
        if tasks:
            _, running = await asyncio.wait(tasks, timeout=0.5)
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _end_connections(self) -> None:
        """Lets answers out, then waits until every socket is closed."""
        for turn in range(TURNS):
            await asyncio.sleep(0 if turn < SETTLED else 0.005)
            if turn > SETTLED and not self.server_state.connections:
                return
            for connection in list(self.server_state.connections) if turn > SETTLED else []:
                connection.transport.abort()


def _is_accepting(task: asyncio.Task[object]) -> bool:
    return "accept_connection" in getattr(task.get_coro(), "__qualname__", "")


class Runner:
    """Serves an application on 127.0.0.1. `port` 0 takes a free one."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._config = uvicorn.Config(
            app,
            http=Traceable,
            ws="websockets-sansio",
            lifespan="off",
            log_config=None,
            log_level="error",
            access_log=False,
            date_header=False,
            server_header=False,
            proxy_headers=False,
        )
        self._socket = _listening(port)
        self._server = _Server(self._config)
        self._thread = threading.Thread(target=self._run, name="loopback-slack", daemon=True)

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    def start(self) -> asyncio.AbstractEventLoop:
        """Returns once it answers, with the loop it runs on."""
        self._thread.start()
        if not self._server.ready.wait(PATIENCE) or self._server.loop is None:
            raise RuntimeError("the loopback Slack did not start")
        return self._server.loop

    def stop(self, before: Callable[[], None]) -> None:
        """Runs `before` on the loop, then ends the server and its thread."""
        loop = self._server.loop
        if loop is not None and self._thread.is_alive():
            loop.call_soon_threadsafe(before)
            loop.call_soon_threadsafe(self._server.stop.set)
            self._thread.join(PATIENCE)

    def _run(self) -> None:
        self._server.run(sockets=[self._socket])


def _listening(port: int) -> socket.socket:
    # Named as TCP, so that asyncio sends small answers at once instead of 40 ms later.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
    except OSError:
        listening.close()
        raise
    return listening
