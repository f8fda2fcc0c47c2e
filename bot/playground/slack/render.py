"""Messages, people, channels and files as the Web API shows them."""

from __future__ import annotations

import mimetypes
import re
from datetime import UTC, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot.playground.slack.models import Channel, File, Json, Message, User
from bot.playground.slack.world import World

MENTION = re.compile(r"<@(U[A-Z0-9]+)>|<#(C[A-Z0-9]+)(?:\|[^>]*)?>")
ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def message_json(world: World, message: Message, *, metadata: bool = False) -> Json:
    """A message as conversations.history and the events give it; absent parts are left out."""
    body: Json = {"type": "message", "user": message.user, "text": message.text}
    body |= {"ts": message.ts, "team": _team(world, message.user)}
    body |= _blocks(message) | _origin(world, message) | _thread(world, message)
    if message.edited:
        body["edited"] = {"user": message.edited.user, "ts": message.edited.ts}
    if message.reactions:
        body["reactions"] = [reaction_json(r.name, r.users) for r in message.reactions]
    if message.metadata is not None:
        kept = message.metadata if metadata else {"event_type": message.metadata["event_type"]}
        body["metadata"] = kept
    return body | _extras(world, message)


def reaction_json(name: str, users: tuple[str, ...]) -> Json:
    return {"name": name, "users": list(users), "count": len(users)}


def _extras(world: World, message: Message) -> Json:
    body: Json = {}
    if message.subtype:
        body["subtype"] = message.subtype
    if message.subtype == "tombstone":
        body["hidden"] = True
    if message.attachments:
        body["attachments"] = list(message.attachments)
    if message.files:
        body["files"] = [file_json(world, world.files[f]) for f in message.files]
    if message.client_msg_id:
        body["client_msg_id"] = message.client_msg_id
    if message.user in world.users and world.is_external(message.user):
        team = world.users[message.user].team_id
        body |= {"user_team": team, "source_team": team}
    return body


def _team(world: World, user: str) -> str:
    return world.users[user].team_id if user in world.users else world.team_id


def _blocks(message: Message) -> Json:
    if message.blocks:
        return {"blocks": list(message.blocks)}
    if message.bot_id or message.subtype or not message.text:
        return {}
    section = {"type": "rich_text_section", "elements": rich_elements(message.text)}
    return {"blocks": [{"type": "rich_text", "block_id": f"b{message.ts}", "elements": [section]}]}


def rich_elements(text: str) -> list[Json]:
    """A typed text as rich text elements: words and mentions."""
    elements: list[Json] = []
    start = 0
    for found in MENTION.finditer(text):
        elements += _words(text[start : found.start()])
        elements.append(_mention(*found.groups()))
        start = found.end()
    return elements + _words(text[start:])


def _words(text: str) -> list[Json]:
    return [{"type": "text", "text": unescaped(text)}] if text else []


def _mention(user: str | None, channel: str | None) -> Json:
    if user:
        return {"type": "user", "user_id": user}
    return {"type": "channel", "channel_id": channel}


def unescaped(text: str) -> str:
    for entity, sign in ENTITIES:
        text = text.replace(entity, sign)
    return text


def _origin(world: World, message: Message) -> Json:
    if not message.bot_id:
        return {}
    return {
        "bot_id": message.bot_id,
        "app_id": world.app_id,
        "bot_profile": bot_profile(world),
    }


def bot_profile(world: World) -> Json:
    return {
        "id": world.bot_id,
        "deleted": False,
        "name": world.users[world.bot_user_id].real_name,
        "updated": 0,
        "app_id": world.app_id,
        "icons": {"image_36": "", "image_48": "", "image_72": ""},
        "team_id": world.team_id,
    }


def _thread(world: World, message: Message) -> Json:
    if message.is_reply:
        parent = world.find(message.channel, str(message.thread_ts))
        return {"thread_ts": message.thread_ts, "parent_user_id": parent.user if parent else ""}
    if message.thread_ts is None:
        return {}
    replies = world.replies(message.channel, message.ts)
    users = list(dict.fromkeys(reply.user for reply in replies))
    body: Json = {"thread_ts": message.ts, "reply_count": len(replies)}
    body |= {"reply_users": users, "reply_users_count": len(users), "subscribed": False}
    return body | ({"latest_reply": replies[-1].ts} if replies else {})


def channel_json(world: World, channel: Channel) -> Json:
    """A conversation object; `is_ext_shared` is the field that tells a shared channel."""
    common: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_im": channel.kind == "im",
        "is_org_shared": False,
        "context_team_id": world.team_id,
        "updated": channel.created * 1000,
    }
    return common | (_im(channel) if channel.kind == "im" else _room(world, channel))


def _im(channel: Channel) -> Json:
    return {"user": channel.user, "is_user_deleted": False, "is_open": True, "priority": 0}


def _room(world: World, channel: Channel) -> Json:
    return {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": True,
        "is_group": False,
        "is_mpim": False,
        "is_private": channel.private,
        "is_member": world.bot_user_id in channel.members,
        "is_general": False,
        "is_shared": channel.shared,
        "is_ext_shared": channel.shared,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "creator": channel.members[0] if channel.members else world.bot_user_id,
        "num_members": len(channel.members),
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def user_json(world: World, user: User) -> Json:
    """A user object; guests are `is_restricted`, external people have another `team_id`."""
    offset = datetime.fromtimestamp(world.clock(), UTC).astimezone(ZoneInfo(user.tz)).utcoffset()
    return {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": user.role == "admin",
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.role == "guest",
        "is_ultra_restricted": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "is_stranger": world.is_external(user.id) and not _shares_channel(world, user.id),
        "updated": 0,
        "profile": _profile(user),
    }


def _shares_channel(world: World, user: str) -> bool:
    return any(user in channel.members for channel in world.channels.values())


def _profile(user: User) -> Json:
    return {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "team": user.team_id,
    }


def file_json(world: World, file: File) -> Json:
    """A file object; `mimetype` stays empty until the file can be used, as in Slack."""
    suffix = file.name.rpartition(".")[2].lower()
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": mime_type(file) if world.is_ready(file) else "",
        "filetype": suffix,
        "pretty_type": suffix.upper(),
        "user": file.user,
        "editable": False,
        "size": file.length,
        "mode": "hosted",
        "is_external": False,
        "alt_txt": file.alt,
        "url_private": file_url(world, file),
        "url_private_download": file_url(world, file),
        "permalink": file_url(world, file),
        **_shares(world, file),
    }


def mime_type(file: File) -> str:
    return mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def file_url(world: World, file: File) -> str:
    return f"{world.url}/files/{file.id}/{quote(file.name)}"


def _shares(world: World, file: File) -> Json:
    kinds = {channel: world.channels[channel].kind for channel in file.channels}
    shares: Json = {"is_public": "public" in kinds.values()}
    for group, kind in SHARES.items():
        shares[group] = [channel for channel, found in kinds.items() if found == kind]
    return shares


SHARES = {"channels": "public", "groups": "private", "ims": "im"}
