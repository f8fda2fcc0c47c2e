"""Forms as Slack's modals, and what people pick in them and send off with them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from bot.slack.form_blocks import LIVE, blocks_of, key_of, told
from bot.slack.message import Block, plain_text
from commands.answer import Form
from commands.registry import all_commands
from reports.words import shorten

FORM = "ask:form"  # the callback_id of every form
LONGEST_METADATA = 3_000
LONGEST_VIEW = 240_000  # characters of JSON; Slack takes 250 kB
MOST_BLOCKS = 100
LONGEST_WRONG = 150
_DECLARED = ("type", "callback_id", "private_metadata", "title", "submit", "close")
_FIRST = {"value": "initial_value", "selected_option": "initial_option"}
Payload = Mapping[str, Any]

__all__ = [
    "FORM", "LIVE", "Sent", "as_filled", "at_first_field", "modal", "picked", "sent", "stays",
    "verb_of_form", "wrong_fields",
]  # fmt: skip


@dataclass(frozen=True)
class Sent:
    """A form that was sent off, or picked in: a command with its words, and where it was opened.

    ``fields`` is what stands in a form that answers its picks, by key.
    """

    verb: str
    args: str
    user: str
    channel: str
    thread: str | None
    fields: Mapping[str, str] = field(default_factory=dict)


def modal(form: Form, channel: str, thread: str | None = None) -> Block | None:
    """The form as a view that remembers where it was opened; None where Slack cannot hold it."""
    kept: dict[str, Any] = {
        "verb": form.verb,
        "args": form.args,
        "channel": channel,
        "thread": thread,
    }
    if form.changes:
        wrong = {key: shorten(one, LONGEST_WRONG) for key, one in form.wrong.items()}
        kept |= {"changes": form.changes, "wrong": wrong, "seen": _digest(form.filled())}
    metadata, blocks = json.dumps(kept, ensure_ascii=False), blocks_of(form)
    view: Block = {
        "type": "modal",
        "callback_id": FORM,
        "private_metadata": metadata,
        "title": plain_text(form.title, 24),
        "submit": plain_text(form.submit, 24),
        "close": plain_text("Cancel", 24),
        "blocks": blocks,
    }
    fits = len(metadata) <= LONGEST_METADATA and len(blocks) <= MOST_BLOCKS
    return view if fits and len(json.dumps(view)) <= LONGEST_VIEW else None


def sent(body: Payload) -> Sent:
    """The payload of ``view_submission`` as the command it means."""
    kept = _kept(body)
    stays = "changes" in kept
    words = "" if stays else " ".join(_typed(body["view"]))
    return _sent(body, kept, f"{kept['args']} {words}".strip())


def picked(body: Payload) -> Sent:
    """The payload of ``block_actions`` in a form as the command that shows it anew."""
    kept = _kept(body)
    return _sent(body, kept, str(kept["changes"]))


def stays(body: Payload) -> bool:
    """Whether the form stays until what it was sent off for is done."""
    return "changes" in _kept(body)


def wrong_fields(body: Payload) -> Mapping[str, str]:
    """What is wrong with the words, by block: as the command's own quick check says it.

    Also what the form said itself of what stands there, where nothing else stands there now.
    """
    form, kept = sent(body), _kept(body)
    command = all_commands().get(form.verb)
    wrong = dict(command.check(form.args, form.fields)) if command and command.check else {}
    if not wrong and _digest(form.fields) == kept.get("seen"):
        wrong = kept["wrong"]
    blocks = {key_of(one): str(one["block_id"]) for one in body["view"]["blocks"] if key_of(one)}
    return {blocks.get(key, key): sentence for key, sentence in wrong.items()}


def at_first_field(body: Payload, sentence: str) -> Mapping[str, str]:
    """The sentence under the first field, where a person who sent it off looks."""
    fields = [one for one in body["view"]["blocks"] if one.get("type") == "input"]
    return {str(block["block_id"]): sentence for block in fields[:1]}


def as_filled(view: Payload, sentence: str) -> Block:
    """A form as a person has filled it in, with a sentence above."""
    kept = {name: view[name] for name in _DECLARED if view.get(name)}
    blocks = [_filled_in(view, block) for block in view["blocks"]]
    return kept | {"blocks": [told(sentence), *blocks][:MOST_BLOCKS]}


def verb_of_form(body: Payload) -> str:
    """Which command a form is."""
    return str(_kept(body)["verb"])


def _sent(body: Payload, kept: Mapping[str, Any], args: str) -> Sent:
    return Sent(
        verb=str(kept["verb"]),
        args=args,
        user=str(body["user"]["id"]),
        channel=str(kept["channel"]),
        thread=kept["thread"],
        fields=dict(_filled(body["view"])) if "changes" in kept else {},
    )


def _kept(body: Payload) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(body["view"]["private_metadata"])
    return found


def _typed(view: Payload) -> list[str]:
    """What was typed, in the order of the fields."""
    return [_words(view, block) for block in view["blocks"] if block.get("type") == "input"]


def _filled(view: Payload) -> Iterator[tuple[str, str]]:
    for block in view["blocks"]:
        words = _words(view, block) if block.get("type") == "input" else ""
        if words:
            yield key_of(block), words


def _words(view: Payload, block: Payload) -> str:
    """What was typed or picked in a block; a block of its own holds one element."""
    states = view["state"]["values"].get(block["block_id"], {})
    state: Mapping[str, Any] = next(iter(states.values()), {}) or {}
    option = state.get("selected_option") or {}
    return str(state.get("value") or option.get("value") or "")


def _filled_in(view: Payload, block: Payload) -> Block:
    if block.get("type") != "input":
        return dict(block)
    states = view["state"]["values"].get(block["block_id"], {})
    state: Mapping[str, Any] = next(iter(states.values()), {}) or {}
    stands = {_FIRST[name]: one for name, one in state.items() if name in _FIRST and one}
    element = {name: one for name, one in block["element"].items() if name not in _FIRST.values()}
    return {**block, "element": element | stands}


def _digest(fields: Mapping[str, str]) -> str:
    told = json.dumps(dict(sorted(fields.items())), ensure_ascii=False)
    return blake2b(told.encode(), digest_size=8).hexdigest()
