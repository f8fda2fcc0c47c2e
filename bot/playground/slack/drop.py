"""Closing a connection without an answer, which no ASGI message can say."""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

OPEN: WeakValueDictionary[tuple[object, object], Traceable] = WeakValueDictionary()


class Traceable(H11Protocol):
    """uvicorn's HTTP connection, findable by both its addresses."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        OPEN[(self.client, self.server)] = self


class Silence(Response):
    """Sends nothing at all."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        return None


async def drop_connection(request: Request) -> Response:
    """Aborts the connection of this request; the caller sees it closed without an answer."""
    connection = OPEN.get((request.scope["client"], request.scope["server"]))
    if connection is not None:
        connection.transport.abort()
        while not await request.is_disconnected():
            await asyncio.sleep(0)
    return Silence()
