"""What a bot may answer to a command or click: in the acknowledgement or by response_url."""

from __future__ import annotations

import json
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.playground.slack import messages
from bot.playground.slack.arguments import checked, declared
from bot.playground.slack.checking import check_blocks, check_metadata
from bot.playground.slack.core import Core
from bot.playground.slack.errors import SlackError
from bot.playground.slack.log import shortened
from bot.playground.slack.messages import Draft
from bot.playground.slack.models import Json

ARGUMENTS = declared(
    "text blocks:json attachments:json response_type thread_ts metadata:json mrkdwn:bool "
    "replace_original:bool delete_original:bool unfurl_links:bool unfurl_media:bool"
)
SECONDS, USES = 1_800.0, 5


def response_url(core: Core, user: str, channel: str, ts: str | None) -> str:
    """An address that works five times in thirty minutes."""
    about = {"user": user, "channel": channel, "ts": ts}
    ticket = core.tickets.issue("url", about, seconds=SECONDS, uses=USES)
    return f"{core.url}/response/{ticket}"


async def take_response(core: Core, request: Request) -> Response:
    """Answers a POST to a response_url."""
    try:
        given = json.loads(await request.body())
        with core.world.lock:
            about = core.tickets.use(request.path_params["ticket"], "url")
            respond(core, given, about)
    except (SlackError, ValueError) as refusal:
        return _refused(core, refusal)
    core.log.add(
        "bot→slack", "response_url", shortened(given.get("text", "")), given, "ok", ok=True
    )
    return PlainTextResponse("ok")


def _refused(core: Core, refusal: Exception) -> Response:
    body = refusal.body if isinstance(refusal, SlackError) else {"error": "invalid_payload"}
    known = {"exchanged_url": "used_url"}
    body = {"ok": False} | body | {"error": known.get(body["error"], body["error"])}
    core.log.add("bot→slack", "response_url", body["error"], {}, body, ok=False)
    return JSONResponse(body, 404 if body["error"].endswith("_url") else 400)


def respond(core: Core, given: object, about: Json) -> None:
    """Carries out a response: a message, a replacement or a deletion."""
    if not isinstance(given, dict):
        raise SlackError("invalid_payload")
    body = checked(ARGUMENTS, given)
    original = core.world.find(about["channel"], about.get("ts") or "")
    if original and body.get("delete_original"):
        messages.delete(core, original)
        return
    draft = _draft(core, body, about)
    if original and body.get("replace_original", False):
        blocks = messages.numbered(core, draft.blocks)
        new = replace(original, text=draft.text, blocks=blocks)
        messages.change(core, original, new, edited_by=core.world.bot_user_id)
    else:
        messages.post(core, draft)


def _draft(core: Core, body: Json, about: Json) -> Draft:
    if not (body.get("text") or body.get("blocks") or body.get("attachments")):
        raise SlackError("no_text")
    check_blocks(core, body.get("blocks") or [])
    public = body.get("response_type") == "in_channel"
    return Draft(
        about["channel"],
        core.world.bot_user_id,
        body.get("text", ""),
        body.get("blocks") or [],
        body.get("thread_ts"),
        metadata=check_metadata(body.get("metadata")),
        attachments=body.get("attachments") or [],
        ephemeral_for=None if public else about["user"],
    )
