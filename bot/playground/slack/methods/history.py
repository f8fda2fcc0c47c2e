"""conversations.history and conversations.replies."""

from __future__ import annotations

from collections.abc import Callable

from bot.playground.slack.errors import SlackError
from bot.playground.slack.models import Channel, Json, Message
from bot.playground.slack.registry import Call, method
from bot.playground.slack.render import message_json
from bot.playground.slack.rooms import HISTORY, is_member, page, seen

RANGE = "channel oldest latest inclusive:bool limit:int cursor include_all_metadata:bool"


@method("conversations.history", RANGE)
def history(call: Call) -> Json:
    """Newest first; replies only where they were sent to the channel too."""
    channel = _readable(call)
    messages = [m for m in _stored(call, channel) if not m.is_reply or m.broadcast]
    inside = _range(call)
    return _page(call, [m for m in reversed(messages) if inside(m.ts)])


@method("conversations.replies", RANGE + " ts!")
def replies(call: Call) -> Json:
    """The parent, then its replies, oldest first; the parent is there whatever the range."""
    channel = _readable(call)
    start = call.world.find(channel.id, call.get("ts"))
    if start is None or start.ephemeral_for:
        raise SlackError("thread_not_found")
    root = start.thread_ts or start.ts
    thread = [m for m in _stored(call, channel) if root in (m.ts, m.thread_ts)]
    inside = _range(call)
    return _page(call, [m for m in thread if m.ts == root or inside(m.ts)])


def _readable(call: Call) -> Channel:
    channel = seen(call, call.get("channel"))
    call.need(HISTORY[channel.kind])
    if not is_member(call, channel):
        raise SlackError("not_in_channel")
    return channel


def _stored(call: Call, channel: Channel) -> list[Message]:
    stored = call.world.messages[channel.id].values()
    return sorted((m for m in stored if m.ephemeral_for is None), key=lambda m: m.ts)


def _range(call: Call) -> Callable[[str], bool]:
    oldest, latest = _time(call, "oldest", "0"), _time(call, "latest", "9999999999")
    if call.get("inclusive"):
        return lambda ts: oldest <= float(ts) <= latest
    return lambda ts: oldest < float(ts) < latest


def _time(call: Call, name: str, default: str) -> float:
    try:
        return float(call.get(name) or default)
    except ValueError as broken:
        raise SlackError(f"invalid_ts_{name}") from broken


def _page(call: Call, messages: list[Message]) -> Json:
    found, cursor = page(call, messages)
    whole = bool(call.get("include_all_metadata"))
    body: Json = {"messages": [message_json(call.world, m, metadata=whole) for m in found]}
    if not whole:
        for message in body["messages"]:
            message.pop("metadata", None)
    return body | {"has_more": bool(cursor), "response_metadata": {"next_cursor": cursor}}
