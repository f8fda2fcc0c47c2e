"""The addresses of the loopback Slack."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from bot.playground.slack.control import Control
from bot.playground.slack.core import Core
from bot.playground.slack.link import serve_link
from bot.playground.slack.pages import give_page
from bot.playground.slack.responses import take_response
from bot.playground.slack.stream import Stream
from bot.playground.slack.uploads import give_file, take_upload
from bot.playground.slack.web import answer_call


def build_app(core: Core, control: Control, stream: Stream) -> Starlette:
    """The ASGI application."""
    return Starlette(routes=[*_for_bots(core), *_for_pages(core, control, stream)])


def _for_bots(core: Core) -> list[BaseRoute]:
    async def api(request: Request) -> Response:
        return await answer_call(core, request)

    async def upload(request: Request) -> Response:
        return await take_upload(core, request)

    async def response(request: Request) -> Response:
        return await take_response(core, request)

    async def link(socket: WebSocket) -> None:
        await serve_link(core, socket)

    return [
        Route("/api/{method}", api, methods=["GET", "POST"]),
        Route("/upload/v1/{ticket}", upload, methods=["POST"]),
        Route("/response/{ticket}", response, methods=["POST"]),
        WebSocketRoute("/link", link),
    ]


def _for_pages(core: Core, control: Control, stream: Stream) -> list[BaseRoute]:
    async def page(request: Request) -> Response:  # noqa: ARG001
        return give_page("index.html")

    async def static(request: Request) -> Response:
        return give_page(request.path_params["name"])

    async def file(request: Request) -> Response:
        authorization = request.headers.get("authorization", "")
        return give_file(core, request.path_params["file"], authorization)

    return [
        Route("/", page),
        Route("/archives/{place:path}", page),
        Route("/static/{name:path}", static),
        Route("/files/{file}/{name:path}", file),
        WebSocketRoute("/_/stream", stream.serve),
        Route("/_/{what:path}", control.read, methods=["GET"]),
        Route("/_/{what:path}", control.act, methods=["POST"]),
    ]
