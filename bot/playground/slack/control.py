"""The page's door: JSON under `/_/`."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.playground.slack import modals, shown
from bot.playground.slack.core import Core
from bot.playground.slack.errors import SlackError
from bot.playground.slack.models import Json
from bot.playground.slack.people import Outcome, People
from bot.playground.slack.stream import Stream

SWITCHES = ("uploads", "metadata", "new_blocks")

MENTION = ". Mention the bot with @ and write the command behind it."
CHOOSE = ". Type / to see those there are."
LATE = "The app did not answer in time."
FOR_OUTSIDERS = " for people of another workspace. Mention the bot with @ instead."


@dataclass
class Hooks:
    """What the launcher sets: how to move the clock on, and what the clock says."""

    clock_next: Callable[[], Json]
    clock_info: Callable[[], Json]


class Control:
    """What a page may ask for and do."""

    def __init__(self, core: Core, people: People, stream: Stream, hooks: Hooks) -> None:
        self._core, self._people, self._stream, self._hooks = core, people, stream, hooks
        self._reads = {"state": self.state, "messages": self.messages, "log": self.log}
        self._acts = {"say": self.say, "edit": self.edit, "delete": self.delete}
        self._acts |= {"react": self.react, "click": self.click}
        self._acts |= {"submit": self.submit, "pick": self.pick, "close": self.close}
        self._acts |= {"drop": self.drop, "shortcut": self.shortcut}
        self._acts |= {"faults": self.faults, "clock/next": self.clock_next}

    async def read(self, request: Request) -> Response:
        """GET /_/state, /_/messages, /_/log."""
        answer = self._reads.get(request.path_params["what"])
        if answer is None:
            return _no("not_found", 404)
        try:
            with self._core.world.lock:
                return JSONResponse(answer(dict(request.query_params)))
        except (KeyError, ValueError) as wrong:
            return _no(_words(wrong), 400)

    async def act(self, request: Request) -> Response:
        """POST /_/say, edit, delete, react, click, submit, pick, drop, shortcut, close …"""
        action = self._acts.get(request.path_params["what"])
        if action is None:
            return _no("not_found", 404)
        try:
            given = _object(await request.body())
            return JSONResponse({"ok": True} | await action(given))
        except (KeyError, ValueError, SlackError) as wrong:
            return _no(_words(wrong), 200 if not isinstance(wrong, KeyError) else 400)

    def state(self, asked: Json) -> Json:
        core = self._core
        people = shown.people(core)
        me = asked.get("as") or (people[0]["id"] if people else "")
        return {
            "now": core.world.clock(),
            "me": me,
            "workspace": core.world.team_name,
            "bot_user_id": core.world.bot_user_id,
            "clock": self._hooks.clock_info(),
            "people": people,
            "channels": shown.channels(core, me) if me else [],
            "modals": modals.open_for(core, me),
            "commands": [asdict(command) for command in core.commands],
            "shortcuts": [asdict(shortcut) for shortcut in core.shortcuts],
            "faults": {name: getattr(core.faults, name) for name in SWITCHES},
            "names": shown.names(core),
        }

    def messages(self, asked: Json) -> Json:
        channel = self._core.world.channels[asked["channel"]]
        if not shown.may_see(self._core, asked["as"], channel):
            raise ValueError("channel_not_found")
        return {"messages": shown.messages(self._core, asked["as"], channel.id)}

    def log(self, asked: Json) -> Json:
        entries = self._core.log.after(int(asked.get("after") or 0))
        last = entries[-1]["n"] if entries else int(asked.get("after") or 0)
        return {"entries": entries, "next": last}

    async def say(self, given: Json) -> Json:
        user, channel, text = given["as"], given["channel"], given["text"].strip()
        if text.startswith("/"):
            return await self._command(user, channel, text, given.get("thread_ts"))
        if not text:
            raise ValueError("There is nothing to send.")
        self._enter(user, channel)
        return {"ts": self._people.say(user, channel, text, given.get("thread_ts") or None)}

    def _enter(self, user: str, channel: str) -> None:
        room = self._core.world.channels[channel]
        if user not in room.members and shown.may_see(self._core, user, room):
            self._people.join(user, channel)

    async def _command(self, user: str, channel: str, text: str, thread: str | None) -> Json:
        command, _, rest = text.partition(" ")
        if thread:
            raise ValueError(f"{command} is not supported in threads{MENTION}")
        if self._core.world.is_external(user):
            raise ValueError(f"{command} is not a valid command{FOR_OUTSIDERS}")
        known = [hint.command for hint in self._core.commands]
        if known and command not in known:
            raise ValueError(f"{command} is not a valid command{CHOOSE}")
        waiting = self._people.begin_command(user, channel, command, rest.strip())
        outcome: Outcome = await asyncio.wrap_future(waiting)
        return asdict(outcome)

    async def drop(self, given: Json) -> Json:
        """A file of a person: its name, and its bytes in base64."""
        user, channel = given["as"], given["channel"]
        self._enter(user, channel)
        content = base64.b64decode(given["content"], validate=True)
        return {"ts": self._people.drop(user, channel, given["name"], content)}

    async def shortcut(self, given: Json) -> Json:
        where = given["as"], given["channel"], given["ts"], given["callback_id"]
        outcome = await asyncio.to_thread(self._people.shortcut, *where)
        if not outcome.acked:
            raise ValueError(LATE)
        return asdict(outcome)

    async def edit(self, given: Json) -> Json:
        self._people.edit(given["as"], given["channel"], given["ts"], given["text"])
        return {}

    async def delete(self, given: Json) -> Json:
        self._people.delete(given["as"], given["channel"], given["ts"])
        return {}

    async def react(self, given: Json) -> Json:
        self._enter(given["as"], given["channel"])
        where = given["as"], given["channel"], given["ts"], given["name"]
        return {"on": self._people.toggle_reaction(*where)}

    async def click(self, given: Json) -> Json:
        where = given["as"], given["channel"], given["ts"], given["action_id"]
        waiting = self._people.begin_click(*where, given.get("option"))
        outcome: Outcome = await asyncio.wrap_future(waiting)
        if not outcome.acked:
            raise ValueError(LATE)
        return asdict(outcome)

    async def submit(self, given: Json) -> Json:
        """A filled-in modal: `{"errors": {block_id: sentence}}` where the bot refuses it."""
        user, view = given["as"], given["view"]
        outcome = await asyncio.to_thread(self._people.submit, user, view, given["values"])
        if not outcome.acked:
            raise ValueError(LATE)
        with self._core.world.lock:
            return {"errors": modals.settle(self._core, user, view, outcome.body)}

    async def pick(self, given: Json) -> Json:
        """An option picked in a modal that answers picks."""
        where = given["as"], given["view"], given["block"], given["option"], given["values"]
        outcome = await asyncio.to_thread(self._people.pick, *where)
        if not outcome.acked:
            raise ValueError(LATE)
        return asdict(outcome)

    async def close(self, given: Json) -> Json:
        modals.close(self._core, given["as"], given["view"])
        return {}

    async def faults(self, given: Json) -> Json:
        for name in SWITCHES:
            if isinstance(given.get(name), bool):
                setattr(self._core.faults, name, given[name])
        self._core.world.touch("state")
        return {name: getattr(self._core.faults, name) for name in SWITCHES}

    async def clock_next(self, given: Json) -> Json:  # noqa: ARG002
        answer = await asyncio.to_thread(self._hooks.clock_next)
        self._core.world.touch("state")
        return answer


def _object(body: bytes) -> Json:
    given = json.loads(body or b"{}")
    return given if isinstance(given, dict) else {}


def _words(wrong: Exception) -> str:
    if isinstance(wrong, KeyError):
        return f"missing or unknown: {wrong.args[0]}"
    return str(wrong)


def _no(error: str, status: int) -> Response:
    return JSONResponse({"ok": False, "error": error}, status)
