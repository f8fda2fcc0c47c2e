"""Payloads of slash commands, clicks and submitted modals."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future

from bot.playground.slack.core import Core
from bot.playground.slack.hub import Envelope
from bot.playground.slack.log import shortened
from bot.playground.slack.models import Json, Message, View
from bot.playground.slack.render import message_json
from bot.playground.slack.responses import response_url
from bot.playground.slack.typing_in import command_text, escaped

TRIGGER_SECONDS = 3.0
CHANNEL_NAMES = {"im": "directmessage", "private": "privategroup"}


def slash_command(core: Core, user: str, channel: str, command: str, text: str) -> Envelope:
    """The payload of a slash command, ready to be sent."""
    world = core.world
    payload = {
        "token": core.verification_token,
        "team_id": world.team_id,
        "team_domain": "playground",
        "channel_id": channel,
        "channel_name": _channel_name(core, channel),
        "user_id": user,
        "user_name": world.users[user].name,
        "command": command,
        "text": command_text(text),
        "api_app_id": world.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url(core, user, channel, None),
        "trigger_id": _trigger(core, user),
    }
    summary = shortened(f"{command} {text}")
    return Envelope("slash_commands", command, summary, payload, Future(), accepts_response=True)


def _channel_name(core: Core, channel_id: str) -> str:
    channel = core.world.channels[channel_id]
    return CHANNEL_NAMES.get(channel.kind, channel.name)


def _trigger(core: Core, user: str) -> str:
    return core.tickets.issue("trigger_id", {"user": user}, seconds=TRIGGER_SECONDS, uses=1)


def block_action(
    core: Core, user: str, message: Message, action_id: str, option: str | None
) -> Envelope:
    """The payload of a press on a button, or of a picked option; ValueError if it is not there."""
    element, block_id = _found(message, action_id)
    action = _action(core, element, block_id, option)
    payload = _interaction(core, user, "block_actions") | {
        "container": _container(message),
        "channel": {"id": message.channel, "name": _channel_name(core, message.channel)},
        "state": {"values": {}},
        "response_url": response_url(core, user, message.channel, message.ts),
        "actions": [action],
    }
    if message.ephemeral_for is None:
        payload["message"] = message_json(core.world, message)
    return Envelope("interactive", "block_actions", action_id, payload, Future())


def message_shortcut(core: Core, user: str, message: Message, callback_id: str) -> Envelope:
    """The payload of a shortcut picked from a message's menu."""
    payload = _interaction(core, user, "message_action") | {
        "callback_id": callback_id,
        "action_ts": core.world.stamps.next(),
        "message_ts": message.ts,
        "channel": {"id": message.channel, "name": _channel_name(core, message.channel)},
        "response_url": response_url(core, user, message.channel, message.ts),
        "message": message_json(core.world, message),
    }
    return Envelope("interactive", "message_action", callback_id, payload, Future())


def _interaction(core: Core, user: str, kind: str) -> Json:
    world = core.world
    person = world.users[user]
    who = {"id": user, "username": person.name, "name": person.name, "team_id": person.team_id}
    return {
        "type": kind,
        "user": who,
        "api_app_id": world.app_id,
        "token": core.verification_token,
        "trigger_id": _trigger(core, user),
        "team": {"id": world.team_id, "domain": "playground"},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _container(message: Message) -> Json:
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": message.ephemeral_for is not None,
    }
    return container | ({"thread_ts": message.thread_ts} if message.is_reply else {})


def _action(core: Core, element: Json, block_id: str, option: str | None) -> Json:
    kept = {
        key: element[key]
        for key in ("type", "action_id", "text", "value", "style", "url")
        if key in element
    }
    action = kept | {"block_id": block_id, "action_ts": core.world.stamps.next()}
    if option is not None:
        action["selected_option"] = _option(element, option)
    return action


def _option(element: Json, value: str) -> Json:
    groups = [{"options": element.get("options", [])}, *element.get("option_groups", [])]
    for group in groups:
        for option in group["options"]:
            if option.get("value") == value:
                return dict(option)
    raise ValueError(f"no option {value}")


def _found(message: Message, action_id: str) -> tuple[Json, str]:
    for block in message.blocks:
        for element in elements(block):
            if element.get("action_id") == action_id:
                return element, str(block.get("block_id", ""))
    raise ValueError(f"no element {action_id} in message {message.ts}")


def elements(value: object) -> Iterator[Json]:
    """Every object within a block, itself included."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from elements(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from elements(inner)


def view_action(
    core: Core, user: str, view_id: str, block_id: str, option: str, values: Json
) -> Envelope:
    """The payload of an option picked in a modal whose block has `dispatch_action`.

    ValueError if the person has no such modal, or the modal no such block.
    """
    view = _modal(core, user, view_id)
    block = next((one for one in view.declared["blocks"] if one.get("block_id") == block_id), None)
    if block is None or not block.get("dispatch_action"):
        raise ValueError(f"no block {block_id} in {view_id} tells of picks")
    payload = _interaction(core, user, "block_actions") | {
        "container": {"type": "view", "view_id": view.id},
        "actions": [_action(core, block["element"], block_id, option)],
        "state": {"values": values},
        "view": _sent_view(view, values),
    }
    return Envelope("interactive", "block_actions", block_id, payload, Future())


def _modal(core: Core, user: str, view_id: str) -> View:
    view = core.world.views.get(view_id)
    if view is None or view.user != user or view.type != "modal":
        raise ValueError(f"{user} has no modal {view_id}")
    return view


def _sent_view(view: View, values: Json) -> Json:
    shown = {"id": view.id, "hash": view.hash, "state": {"values": values}}
    place = {"root_view_id": view.root, "previous_view_id": view.previous}
    return {"private_metadata": "", "callback_id": ""} | view.declared | shown | place


def submission(core: Core, user: str, view_id: str, values: Json) -> Envelope:
    """The payload of a submitted modal; ValueError if the person has no such modal."""
    view = _modal(core, user, view_id)
    payload = _interaction(core, user, "view_submission")
    payload["view"] = _sent_view(view, values)
    payload["response_urls"] = []
    name = escaped(str(view.declared.get("callback_id", "")))
    return Envelope(
        "interactive", "view_submission", name, payload, Future(), accepts_response=True
    )
