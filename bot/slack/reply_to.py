"""How each kind of question is answered: to whom, where, and over which address."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.slack.click import read_click
from bot.slack.forms import picked, sent, stays
from bot.slack.whisper import Reply

Payload = Mapping[str, Any]


def reply_to(kind: str, body: Payload, *, again: bool) -> Reply:
    """The Reply to a question of the inbox; ``again`` where an earlier run may have answered."""
    return KINDS[kind](body, again)


def _to_command(body: Payload, again: bool) -> Reply:
    return Reply(
        str(body["user_id"]),
        str(body["channel_id"]),
        body.get("response_url"),
        again=again,
        trigger_id=body.get("trigger_id"),
    )


def _to_click(body: Payload, again: bool) -> Reply:
    click = read_click(body)
    return Reply(
        click.user,
        click.channel,
        body.get("response_url"),
        click.thread,
        replaces=click.alone,
        again=again,
        within=click.within,
        elsewhere=click.elsewhere,
        trigger_id=body.get("trigger_id"),
    )


def _to_form(body: Payload, again: bool) -> Reply:
    """Where the form was opened; one that stays holds what comes of it, too."""
    form = sent(body)
    where = Reply(form.user, form.channel, thread=form.thread, again=again, within=form.thread)
    if not stays(body):
        return where
    return replace(where, view=str(body["view"]["id"]), sent=True, filled=body["view"])


def _to_pick(body: Payload, again: bool) -> Reply:
    """In the form itself."""
    form = picked(body)
    view = body["view"]
    return Reply(form.user, form.channel, again=again, view=str(view["id"]), filled=view)


def _to_words(body: Payload, again: bool) -> Reply:
    """A mention or a DM is answered in the thread it was written in."""
    event = body["event"]
    thread = event.get("thread_ts")
    return Reply(
        str(event["user"]), str(event["channel"]), thread=thread, again=again, within=thread
    )


def _to_shortcut(body: Payload, again: bool) -> Reply:
    """In private: what stands in the file is for those who asked."""
    return Reply(
        str(body["user"]["id"]),
        str(body["channel"]["id"]),
        body.get("response_url"),
        again=again,
        trigger_id=body.get("trigger_id"),
    )


KINDS: dict[str, Callable[[Payload, bool], Reply]] = {
    "slash": _to_command,
    "click": _to_click,
    "submit": _to_form,
    "pick": _to_pick,
    "event": _to_words,
    "shortcut": _to_shortcut,
}
