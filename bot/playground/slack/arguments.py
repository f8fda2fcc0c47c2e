"""What a Web API method may be called with: names, kinds, and the refusals Slack gives."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.slack.errors import SlackError, explained
from bot.playground.slack.models import JsonValue

UNREADABLE = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}
TRUE, FALSE = {"1", "true", "True"}, {"0", "false", "False", ""}


@dataclass(frozen=True)
class Argument:
    """One argument; `kind` is text, int, bool or json."""

    name: str
    kind: str = "text"
    required: bool = False


def declared(words: str) -> dict[str, Argument]:
    """Reads a declaration such as `channel! text blocks:json limit:int`; `!` marks required."""
    return {argument.name: argument for argument in map(_declared, words.split())}


def _declared(word: str) -> Argument:
    name, _, kind = word.rstrip("!").partition(":")
    return Argument(name, kind or "text", word.endswith("!"))


def checked(known: Mapping[str, Argument], given: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments in their kinds. Unknown or missing ones raise `invalid_arguments`."""
    given = {name: value for name, value in given.items() if value is not None}
    problems = [f"unsupported argument: {name}" for name in given if name not in known]
    problems += [
        f"missing required field: {argument.name}"
        for argument in known.values()
        if argument.required and given.get(argument.name, "") == ""
    ]
    if problems:
        raise explained("invalid_arguments", problems)
    return {name: _read(known[name], value) for name, value in given.items()}


def _read(argument: Argument, value: JsonValue) -> JsonValue:
    try:
        return READERS[argument.kind](value)
    except (ValueError, TypeError) as broken:
        if argument.name in UNREADABLE:
            raise SlackError(UNREADABLE[argument.name]) from broken
        problem = f"must be {argument.kind} [json-pointer:/{argument.name}]"
        raise explained("invalid_arguments", [problem]) from broken


def _text(value: object) -> str:
    if isinstance(value, dict | list | bool):
        raise TypeError("not a text")
    return str(value)


def _int(value: JsonValue) -> int:
    if isinstance(value, bool):
        raise TypeError("not a number")
    return int(value)


def _bool(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if str(value) in TRUE or str(value) in FALSE:
        return str(value) in TRUE
    raise ValueError("not true or false")


def _json(value: JsonValue) -> JsonValue:
    found = json.loads(value) if isinstance(value, str) else value
    if not isinstance(found, dict | list):
        raise TypeError("not an object or array")
    return found


READERS = {"text": _text, "int": _int, "bool": _bool, "json": _json}
