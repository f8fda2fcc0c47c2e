"""Block Kit's limits as pure checks: JSON in, problems out, worded with JSON pointers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from bot.playground.slack.models import Json
from bot.playground.slack.rules import (
    Rule,
    array,
    boolean,
    one_of,
    problem,
    record,
    repeated,
    string,
)
from bot.playground.slack.shapes_blocks import (
    BLOCK,
    MESSAGE_ONLY,
    MODAL_ONLY,
    NOT_IN_MODALS,
)
from bot.playground.slack.shapes_text import plain

Place = Literal["message", "modal", "home"]
MOST = {"message": 50, "modal": 100, "home": 100}
BANNED = {"message": MODAL_ONLY, "modal": NOT_IN_MODALS, "home": MESSAGE_ONLY | MODAL_ONLY}
AT_MOST = {"table": 1, "data_visualization": 2}
CHARACTERS = {"table": 10_000, "data_table": 20_000, "markdown": 12_000}


def block_problems(blocks: object, place: Place, pointer: str = "/blocks") -> list[str]:
    """What Slack would refuse in these blocks; empty if nothing."""
    found = array(BLOCK, MOST[place], 0)(blocks, pointer)
    if found or not isinstance(blocks, list):
        return found
    checks = (_banned(blocks, place, pointer), _ids(blocks, pointer), _counts(blocks, pointer))
    return [words for check in checks for words in check]


def _banned(blocks: list[Json], place: Place, pointer: str) -> Iterator[str]:
    for index, block in enumerate(blocks):
        if block["type"] in BANNED[place]:
            yield problem(f"{block['type']} is not allowed in a {place}", f"{pointer}/{index}/type")


def _ids(blocks: list[Json], pointer: str) -> Iterator[str]:
    block_ids = [block["block_id"] for block in blocks if "block_id" in block]
    for name in repeated(block_ids):
        yield problem(f"block_id {name} already exists", pointer)
    for name in repeated(_action_ids(blocks)):
        yield problem(f"action_id {name} already exists", pointer)


def _action_ids(value: object) -> Iterator[object]:
    for part, _ in walk(value, ""):
        if "action_id" in part:
            yield part["action_id"]


def _counts(blocks: list[Json], pointer: str) -> Iterator[str]:
    kinds = [part["type"] for part, _ in walk(blocks, "") if "type" in part]
    for kind, most in AT_MOST.items():
        if kinds.count(kind) > most:
            yield problem(f"no more than {most} {kind} blocks allowed", pointer)
    for kind, most in CHARACTERS.items():
        found = [part for part, _ in walk(blocks, "") if part.get("type") == kind]
        if characters(found) > most:
            yield problem(f"{kind} blocks must be less than {most + 1} characters", pointer)


def characters(value: object) -> int:
    """How many characters the texts within have together."""
    return sum(
        len(part["text"]) for part, _ in walk(value, "") if isinstance(part.get("text"), str)
    )


def walk(value: object, pointer: str) -> Iterator[tuple[Json, str]]:
    """Every object within, with its JSON pointer."""
    if isinstance(value, dict):
        yield value, pointer
        for key, inner in value.items():
            yield from walk(inner, f"{pointer}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from walk(inner, f"{pointer}/{index}")


def image_files(blocks: object, pointer: str = "/blocks") -> list[tuple[str, Json]]:
    """Each `slack_file` within, with its JSON pointer."""
    return [
        (f"{at}/slack_file", part["slack_file"])
        for part, at in walk(blocks, pointer)
        if "slack_file" in part
    ]


_COMMON: dict[str, Rule] = {
    "private_metadata": string(3_000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_BLOCKS: Rule = lambda value, pointer: []  # noqa: E731, ARG005
_MODAL = record(
    {"type": one_of("modal"), "title": plain(24), "blocks": _BLOCKS},
    {
        **_COMMON,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = record({"type": one_of("home"), "blocks": _BLOCKS}, _COMMON)


def view_problems(view: object, kind: str) -> list[str]:
    """What Slack would refuse in a view of that kind (`modal` or `home`)."""
    found = (_MODAL if kind == "modal" else _HOME)(view, "/view")
    if found or not isinstance(view, dict):
        return found
    place: Place = "modal" if kind == "modal" else "home"
    inputs = any(isinstance(b, dict) and b.get("type") == "input" for b in view["blocks"])
    if inputs and kind == "modal" and "submit" not in view:
        found.append(problem("`submit` is required when an `input` block is within", "/view"))
    return found + block_problems(view["blocks"], place, "/view/blocks")
