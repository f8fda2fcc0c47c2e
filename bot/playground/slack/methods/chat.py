"""chat.postMessage, postEphemeral, update, delete, getPermalink."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.playground.slack import messages
from bot.playground.slack.checking import check_blocks, check_metadata
from bot.playground.slack.errors import SlackError
from bot.playground.slack.messages import Draft
from bot.playground.slack.models import Channel, Json, Message
from bot.playground.slack.registry import Call, method
from bot.playground.slack.render import message_json
from bot.playground.slack.rooms import addressed, entered, message_at, seen, writable

STYLE = "parse link_names:bool mrkdwn:bool unfurl_links:bool unfurl_media:bool "
FACE = "username icon_emoji icon_url as_user:bool "


@method(
    "chat.postMessage",
    "channel text blocks:json attachments:json metadata:json thread_ts reply_broadcast:bool "
    + STYLE
    + FACE,
    scope="chat:write",
    tier=5,
)
def post_message(call: Call) -> Json:
    _own_face(call)
    channel = addressed(call, call.get("channel"))
    metadata = check_metadata(call.get("metadata"))
    _pace(call, channel)
    draft = replace(content(call, channel), metadata=metadata, broadcast=_broadcast(call))
    message = messages.post(call.core, draft)
    shown = message_json(call.world, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def _broadcast(call: Call) -> bool:
    return bool(call.get("reply_broadcast")) and call.get("thread_ts") is not None


def _own_face(call: Call) -> None:
    if any(call.get(name) for name in ("username", "icon_emoji", "icon_url")):
        call.need("chat:write.customize")


def _pace(call: Call, channel: Channel) -> None:
    wait = call.core.rates.wait_to_post(channel.id) if call.core.faults.rate_limits else 0
    if wait:
        raise SlackError("ratelimited", retry_after=wait)


def content(call: Call, channel: Channel) -> Draft:
    """The text and blocks of a call, checked; raises `no_text`, `invalid_blocks`, …"""
    text, blocks = call.get("text", ""), call.get("blocks") or []
    attachments = call.get("attachments") or []
    if not (text.strip() or blocks or attachments):
        raise SlackError("no_text")
    check_blocks(call.core, blocks)
    thread = _thread(call, channel)
    return Draft(channel.id, call.world.bot_user_id, text, blocks, thread, attachments=attachments)


def _thread(call: Call, channel: Channel) -> str | None:
    thread_ts: str | None = call.get("thread_ts") or None
    if thread_ts is None:
        return None
    parent = call.world.find(channel.id, thread_ts)
    if parent is None or parent.ephemeral_for or parent.is_reply:
        raise SlackError("cannot_reply_to_message")
    return thread_ts


@method(
    "chat.postEphemeral",
    "channel user text blocks:json attachments:json thread_ts " + STYLE + FACE,
    scope="chat:write",
    tier=4,
)
def post_ephemeral(call: Call) -> Json:
    _own_face(call)
    channel = writable(call, call.get("channel"))
    user = call.get("user", "")
    if user not in call.world.users:
        raise SlackError("user_not_found")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    draft = replace(content(call, channel), ephemeral_for=user)
    return {"message_ts": messages.post(call.core, draft).ts}


@method(
    "chat.update",
    "channel! ts! text blocks:json attachments:json metadata:json file_ids:json "
    "reply_broadcast:bool parse link_names:bool as_user:bool unfurl_links:bool unfurl_media:bool",
    scope="chat:write",
)
def update(call: Call) -> Json:
    """What is not given stays as it was; an empty array or object takes it away."""
    channel = entered(call, call.get("channel"))
    old = _own(call, channel, "cant_update_message")
    changes = _changes(call)
    if not changes:
        raise SlackError("no_text")
    edited_by = call.world.bot_user_id
    new = messages.change(call.core, old, replace(old, **changes), edited_by=edited_by)
    shown = message_json(call.world, new, metadata=True)
    return {"channel": channel.id, "ts": new.ts, "text": new.text, "message": shown}


def _changes(call: Call) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if call.get("text"):
        changes["text"] = call.get("text")[: messages.TEXT_KEPT]
    if "blocks" in call.arguments:
        check_blocks(call.core, call.get("blocks"))
        changes["blocks"] = messages.numbered(call.core, call.get("blocks"))
    if "attachments" in call.arguments:
        changes["attachments"] = tuple(call.get("attachments"))
    if changes and "metadata" in call.arguments:
        metadata = check_metadata(call.get("metadata")) if call.core.faults.metadata else None
        changes["metadata"] = metadata
    return changes


@method("chat.delete", "channel! ts! as_user:bool", scope="chat:write")
def delete(call: Call) -> Json:
    channel = entered(call, call.get("channel"))
    message = _own(call, channel, "cant_delete_message")
    messages.delete(call.core, message)
    return {"channel": channel.id, "ts": message.ts}


def _own(call: Call, channel: Channel, error: str) -> Message:
    message = message_at(call, channel, call.get("ts"))
    if message.user != call.world.bot_user_id:
        raise SlackError(error)
    return message


@method("chat.getPermalink", "channel! message_ts!", tier=5)
def get_permalink(call: Call) -> Json:
    channel = seen(call, call.get("channel"))
    message = message_at(call, channel, call.get("message_ts"))
    link = f"{call.world.url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}
