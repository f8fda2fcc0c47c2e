"""What the page shows to one person."""

from __future__ import annotations

from bot.playground.slack.core import Core
from bot.playground.slack.models import Channel, Json, Message
from bot.playground.slack.render import file_url, reaction_json


def people(core: Core) -> list[Json]:
    """Everybody one can act as."""
    world = core.world
    return [
        {
            "id": user.id,
            "name": user.name,
            "real_name": user.real_name,
            "role": user.role,
            "tz": user.tz,
            "external": world.is_external(user.id),
        }
        for user in world.users.values()
        if not user.is_bot
    ]


def channels(core: Core, viewer: str) -> list[Json]:
    """The channels that person may see, the DM with the bot last."""
    core.world.open_dm(viewer)
    found = [c for c in core.world.channels.values() if may_see(core, viewer, c)]
    return [
        _channel(core, viewer, c) for c in sorted(found, key=lambda c: (c.kind == "im", c.name))
    ]


def may_see(core: Core, viewer: str, channel: Channel) -> bool:
    """Members see their channels; the workspace's own people also every public one."""
    if viewer in channel.members:
        return True
    outsider = core.world.users[viewer].role == "guest" or core.world.is_external(viewer)
    return channel.kind == "public" and not outsider


def _channel(core: Core, viewer: str, channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": display_name(core, channel),
        "kind": channel.kind,
        "shared": channel.shared,
        "member": viewer in channel.members,
        "bot_member": core.world.bot_user_id in channel.members,
        "unread": _unread(core, viewer, channel),
    }


def display_name(core: Core, channel: Channel) -> str:
    """A channel's name; a DM is named after the bot."""
    return channel.name or core.world.users[core.world.bot_user_id].real_name


def _unread(core: Core, viewer: str, channel: Channel) -> int:
    read = core.world.read.get((channel.id, viewer), "0")
    stored = core.world.visible(channel.id, viewer)
    return sum(m.ts > read and m.user != viewer and not m.is_reply for m in stored)


def names(core: Core) -> dict[str, str]:
    """What ids are called, for mentions."""
    world = core.world
    found = {user.id: user.real_name for user in world.users.values()}
    found |= {channel.id: display_name(core, channel) for channel in world.channels.values()}
    return found | {"USLACKBOT": "Slackbot"}


def messages(core: Core, viewer: str, channel: str) -> list[Json]:
    """What stands in the channel for that person; marks it as read."""
    found = core.world.visible(channel, viewer)
    if found:
        core.world.read[(channel, viewer)] = found[-1].ts
    return [_message(core, message) for message in found]


def _message(core: Core, message: Message) -> Json:
    replies = core.world.replies(message.channel, message.ts)
    return {
        "ts": message.ts,
        "thread_ts": message.thread_ts,
        "user": message.user,
        "bot": message.bot_id is not None or message.user == "USLACKBOT",
        "text": message.text,
        "blocks": list(message.blocks),
        "edited": message.edited is not None,
        "reactions": [reaction_json(r.name, r.users) for r in message.reactions],
        "ephemeral": message.ephemeral_for is not None,
        "files": _files(core, message),
        "reply_count": len(replies),
        "latest_reply": replies[-1].ts if replies else None,
    }


def _files(core: Core, message: Message) -> list[Json]:
    files = [core.world.files[file] for file in message.files]
    return [
        {
            "id": file.id,
            "name": file.name,
            "url": file_url(core.world, file),
            "alt": file.alt,
            "size": file.length,
        }
        for file in files
        if not file.deleted
    ]
