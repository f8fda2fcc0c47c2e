"""The desk: takes what the inbox holds and has it answered or remembered."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog

from bot.office import Office
from bot.slack.message import Message
from bot.slack.rich import rich_text, section, words
from bot.slack.show import Reply
from commands.request import Request
from reports.errors import Expected

log = structlog.get_logger()
Payload = Mapping[str, Any]
ANSWERERS = 4
SORRY = (
    "Something went wrong on my side and it is written in my log; "
    "please try again, and tell whoever runs me if it stays."
)


class Desk:
    """Answers questions on a few threads, and remembers replies one after the other."""

    def __init__(self, office: Office) -> None:
        """Work for one office."""
        self._office = office
        self._askers = ThreadPoolExecutor(ANSWERERS, thread_name_prefix="answer")
        # One thread: an edit must not overtake the message it edits.
        self._memories = ThreadPoolExecutor(1, thread_name_prefix="remember")

    def take(self, item_id: int, kind: str, payload: Payload) -> None:
        """Work on an item of the inbox soon."""
        lane = self._memories if kind == "event" and not _asks(payload) else self._askers
        lane.submit(self._work, item_id, kind, payload)

    def take_waiting(self) -> None:
        """Work on what an earlier run left undone."""
        for item in self._office.store.inbox.waiting():
            self.take(item.id, item.kind, item.payload)

    def close(self) -> None:
        """Finish what has been taken."""
        self._askers.shutdown(wait=True)
        self._memories.shutdown(wait=True)

    def _work(self, item_id: int, kind: str, payload: Payload) -> None:
        inbox = self._office.store.inbox
        try:
            HANDLERS[kind](self, payload)
            inbox.done(item_id)
        except Exception as error:
            log.exception("could not handle", kind=kind, item=item_id)
            inbox.failed(item_id, f"{type(error).__name__}: {error}")

    def command(self, body: Payload) -> None:
        """Answer a slash command."""
        reply = Reply(response_url=body.get("response_url"))
        self._answer(self._office.door.from_command(body), reply)

    def click(self, body: Payload) -> None:
        """Answer a pressed button."""
        container = body.get("container") or {}
        reply = Reply(
            response_url=body.get("response_url"),
            thread=container.get("thread_ts"),
            replaces=bool(container.get("is_ephemeral")),
        )
        self._answer(self._office.door.from_click(body), reply)

    def event(self, body: Payload) -> None:
        """Remember, answer a mention, or take note of what changed around us."""
        event = body.get("event") or {}
        match event.get("type"):
            case "app_mention":
                self._mention(event)
            case "message" if _direct(event):
                self._spoken_to(event)
            case "message":
                self._office.memory.message(event)
            case "reaction_added" | "reaction_removed" as kind:
                self._office.memory.reaction(event, added=kind == "reaction_added")
            case "member_joined_channel" | "member_left_channel" | "channel_shared":
                self._office.directory.forget(str(event.get("channel")))

    def _mention(self, event: Payload) -> None:
        door, reply = self._office.door, Reply(thread=event.get("thread_ts"))
        request = door.from_mention(event)
        if request is not None:
            self._answer(request, reply)
        elif not self._in_publication(event):
            self._answer(door.help(event), reply)

    def _spoken_to(self, event: Payload) -> None:
        """A DM is a question, unless it replies to a report with words that are no command."""
        request = self._office.door.from_mention(event)
        if request is None and self._in_publication(event):
            self._office.memory.message(event)
        else:
            self._answer(request or self._office.door.help(event), Reply())

    def _in_publication(self, event: Payload) -> bool:
        thread = event.get("thread_ts")
        if not thread:
            return False
        store = self._office.store
        return store.publications.of_thread(str(event["channel"]), str(thread)) is not None

    def _answer(self, request: Request, reply: Reply) -> None:
        office = self._office
        try:
            rendered = office.render(request, office.clock.now())
            office.stage.show(rendered, request, reply, office.clock.now())
        except Expected as expected:
            office.stage.whisper(sentence(str(expected)), request, reply)
        except Exception:
            office.stage.whisper(sentence(SORRY), request, reply)
            raise


HANDLERS: dict[str, Callable[[Desk, Payload], None]] = {
    "slash": Desk.command,
    "click": Desk.click,
    "event": Desk.event,
}


def sentence(text: str) -> Message:
    """A message of one sentence."""
    block = rich_text(section(words(text)))
    return Message(text, (block,), (block,))


def _asks(body: Payload) -> bool:
    event = body.get("event") or {}
    return event.get("type") == "app_mention" or (_direct(event) and not event.get("thread_ts"))


def _direct(event: Payload) -> bool:
    """Words of a person to the bot alone."""
    spoken = not event.get("subtype") and not event.get("bot_id") and bool(event.get("user"))
    return spoken and event.get("channel_type") == "im"
