"""What is done with each kind of thing that arrives: answered, or remembered."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import structlog

from bot import changes
from bot.office import Office
from bot.progress import Progress, nobody_waits
from bot.slack.api import FAILURES, failure_of
from bot.slack.click import read_click
from bot.slack.forms import verb_of_form
from bot.slack.manifest import IMPORT
from bot.slack.reply_to import reply_to
from bot.slack.show import sentence
from bot.slack.whisper import Reply
from commands.notices import plan_offer
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
WORKING = "I am working on it: the {what} comes in a moment."
# What asks for something, and what Slack is asked about: neither waits behind what is remembered.
QUICK = frozenset({"app_mention", "member_joined_channel", "user_change"})
NO_DATABASE = "I cannot use my database just now and nothing was changed; please try again soon."


class Tasks:
    """Has the effect of one item of the inbox."""

    def __init__(
        self,
        office: Office,
        progress: Progress | None = None,
        mine: Callable[[], bool] = lambda: True,
    ) -> None:
        """Work for one office; ``progress`` is the wait of who asked, and ends with the answer.

        ``mine`` says whether the item is still this process's to answer.
        """
        self._office = office
        self._mine = mine
        self._progress = progress or nobody_waits()

    def lane(self, kind: str, payload: Payload) -> Lane:
        """Where the item waits: quick answers never stand behind reports that are drawn.

        What is said in threads is remembered in one lane: an edit must not overtake its message.
        """
        if kind == "event" and not self._asks(payload):
            return "memory"
        command = all_commands().get(self._verb(kind, payload))
        return "slow" if command and command.heavy else "quick"

    def say_that_it_takes_longer(self, kind: str, payload: Payload) -> None:
        """One sentence to the asker while the answer is made; a modal says so itself."""
        if kind in {"pick", "submit", "shortcut"} or (
            kind == "click" and read_click(payload).opens
        ):
            return
        what = "report" if self._verb(kind, payload) == "report" else "answer"
        words = sentence(WORKING.format(what=what))
        self._office.stage.whisper(words, reply_to(kind, payload, again=False))

    def do(self, kind: str, payload: Payload, *, again: bool) -> None:
        """Have the item's effect; ``again`` where an earlier run may have begun."""
        try:
            HANDLERS[kind](self, payload, again)
        finally:
            self._progress.over()

    def command(self, body: Payload, again: bool) -> None:
        """Answer a slash command."""
        reply = reply_to("slash", body, again=again)
        self._answer(lambda: self._office.door.from_command(body), reply)

    def click(self, body: Payload, again: bool) -> None:
        """Answer a pressed button or a picked option; one that opens a form at once."""
        reply = reply_to("click", body, again=again)
        if read_click(body).opens:
            reply = self._office.stage.place(reply)
        self._answer(lambda: self._office.door.from_click(body), reply)

    def submit(self, body: Payload, again: bool) -> None:
        """Answer a form that was sent off, where it was opened."""
        reply = self._office.stage.turn(reply_to("submit", body, again=again))
        self._answer(lambda: self._office.door.from_form(body), reply)

    def pick(self, body: Payload, again: bool) -> None:
        """Show a form anew in which something was picked."""
        reply = self._office.stage.turn(reply_to("pick", body, again=again))
        self._answer(lambda: self._office.door.from_pick(body), reply)

    def shortcut(self, body: Payload, again: bool) -> None:
        """Do what was picked from a message's menu: in a form, where Slack opens one."""
        reply = reply_to("shortcut", body, again=again)
        if body["message"].get("files"):
            reply = self._office.stage.place(reply)
        form = reply.view is not None
        self._answer(lambda: self._office.door.from_shortcut(body, form=form), reply)

    def event(self, body: Payload, again: bool) -> None:
        """Answer what is said to the bot, remember what is said about a publication."""
        event = body.get("event") or {}
        match event.get("type"):
            case "app_mention":
                self._mention(event, reply_to("event", body, again=again))
            case "message" if self._drops_files(event):
                reply = reply_to("event", body, again=again)
                self._answer(lambda: self._office.door.from_files(event), reply)
            case "message" if _direct(event):
                self._spoken_to(event, reply_to("event", body, again=again))
            case "message":
                self._office.memory.message(event)
            case "reaction_added" | "reaction_removed" as kind:
                self._office.memory.reaction(event, added=kind == "reaction_added")
            case "member_joined_channel" if event.get("user") == self._office.bot_user:
                self._joined(event, again)
            case _:
                changes.follow(self._office, event)

    def _drops_files(self, event: Payload) -> bool:
        """Files for the bot alone; in the thread of a report they belong to a comment."""
        return _direct(event) and bool(event.get("files")) and not self._in_publication(event)

    def _joined(self, event: Payload, again: bool) -> None:
        """Offer a channel the bot came into to a client, if anybody may be asked.

        Who invited it gets an answer; where nobody is known to have, the room is asked unasked.
        """
        request, channel = self._office.door.from_joining(event), str(event["channel"])
        if request is None:
            log.info("nobody to ask whose channel this is", channel=channel)
        elif request.asker.role == "system":
            plan_offer(self._office.store, channel, request.id, self._office.clock.now())
        else:
            self._answer(lambda: request, Reply(request.asker.id, channel, again=again))

    def _verb(self, kind: str, payload: Payload) -> str:
        match kind:
            case "slash":
                return str(payload["command"]).lstrip("/")
            case "click":
                return read_click(payload).verb
            case "submit" | "pick":
                return verb_of_form(payload)
            case "shortcut":
                return IMPORT
            case _ if self._drops_files(payload.get("event") or {}):
                return IMPORT
            case _:
                return self._office.door.verb_of(payload.get("event") or {}) or ""

    def _asks(self, body: Payload) -> bool:
        event = body.get("event") or {}
        if event.get("type") in QUICK:
            return True
        spoken = not event.get("thread_ts") or self._office.door.is_command(event)
        return _direct(event) and spoken

    def _mention(self, event: Payload, reply: Reply) -> None:
        """In the thread of a report a mention with words that are no command is a comment."""
        door = self._office.door
        if self._in_publication(event):
            self._answer(lambda: door.from_mention(event), reply)
        else:
            self._answer(lambda: door.from_mention(event) or door.help(event), reply)

    def _spoken_to(self, event: Payload, reply: Reply) -> None:
        """A DM is a question, unless it replies to a report with words that are no command."""
        door = self._office.door
        if self._in_publication(event) and not door.is_command(event):
            self._office.memory.message(event)
        else:
            self._answer(lambda: door.from_mention(event) or door.help(event), reply)

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
            self._progress.over()
            if self._mine():
                office.stage.show(rendered, reply, office.clock.now())

    def _say(self, text: str, reply: Reply) -> None:
        """Say it to the asker; if even that fails, what went wrong before must not be hidden."""
        self._progress.over()
        try:
            self._office.stage.whisper(sentence(text), reply, failed=True)
        except Exception:
            log.exception("could not tell the asker", user=reply.user)


HANDLERS: dict[str, Callable[[Tasks, Payload, bool], None]] = {
    "slash": Tasks.command,
    "click": Tasks.click,
    "submit": Tasks.submit,
    "pick": Tasks.pick,
    "event": Tasks.event,
    "shortcut": Tasks.shortcut,
}


def _direct(event: Payload) -> bool:
    """Words of a person to the bot alone."""
    by_a_person = bool(event.get("user")) and not event.get("bot_id")
    spoken = event.get("subtype") in (None, "file_share")
    return by_a_person and spoken and event.get("channel_type") == "im"
