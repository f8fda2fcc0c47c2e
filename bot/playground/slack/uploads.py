"""The bytes of files: in through upload URLs, out for the page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from bot.playground.slack.core import Core
from bot.playground.slack.drop import drop_connection
from bot.playground.slack.errors import SlackError
from bot.playground.slack.models import File
from bot.playground.slack.render import mime_type


async def take_upload(core: Core, request: Request) -> Response:
    """Takes the bytes, raw or as a form's only file; the length must be the announced one."""
    content = await _content(request)
    fault = core.faults.take("upload")
    if fault and fault.kind == "drop":
        return await drop_connection(request)
    if fault and fault.kind == "status":
        return PlainTextResponse("upload failed", fault.http_status)
    try:
        about = core.tickets.use(request.path_params["ticket"], "upload")
    except SlackError as refusal:
        return PlainTextResponse(refusal.error, 404)
    file = core.world.files[about["file"]]
    if len(content) != file.length:
        return PlainTextResponse(f"expected {file.length} bytes, got {len(content)}", 400)
    file.content = content
    core.log.add("bot→slack", "upload", file.name, {"bytes": len(content)}, "OK", ok=True)
    return PlainTextResponse(f"OK - {len(content)}")


async def _content(request: Request) -> bytes:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    async with request.form() as form:
        for value in form.values():
            if not isinstance(value, str):
                return await value.read()
    return b""


def shared_file(core: Core, user: str, channel: str, name: str, content: bytes) -> File:
    """A person's file, ready at once."""
    file = File(
        id=core.world.ids.next("F"),
        name=name,
        length=len(content),
        alt="",
        user=user,
        created=int(core.world.clock()),
        title=name,
        content=content,
        ready_at=core.timer(),
        channels=[channel],
    )
    core.world.files[file.id] = file
    return file


def give_file(core: Core, file_id: str, authorization: str) -> Response:
    """A file's bytes, once it is ready; who may not read it is led to the page for signing in."""
    file = core.world.files.get(file_id)
    if file is None or file.content is None or not core.world.is_ready(file):
        return PlainTextResponse("file_not_found", 404)
    allowed = authorization == f"Bearer {core.bot_token}" and "files:read" in core.scopes
    if file.user in core.world.users and file.user != core.world.bot_user_id and not allowed:
        return HTMLResponse("<!DOCTYPE html><title>Sign in</title>")  # with 200, as Slack does
    return Response(file.content, media_type=mime_type(file))
