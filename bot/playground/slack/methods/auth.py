"""api.test, auth.test, apps.connections.open, team.info, bots.info."""

from __future__ import annotations

from bot.playground.slack.errors import SlackError
from bot.playground.slack.models import Json
from bot.playground.slack.registry import Call, method

LINK_SECONDS = 30.0


@method("api.test", "error foo", by="none", tier=4)
def api_test(call: Call) -> Json:
    if call.get("error"):
        raise SlackError(call.get("error"), args=call.arguments)
    return {"args": call.arguments}


@method("auth.test", tier=5)
def auth_test(call: Call) -> Json:
    world = call.world
    return {
        "url": f"{world.url}/",
        "team": world.team_name,
        "user": world.users[world.bot_user_id].name,
        "team_id": world.team_id,
        "user_id": world.bot_user_id,
        "bot_id": world.bot_id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open", by="app", tier=1)
def connections_open(call: Call) -> Json:
    ticket = call.core.tickets.issue("link", {}, seconds=LINK_SECONDS, uses=1)
    address = call.world.url.replace("http://", "ws://", 1)
    return {"url": f"{address}/link?ticket={ticket}&app_id={call.world.app_id}"}


@method("team.info", "team domain", scope="team:read")
def team_info(call: Call) -> Json:
    world = call.world
    if call.get("team", world.team_id) != world.team_id:
        raise SlackError("team_not_found")
    team = {"id": world.team_id, "name": world.team_name, "domain": "playground"}
    return {"team": team | {"url": f"{world.url}/", "email_domain": "", "icon": {}}}


@method("bots.info", "bot team_id", scope="users:read")
def bots_info(call: Call) -> Json:
    world = call.world
    if call.get("bot") != world.bot_id:
        raise SlackError("bot_not_found")
    bot = {"id": world.bot_id, "deleted": False, "name": world.users[world.bot_user_id].real_name}
    return {"bot": bot | {"app_id": world.app_id, "user_id": world.bot_user_id, "icons": {}}}
