"""The desk: takes what the inbox holds and has it answered or remembered."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import structlog

from bot.office import Office
from bot.patience import patiently
from bot.slack.api import FAILURES, failure_of
from bot.slack.door import channel_of_click, container_of
from bot.slack.show import Reply, sentence
from commands.request import Request
from reports.errors import Expected
from storage.errors import DatabaseFailure

log = structlog.get_logger()
Payload = Mapping[str, Any]
Ask = Callable[[], Request | None]
ANSWERERS = 4
KEPT = timedelta(days=14)  # Slack repeats an event for hours, not for weeks
SORRY = (
    "Something went wrong on my side and it is written in my log; "
    "please try again, and tell whoever runs me if it stays."
)
NO_DATABASE = "I cannot use my database just now and nothing was changed; please try again soon."


class Desk:
    """Answers questions on a few threads, and remembers replies one after the other."""

    def __init__(self, office: Office) -> None:
        """Work for one office."""
        self._office = office
        self._closing = threading.Event()
        self._askers = ThreadPoolExecutor(ANSWERERS, thread_name_prefix="answer")
        # One thread: an edit must not overtake the message it edits.
        self._memories = ThreadPoolExecutor(1, thread_name_prefix="remember")

    def take(self, item_id: int, kind: str, payload: Payload, *, again: bool = False) -> None:
        """Work on an item of the inbox soon; ``again`` where an earlier run may have begun."""
        lane = self._memories if kind == "event" and not _asks(payload) else self._askers
        lane.submit(self._work, item_id, kind, payload, again=again)

    def forget(self) -> None:
        """Let go of what was finished long ago: people's words stand in it, deleted ones too."""
        office = self._office
        office.store.inbox.prune(office.clock.now() - KEPT)

    def take_waiting(self) -> None:
        """Work on what an earlier run left undone."""
        for item in self._office.store.inbox.waiting():
            self.take(item.id, item.kind, item.payload, again=True)

    def close(self) -> None:
        """Finish what has been taken; what the database will not take is left to the next run."""
        self._closing.set()
        self._askers.shutdown(wait=True)
        self._memories.shutdown(wait=True)

    def _work(self, item_id: int, kind: str, payload: Payload, *, again: bool) -> None:
        inbox = self._office.store.inbox
        try:
            error = self._handled(kind, payload, again=again)
            if error is None:
                self._patiently(lambda: inbox.done(item_id))
            else:
                self._patiently(lambda: inbox.failed(item_id, error))
        except DatabaseFailure:
            log.warning("left for the next run", kind=kind, item=item_id)

    def _handled(self, kind: str, payload: Payload, *, again: bool) -> str | None:
        """Have the item's effect; what went wrong where it cannot be handled."""
        try:
            self._patiently(lambda: HANDLERS[kind](self, payload, again))
        except DatabaseFailure:
            raise
        except Exception as error:
            log.exception("could not handle", kind=kind)
            return f"{type(error).__name__}: {error}"
        return None

    def _patiently(self, act: Callable[[], None]) -> None:
        # What was acknowledged waits for the database as long as we run.
        patiently(act, stop=self._closing)

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


HANDLERS: dict[str, Callable[[Desk, Payload, bool], None]] = {
    "slash": Desk.command,
    "click": Desk.click,
    "event": Desk.event,
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
