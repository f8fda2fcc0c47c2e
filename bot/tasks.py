"""What is done with each kind of thing that arrives: answered, or remembered."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Literal

import structlog

from bot.office import Office
from bot.slack.api import FAILURES, failure_of
from bot.slack.door import channel_of_click, container_of
from bot.slack.show import Reply, sentence
from commands.registry import all_commands
from commands.request import Request
from reports.errors import Expected
from storage.errors import DatabaseFailure

log = structlog.get_logger()
Payload = Mapping[str, Any]
Ask = Callable[[], Request | None]
Lane = Literal["quick", "slow", "memory"]
SORRY = (
    "Something went wrong on my side and it is written in my log; "
    "please try again, and tell whoever runs me if it stays."
)
NO_DATABASE = "I cannot use my database just now and nothing was changed; please try again soon."


class Tasks:
    """Has the effect of one item of the inbox."""

    def __init__(self, office: Office) -> None:
        """Work for one office."""
        self._office = office

    def lane(self, kind: str, payload: Payload) -> Lane:
        """Where the item waits: quick answers never stand behind reports that are drawn.

        What is said in threads is remembered in one lane: an edit must not overtake its message.
        """
        if kind == "event" and not _asks(payload):
            return "memory"
        command = all_commands().get(self._verb(kind, payload))
        return "slow" if command and command.heavy else "quick"

    def do(self, kind: str, payload: Payload, *, again: bool) -> None:
        """Have the item's effect; ``again`` where an earlier run may have begun."""
        HANDLERS[kind](self, payload, again)

    def command(self, body: Payload, again: bool) -> None:
        """Answer a slash command."""
        reply = Reply(
            str(body["user_id"]), str(body["channel_id"]), body.get("response_url"), again=again
        )
        self._answer(lambda: self._office.door.from_command(body), reply)

    def click(self, body: Payload, again: bool) -> None:
        """Answer a pressed button."""
        container = container_of(body)
        reply = Reply(
            str(body["user"]["id"]),
            channel_of_click(body),
            body.get("response_url"),
            container.get("thread_ts"),
            replaces=bool(container.get("is_ephemeral")),
            again=again,
        )
        self._answer(lambda: self._office.door.from_click(body), reply)

    def event(self, body: Payload, again: bool) -> None:
        """Answer what is said to the bot, remember what is said about a publication."""
        event = body.get("event") or {}
        match event.get("type"):
            case "app_mention":
                self._mention(event, again)
            case "message" if _direct(event):
                self._spoken_to(event, again)
            case "message":
                self._office.memory.message(event)
            case "reaction_added" | "reaction_removed" as kind:
                self._office.memory.reaction(event, added=kind == "reaction_added")

    def _verb(self, kind: str, payload: Payload) -> str:
        match kind:
            case "slash":
                return str(payload["command"]).lstrip("/")
            case "click":
                return str(json.loads(payload["actions"][0]["value"])["verb"])
            case _:
                return self._office.door.verb_of(payload.get("event") or {}) or ""

    def _mention(self, event: Payload, again: bool) -> None:
        """In the thread of a report a mention with words that are no command is a comment."""
        door = self._office.door
        if self._in_publication(event):
            self._answer(lambda: door.from_mention(event), _reply(event, again))
        else:
            self._answer(lambda: door.from_mention(event) or door.help(event), _reply(event, again))

    def _spoken_to(self, event: Payload, again: bool) -> None:
        """A DM is a question, unless it replies to a report with words that are no command."""
        door = self._office.door
        if self._in_publication(event) and not door.is_command(event):
            self._office.memory.message(event)
        else:
            self._answer(lambda: door.from_mention(event) or door.help(event), _reply(event, again))

    def _in_publication(self, event: Payload) -> bool:
        thread = event.get("thread_ts")
        if not thread:
            return False
        store = self._office.store
        return store.publications.of_thread(str(event["channel"]), str(thread)) is not None

    def _answer(self, ask: Ask, reply: Reply) -> None:
        """Answer, or say in one sentence why not; what nobody expected is raised again."""
        try:
            self._show(ask, reply)
        except DatabaseFailure as error:
            log.warning("database cannot be used", reason=str(error))
            self._say(NO_DATABASE, reply)
        except Expected as expected:
            self._say(str(expected), reply)
        except FAILURES as error:
            self._say(str(failure_of(error)), reply)
            raise
        except Exception:
            self._say(SORRY, reply)
            raise

    def _show(self, ask: Ask, reply: Reply) -> None:
        office, request = self._office, ask()
        if request is not None:
            rendered = office.render(request, office.clock.now())
            office.stage.show(rendered, reply, office.clock.now())

    def _say(self, text: str, reply: Reply) -> None:
        """Say it to the asker; if even that fails, what went wrong before must not be hidden."""
        try:
            self._office.stage.whisper(sentence(text), reply)
        except Exception:
            log.exception("could not tell the asker", user=reply.user)


HANDLERS: dict[str, Callable[[Tasks, Payload, bool], None]] = {
    "slash": Tasks.command,
    "click": Tasks.click,
    "event": Tasks.event,
}


def _reply(event: Payload, again: bool) -> Reply:
    """Where a mention or a DM is answered: in the thread it was written in."""
    return Reply(
        str(event["user"]), str(event["channel"]), thread=event.get("thread_ts"), again=again
    )


def _asks(body: Payload) -> bool:
    event = body.get("event") or {}
    return event.get("type") == "app_mention" or (_direct(event) and not event.get("thread_ts"))


def _direct(event: Payload) -> bool:
    """Words of a person to the bot alone."""
    spoken = not event.get("subtype") and not event.get("bot_id") and bool(event.get("user"))
    return spoken and event.get("channel_type") == "im"
