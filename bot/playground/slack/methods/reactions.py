"""reactions.add, remove, get."""

from __future__ import annotations

import re

from bot.playground.slack import messages
from bot.playground.slack.errors import SlackError
from bot.playground.slack.models import Json, Message
from bot.playground.slack.registry import Call, method
from bot.playground.slack.render import message_json
from bot.playground.slack.rooms import entered, message_at

EMOJI = re.compile(r"[a-z0-9_+'\-]+(::skin-tone-[2-6])?")


@method("reactions.add", "channel name timestamp", scope="reactions:write")
def add(call: Call) -> Json:
    messages.react(call.core, _target(call), call.world.bot_user_id, _name(call))
    return {}


@method("reactions.remove", "channel name timestamp", scope="reactions:write", tier=2)
def remove(call: Call) -> Json:
    messages.unreact(call.core, _target(call), call.world.bot_user_id, _name(call))
    return {}


@method("reactions.get", "channel timestamp full:bool", scope="reactions:read")
def get(call: Call) -> Json:
    message = _target(call)
    shown = message_json(call.world, message)
    return {"type": "message", "channel": message.channel, "message": shown}


def _name(call: Call) -> str:
    name = str(call.get("name", ""))
    if not EMOJI.fullmatch(name):
        raise SlackError("invalid_name")
    return name


def _target(call: Call) -> Message:
    if not call.get("channel"):
        raise SlackError("no_item_specified")
    if not call.get("timestamp"):
        raise SlackError("bad_timestamp")
    return message_at(call, entered(call, call.get("channel")), call.get("timestamp"))
