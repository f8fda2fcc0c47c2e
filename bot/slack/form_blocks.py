"""What stands in a form, as the blocks of a modal."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.slack.message import Block, plain_text
from bot.slack.rich import element, rich_text, section, words
from bot.slack.tables import plain_table
from commands.answer import Field, Form, Pick, Table, Text

LIVE = "form:"  # what the action_id begins with where a form answers a pick
MOST_TYPED = 3_000  # characters that Slack lets a field hold
MOST_OPTIONS = 100
LONGEST_VALUE = 150
_SCOPE = "~"


def blocks_of(form: Form) -> list[Block]:
    """The fields in their order; under one with which something is wrong stands what."""
    return [block for part in form.fields for block in _blocks(part, form)]


def key_of(block: Mapping[str, Any]) -> str:
    """The key of a block's field, whatever its scope; empty for one that is no field."""
    return str(block.get("block_id", "")).partition(_SCOPE)[0] if _is_input(block) else ""


def told(sentence: str) -> Block:
    """What is wrong, where it cannot be missed."""
    return rich_text(section(words("⚠ "), words(sentence, bold=True)))


def _is_input(block: Mapping[str, Any]) -> bool:
    return block.get("type") == "input"


def _blocks(part: Field | Pick | Text | Table, form: Form) -> Iterator[Block]:
    match part:
        case Field() | Pick():
            yield _typed(part, form) if isinstance(part, Field) else _picked(part, form)
            if part.key in form.wrong:
                yield told(form.wrong[part.key])
        case Table():
            yield rich_text(section(words(part.caption, bold=True)))
            yield plain_table(part)
        case Text(runs, quiet=True):
            said = "".join(map(str, runs))
            yield {"type": "context", "elements": [plain_text(said, 2_000)]}
        case Text(runs):
            yield rich_text(section(*map(element, runs)))


def _typed(field: Field, form: Form) -> Block:
    typed: Block = {
        "type": "plain_text_input",
        "action_id": field.key,
        "multiline": field.several_lines,
        "max_length": min(field.longest, MOST_TYPED),
    }
    if field.typed:
        typed["initial_value"] = field.typed[:MOST_TYPED]
    return _input(field, form, typed)


def _picked(pick: Pick, form: Form) -> Block:
    options = [
        {"text": plain_text(one.label, 75), "value": one.value}
        for one in pick.choices
        if len(one.value) <= LONGEST_VALUE
    ][:MOST_OPTIONS]
    chosen = [one for one in options if one["value"] == pick.chosen]
    select: Block = {
        "type": "static_select",
        "action_id": f"{LIVE}{pick.key}" if form.changes else pick.key,
        "options": options,
    }
    if chosen:
        select["initial_option"] = chosen[0]
    block = _input(pick, form, select)
    return block | {"dispatch_action": True} if form.changes else block


def _input(field: Field | Pick, form: Form, inner: Block) -> Block:
    block: Block = {
        "type": "input",
        "block_id": f"{field.key}{_SCOPE}{form.scope}" if form.scope else field.key,
        "label": plain_text(field.label, 2_000),
        "element": inner,
    }
    if field.optional:
        block["optional"] = True
    return block | ({"hint": plain_text(field.hint, 2_000)} if field.hint else {})
