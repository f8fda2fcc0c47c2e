"""views.open, push, update, publish: checked and stored."""

from __future__ import annotations

from bot.playground.slack.checking import check_view
from bot.playground.slack.errors import SlackError
from bot.playground.slack.models import Json, View
from bot.playground.slack.registry import Call, method

DEEPEST = 3


@method("views.open", "trigger_id view:json! interactivity_pointer", tier=4)
def open_view(call: Call) -> Json:
    user = _user(call)
    return {"view": view_json(call, _store(call, user, "modal"))}


@method("views.push", "trigger_id view:json! interactivity_pointer", tier=4)
def push(call: Call) -> Json:
    user = _user(call)
    stack = [
        view for view in call.world.views.values() if view.user == user and view.type == "modal"
    ]
    if not stack:
        raise SlackError("not_found")
    on_top = stack[-1]
    if sum(view.root == on_top.root for view in stack) >= DEEPEST:
        raise SlackError("push_limit_reached")
    return {"view": view_json(call, _store(call, user, "modal", on_top))}


@method("views.update", "view:json! view_id external_id hash", tier=4)
def update(call: Call) -> Json:
    view = _found(call)
    if call.get("hash") not in (None, view.hash):
        raise SlackError("hash_conflict")
    check_view(call.core, call.get("view"), view.type)
    view.declared, view.hash = call.get("view"), _hash(call)
    call.world.touch("view")
    return {"view": view_json(call, view)}


@method("views.publish", "user_id! view:json! hash", tier=4)
def publish(call: Call) -> Json:
    user = call.get("user_id")
    if user not in call.world.users:
        raise SlackError("user_not_found")
    homes = [v for v in call.world.views.values() if v.user == user and v.type == "home"]
    if homes and call.get("hash") not in (None, homes[0].hash):
        raise SlackError("hash_conflict")
    for home in homes:
        del call.world.views[home.id]
    return {"view": view_json(call, _store(call, user, "home"))}


def _user(call: Call) -> str:
    trigger = call.get("trigger_id") or call.get("interactivity_pointer") or ""
    return str(call.core.tickets.use(trigger, "trigger_id")["user"])


def _found(call: Call) -> View:
    for view in call.world.views.values():
        external = view.declared.get("external_id")
        if view.id == call.get("view_id") or (external and external == call.get("external_id")):
            return view
    raise SlackError("not_found")


def _store(call: Call, user: str, kind: str, on_top: View | None = None) -> View:
    declared = call.get("view")
    check_view(call.core, declared, kind)
    view_id = call.world.ids.next("V")
    root = on_top.root if on_top else view_id
    below = on_top.id if on_top else None
    view = View(view_id, kind, user, declared, _hash(call), root, below)
    call.world.views[view.id] = view
    call.world.touch("view")
    return view


def _hash(call: Call) -> str:
    return f"{call.world.stamps.next()}.h"


def view_json(call: Call, view: View) -> Json:
    """A view object as Slack answers it."""
    world = call.world
    state = {"id": view.id, "team_id": world.team_id, "hash": view.hash, "state": {"values": {}}}
    place = {"root_view_id": view.root, "previous_view_id": view.previous}
    owner = {"app_id": world.app_id, "bot_id": world.bot_id, "app_installed_team_id": world.team_id}
    defaults = {"private_metadata": "", "callback_id": "", "external_id": ""}
    return defaults | view.declared | state | place | owner
