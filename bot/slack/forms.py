"""Forms as Slack's modals, and what people send off with them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.slack.message import Block, plain_text
from commands.answer import Field, Form
from commands.registry import all_commands

FORM = "ask:form"  # the callback_id of every form
MOST_TYPED = 3_000  # characters that Slack lets a field hold
LONGEST_METADATA = 3_000
Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Sent:
    """A form that was sent off: a command with its words, and where it was opened."""

    verb: str
    args: str
    user: str
    channel: str
    thread: str | None


def modal(form: Form, channel: str, thread: str | None = None) -> Block | None:
    """The form as a view that remembers where it was opened; None where Slack cannot hold it."""
    kept = {"verb": form.verb, "args": form.args, "channel": channel, "thread": thread}
    metadata = json.dumps(kept, ensure_ascii=False)
    if len(metadata) > LONGEST_METADATA:
        return None
    return {
        "type": "modal",
        "callback_id": FORM,
        "private_metadata": metadata,
        "title": plain_text(form.title, 24),
        "submit": plain_text(form.submit, 24),
        "close": plain_text("Cancel", 24),
        "blocks": [_input(field) for field in form.fields],
    }


def sent(body: Payload) -> Sent:
    """The payload of ``view_submission`` as the command it means."""
    kept, typed = _kept(body), " ".join(_typed(body["view"]))
    return Sent(
        verb=str(kept["verb"]),
        args=f"{kept['args']} {typed}".strip(),
        user=str(body["user"]["id"]),
        channel=str(kept["channel"]),
        thread=kept["thread"],
    )


def wrong_fields(body: Payload) -> Mapping[str, str]:
    """What is wrong with the words, by field, as the command's own quick check says it."""
    form = sent(body)
    command = all_commands().get(form.verb)
    return command.check(form.args) if command and command.check else {}


def at_first_field(body: Payload, sentence: str) -> Mapping[str, str]:
    """The sentence under the first field, where a person who sent it off looks."""
    return {str(block["block_id"]): sentence for block in body["view"]["blocks"][:1]}


def verb_of_form(body: Payload) -> str:
    """Which command a submitted form is."""
    return str(_kept(body)["verb"])


def _kept(body: Payload) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(body["view"]["private_metadata"])
    return found


def _typed(view: Payload) -> list[str]:
    """What was typed, in the order of the fields."""
    values = view["state"]["values"]
    keys = [str(block["block_id"]) for block in view["blocks"]]
    found = [values.get(key, {}).get(key, {}) for key in keys]
    return [str(one.get("value") or "") for one in found]


def _input(field: Field) -> Block:
    typed: Block = {
        "type": "plain_text_input",
        "action_id": field.key,
        "multiline": field.several_lines,
        "max_length": min(field.longest, MOST_TYPED),
    }
    block: Block = {
        "type": "input",
        "block_id": field.key,
        "label": plain_text(field.label, 2_000),
        "element": typed,
    }
    return block | ({"hint": plain_text(field.hint, 2_000)} if field.hint else {})
