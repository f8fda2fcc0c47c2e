"""A small bot for the page's tests: it keeps what it is sent and answers as it is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.playground.slack.models import Json
from tests.bot.playground.page_blocks import plain
from tests.bot.playground.page_place import Place
from tests.bot.playground.slack.conftest import close

PATIENT = 3.0  # seconds, as Slack; a busy machine may need them


@dataclass
class Bot:
    """``clicks`` are the actions it was sent, ``forms`` the values of submitted modals.

    ``answers`` are the acknowledgements of the coming submissions; none left, the form closes.
    """

    place: Place
    clicks: list[Json] = field(default_factory=list)
    forms: list[Json] = field(default_factory=list)
    answers: list[Json] = field(default_factory=list)

    def open(self, view: Json, user: str | None = None) -> str:
        """Open a modal for a person, Sam if not told; its id."""
        return self._opened("views.open", view, user)

    def push(self, view: Json) -> str:
        """Put a modal on top of Sam's; its id."""
        return self._opened("views.push", view, None)

    def _opened(self, method: str, view: Json, user: str | None) -> str:
        about = {"user": user or self.place.sam}
        ticket = self.place.slack.core.tickets.issue("trigger_id", about, seconds=3, uses=1)
        answer = self.place.bot.api_call(method, json={"trigger_id": ticket, "view": view})
        return str(answer["view"]["id"])


@contextmanager
def connected(place: Place) -> Iterator[Bot]:
    """The bot, connected to the place's Slack by Socket Mode."""
    app, bot = App(client=place.bot), Bot(place)
    app.action(re.compile(""))(_click(bot))
    app.view("form")(_form(bot))
    handler = SocketModeHandler(app, place.slack.app_token)
    handler.connect()  # type: ignore[no-untyped-call]
    place.slack.connected()
    place.slack.core.hub.ack_timeout = PATIENT
    yield bot
    close(place.slack, handler)


def _click(bot: Bot) -> Callable[[Ack, Json], None]:
    def clicked(ack: Ack, action: Json) -> None:
        bot.clicks.append(action)
        ack()

    return clicked


def _form(bot: Bot) -> Callable[[Ack, Json], None]:
    def submitted(ack: Ack, view: Json) -> None:
        bot.forms.append(view["state"]["values"])
        ack(**(bot.answers.pop(0) if bot.answers else {}))

    return submitted


def option(text: str, value: str) -> Json:
    """One option of a select."""
    return {"text": plain(text), "value": value}


def select(action: str, words: str, *options: Json) -> Json:
    """A select with a placeholder."""
    held = {"options": list(options), "placeholder": plain(words)}
    return {"type": "static_select", "action_id": action, **held}


def field_of(key: str, label: str, element: Json, **more: object) -> Json:
    """An input block; ``key`` is its block_id, and its element's action_id."""
    asked = {"element": element | {"action_id": key}, "label": plain(label)}
    return {"type": "input", "block_id": key, **asked, **more}


def modal(*blocks: Json, title: str = "Add a note", **more: object) -> Json:
    """A modal with these blocks, sent off with “Save”."""
    head = {"title": plain(title), "submit": plain("Save"), "close": plain("Cancel")}
    return {"type": "modal", "callback_id": "form", "blocks": list(blocks), **head, **more}


TEXT: Json = {"type": "plain_text_input"}
LINES: Json = {"type": "plain_text_input", "multiline": True}
