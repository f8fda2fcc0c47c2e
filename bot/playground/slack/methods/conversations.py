"""conversations.info, list, members, open, join, and users.conversations."""

from __future__ import annotations

from bot.playground.slack import events
from bot.playground.slack.errors import SlackError, missing_scope
from bot.playground.slack.models import Channel, Json, Kind
from bot.playground.slack.registry import Call, method
from bot.playground.slack.render import channel_json
from bot.playground.slack.rooms import READ, is_member, page, seen

TYPES: dict[str, Kind] = {"public_channel": "public", "private_channel": "private", "im": "im"}


@method("conversations.info", "channel include_locale:bool include_num_members:bool")
def info(call: Call) -> Json:
    channel = _read(call)
    body = channel_json(call.world, channel)
    if not call.get("include_num_members"):
        body.pop("num_members", None)
    return {"channel": body}


def _read(call: Call) -> Channel:
    channel = seen(call, call.get("channel"))
    call.need(READ[channel.kind])
    return channel


@method("conversations.members", "channel limit:int cursor", tier=4)
def members(call: Call) -> Json:
    found, cursor = page(call, _read(call).members)
    return {"members": found, "response_metadata": {"next_cursor": cursor}}


@method("conversations.list", "types limit:int cursor exclude_archived:bool team_id", tier=2)
def list_all(call: Call) -> Json:
    channels = [c for c in _of_types(call) if c.kind == "public" or is_member(call, c)]
    return _listed(call, channels)


@method("users.conversations", "user types limit:int cursor exclude_archived:bool team_id", tier=2)
def of_user(call: Call) -> Json:
    user = call.get("user") or call.world.bot_user_id
    if user not in call.world.users:
        raise SlackError("user_not_found")
    channels = [c for c in _of_types(call) if user in c.members]
    return _listed(call, [c for c in channels if c.kind == "public" or is_member(call, c)])


def _of_types(call: Call) -> list[Channel]:
    names = str(call.get("types") or "public_channel").replace(" ", "").split(",")
    if any(name not in {*TYPES, "mpim"} for name in names):
        raise SlackError("invalid_types")
    if "mpim" in names:
        call.need("mpim:read")
    kinds = [TYPES[name] for name in names if name in TYPES]
    for kind in kinds:
        call.need(READ[kind])
    return [channel for channel in call.world.channels.values() if channel.kind in kinds]


def _listed(call: Call, channels: list[Channel]) -> Json:
    if call.get("exclude_archived"):
        channels = [channel for channel in channels if not channel.archived]
    found, cursor = page(call, channels)
    shown = [channel_json(call.world, channel) for channel in found]
    return {"channels": shown, "response_metadata": {"next_cursor": cursor}}


@method(
    "conversations.open", "channel users return_im:bool prevent_creation:bool", scope="im:write"
)
def open_dm(call: Call) -> Json:
    channel_id = call.get("channel") or _dm(call)
    channel = call.world.channels.get(channel_id)
    if channel is None or channel.kind != "im":
        raise SlackError("channel_not_found")
    body = channel_json(call.world, channel) if call.get("return_im") else {"id": channel.id}
    return {"channel": body}


def _dm(call: Call) -> str:
    users = [user for user in str(call.get("users") or "").split(",") if user]
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 1:
        raise missing_scope("mpim:write", call.core.scopes)
    if users[0] not in call.world.users:
        raise SlackError("user_not_found")
    if call.world.users[users[0]].deleted:
        raise SlackError("user_disabled")
    if users[0] == call.world.bot_user_id:
        raise SlackError("cannot_dm_bot")
    return call.world.open_dm(users[0])


@method("conversations.join", "channel", scope="channels:join")
def join(call: Call) -> Json:
    channel = seen(call, call.get("channel"))
    if channel.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    if not is_member(call, channel):
        channel.members.append(call.world.bot_user_id)
        call.world.touch("state", channel.id)
        events.joined(call.core, channel, call.world.bot_user_id)
    return {"channel": channel_json(call.world, channel)}
