"""Buttons and menus: a command with its words in each."""

import json
from collections.abc import Iterator
from itertools import count

from bot.slack.message import Block, plain_text
from bot.slack.rich import bullets, rich_text
from commands.answer import Button, Buttons, Menu
from reports.words import shorten

OURS = "ask:"  # what every action_id of this bot begins with
MOST_ELEMENTS = 25
MOST_OPTIONS = 100
LONGEST_VALUE = 2_000  # what Slack lets a button carry
LONGEST_OPTION = 150  # what Slack lets an option carry
LONGEST_TYPED = 60


def controls(part: Buttons, first: int = 0) -> list[Block]:
    """The buttons and menus; what is too long for one stands as words to type.

    Their action_ids count from ``first``: they are unique in the whole message.
    """
    numbers = count(first)
    made = [block for item in part.buttons for block in _made(item, next(numbers))]
    rows: list[Block] = [
        {"type": "actions", "elements": made[start : start + MOST_ELEMENTS]}
        for start in range(0, len(made), MOST_ELEMENTS)
    ]
    typed = [line for item in part.buttons for line in _typed(item)]
    return [*rows, rich_text(bullets(typed))] if typed else rows


def _made(item: Button | Menu, number: int) -> Iterator[Block]:
    """The element; nothing where Slack would not take it."""
    if isinstance(item, Menu):
        options = [_option(choice) for choice in item.choices if _fits(choice, LONGEST_OPTION)]
        if options:
            yield _menu(item.label, number, options[:MOST_OPTIONS])
    elif _fits(item, LONGEST_VALUE):
        yield {
            "type": "button",
            "action_id": f"{OURS}{number}",
            "text": plain_text(item.label, 75),
            "value": _value(item),
        }


def _menu(label: str, number: int, options: list[Block]) -> Block:
    return {
        "type": "static_select",
        "action_id": f"{OURS}{number}",
        "placeholder": plain_text(label, 150),
        "options": options,
    }


def _option(choice: Button) -> Block:
    return {"text": plain_text(choice.label, 75), "value": _value(choice)}


def _typed(item: Button | Menu) -> list[str]:
    choices = item.choices if isinstance(item, Menu) else (item,)
    longest = LONGEST_OPTION if isinstance(item, Menu) else LONGEST_VALUE
    return [
        f"/{choice.verb} {shorten(choice.args, LONGEST_TYPED)}"
        for choice in choices
        if not _fits(choice, longest)
    ]


def _fits(choice: Button, longest: int) -> bool:
    return len(_value(choice)) <= longest


def _value(choice: Button) -> str:
    """The command as compact JSON; ``channel`` only where it is another one than the message's."""
    said: dict[str, str | bool] = {"verb": choice.verb, "args": choice.args}
    if choice.channel is not None:
        said["channel"] = choice.channel
    if choice.opens:
        said["opens"] = True
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
