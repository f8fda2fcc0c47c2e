"""Which conversation a call means, and whether the bot may act there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.playground.slack.errors import SlackError
from bot.playground.slack.models import Channel, Message
from bot.playground.slack.registry import Call

READ = {"public": "channels:read", "private": "groups:read", "im": "im:read"}
HISTORY = {"public": "channels:history", "private": "groups:history", "im": "im:history"}
MAX_PAGE = 1_000


def seen(call: Call, channel_id: str | None) -> Channel:
    """A conversation the bot can know of; private ones only as a member."""
    channel = call.world.channels.get(channel_id or "")
    if channel is None or (channel.private and not is_member(call, channel)):
        raise SlackError("channel_not_found")
    return channel


def is_member(call: Call, channel: Channel) -> bool:
    return call.world.bot_user_id in channel.members


def entered(call: Call, channel_id: str | None) -> Channel:
    """A conversation the bot is in; raises `not_in_channel` otherwise."""
    channel = seen(call, channel_id)
    if not is_member(call, channel):
        raise SlackError("not_in_channel")
    return channel


def writable(call: Call, channel_id: str | None) -> Channel:
    """A conversation the bot may post to."""
    channel = entered(call, channel_id)
    if channel.archived:
        raise SlackError("is_archived")
    return channel


def addressed(call: Call, target: str | None) -> Channel:
    """Where chat.postMessage goes: an id, `#name`, or a person (their DM with the bot)."""
    world = call.world
    target = target or ""
    if target in world.users and target != world.bot_user_id:
        return writable(call, world.open_dm(target))
    names = {c.name: c.id for c in world.channels.values() if c.name}
    return writable(call, names.get(target.removeprefix("#"), target))


def message_at(call: Call, channel: Channel, ts: str | None) -> Message:
    """The message there; ephemeral ones are not found, as in Slack."""
    message = call.world.find(channel.id, ts or "")
    if message is None or message.ephemeral_for or message.subtype == "tombstone":
        raise SlackError("message_not_found")
    return message


def page(call: Call, items: Sequence[Any], default: int = 100) -> tuple[list[Any], str]:
    """One page of a list by `limit` and `cursor`, and the cursor of the next one."""
    limit = call.get("limit") or default
    if not 1 <= limit <= MAX_PAGE:
        raise SlackError("invalid_limit")
    cursor = str(call.get("cursor") or "next:0")
    if not cursor.removeprefix("next:").isdigit():
        raise SlackError("invalid_cursor")
    start = int(cursor.removeprefix("next:"))
    more = start + limit < len(items)
    return list(items[start : start + limit]), f"next:{start + limit}" if more else ""
