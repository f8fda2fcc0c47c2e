"""users.info and users.list."""

from __future__ import annotations

from bot.playground.slack.errors import SlackError
from bot.playground.slack.models import Json
from bot.playground.slack.registry import Call, method
from bot.playground.slack.render import user_json
from bot.playground.slack.rooms import page


@method("users.info", "user include_locale:bool", scope="users:read", tier=4)
def info(call: Call) -> Json:
    user = call.world.users.get(call.get("user", ""))
    if user is None:
        raise SlackError("user_not_found")
    body = user_json(call.world, user)
    return {"user": body | ({"locale": "en-GB"} if call.get("include_locale") else {})}


@method("users.list", "limit:int cursor include_locale:bool team_id", scope="users:read", tier=2)
def list_all(call: Call) -> Json:
    found, cursor = page(call, list(call.world.users.values()))
    shown = [user_json(call.world, user) for user in found]
    body = {"members": shown, "cache_ts": int(call.world.clock())}
    return body | {"response_metadata": {"next_cursor": cursor}}
