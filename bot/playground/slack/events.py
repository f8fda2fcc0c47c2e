"""Events as the Events API words them, sent only where the bot may see them."""

from __future__ import annotations

from bot.playground.slack.core import Core
from bot.playground.slack.hub import Envelope
from bot.playground.slack.log import shortened
from bot.playground.slack.models import Channel, Json, Message
from bot.playground.slack.render import message_json

CHANNEL_TYPES = {"public": "channel", "private": "group", "im": "im"}
HISTORY = {"public": "channels:history", "private": "groups:history", "im": "im:history"}
READ = {"public": "channels:read", "private": "groups:read"}
SCOPES = {
    "app_mention": "app_mentions:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
}


def said(core: Core, message: Message) -> None:
    """`message`, and `app_mention` if a person names the bot in a channel."""
    world = core.world
    channel = world.channels[message.channel]
    body = message_json(world, message) | {"channel": channel.id, "event_ts": message.ts}
    emit(core, channel, body | {"channel_type": CHANNEL_TYPES[channel.kind]})
    named = f"<@{world.bot_user_id}>" in message.text and not message.bot_id
    if named and channel.kind != "im":
        emit(core, channel, body | {"type": "app_mention"})


def changed(core: Core, old: Message, new: Message) -> None:
    """`message_changed`."""
    bodies = {
        "message": message_json(core.world, new),
        "previous_message": message_json(core.world, old),
    }
    _hidden(core, new.channel, "message_changed", bodies)


def deleted(core: Core, old: Message) -> None:
    """`message_deleted`."""
    bodies = {"previous_message": message_json(core.world, old), "deleted_ts": old.ts}
    _hidden(core, old.channel, "message_deleted", bodies)


def _hidden(core: Core, channel_id: str, subtype: str, bodies: Json) -> None:
    channel = core.world.channels[channel_id]
    ts = core.world.stamps.next()
    event = {"type": "message", "subtype": subtype, "channel": channel_id, "hidden": True}
    kind = CHANNEL_TYPES[channel.kind]
    emit(core, channel, event | bodies | {"ts": ts, "event_ts": ts, "channel_type": kind})


def joined(core: Core, channel: Channel, user: str, inviter: str | None = None) -> None:
    """`member_joined_channel`."""
    event: Json = {"type": "member_joined_channel", "user": user, "channel": channel.id}
    letter = "C" if channel.kind == "public" else "G"
    event |= {"channel_type": letter, "team": core.world.users[user].team_id}
    if inviter:
        event["inviter"] = inviter
    emit(core, channel, event | {"event_ts": core.world.stamps.next()})


def reacted(core: Core, message: Message, user: str, name: str, kind: str) -> None:
    """`reaction_added` or `reaction_removed`, whichever `kind` says."""
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    event = {"type": kind, "user": user, "reaction": name, "item": item}
    event |= {"item_user": message.user, "event_ts": core.world.stamps.next()}
    emit(core, core.world.channels[message.channel], event)


def emit(core: Core, channel: Channel, event: Json) -> None:
    """Sends an event if the bot is a member of the channel and has the scope for it."""
    scope = SCOPES.get(event["type"], HISTORY[channel.kind])
    if event["type"] == "member_joined_channel":
        scope = "groups:read" if channel.private else "channels:read"
    if core.world.bot_user_id in channel.members and scope in core.scopes:
        name = ".".join(filter(None, [event["type"], event.get("subtype")]))
        core.hub.submit(
            Envelope("events_api", name, _summary(event), wrapped(core, channel, event))
        )


def tell(core: Core, event: Json, channel: Channel | None = None) -> None:
    """Sends an event about the workspace if the bot has the scope for it."""
    kind = "private" if event["type"].startswith("group_") else "public"
    scope = "users:read" if channel is None else READ[kind]
    if scope in core.scopes:
        body = wrapped(core, channel, event)
        core.hub.submit(Envelope("events_api", event["type"], "", body))


def wrapped(core: Core, channel: Channel | None, event: Json) -> Json:
    """The outer part of an event."""
    world = core.world
    team = {"enterprise_id": None, "team_id": world.team_id}
    who = {"user_id": world.bot_user_id, "is_bot": True, "is_enterprise_install": False}
    return {
        "token": core.verification_token,
        "team_id": world.team_id,
        "api_app_id": world.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": world.ids.next("Ev"),
        "event_time": int(float(event["event_ts"])),
        "authorizations": [team | who],
        "is_ext_shared_channel": channel.shared if channel else False,
        "event_context": f"4-{event['type']}-{channel.id if channel else world.team_id}",
    }


def _summary(event: Json) -> str:
    inner = event.get("message") or event.get("previous_message") or event
    return shortened(inner.get("text") or inner.get("reaction") or inner.get("user", ""))
