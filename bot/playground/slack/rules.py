"""Small rules that check JSON values; each gives the problems it finds, worded as Slack does."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

Rule = Callable[[object, str], list[str]]


def problem(words: str, pointer: str) -> str:
    return f"{words} [json-pointer:{pointer}]"


def string(most: int, least: int = 1) -> Rule:
    """A text of `least` to `most` characters."""

    def check(value: object, pointer: str) -> list[str]:
        if not isinstance(value, str):
            return [problem("must provide a string", pointer)]
        if len(value) > most:
            return [problem(f"must be less than {most + 1} characters", pointer)]
        if len(value) < least:
            return [problem(f"must be more than {least - 1} characters", pointer)]
        return []

    return check


def boolean(value: object, pointer: str) -> list[str]:
    return [] if isinstance(value, bool) else [problem("must provide a boolean", pointer)]


def number(low: float = -math.inf, high: float = math.inf) -> Rule:
    """A finite number from `low` to `high`."""

    def check(value: object, pointer: str) -> list[str]:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return [problem("must provide a number", pointer)]
        finite = isinstance(value, int) or math.isfinite(value)
        if not (finite and low <= value <= high):
            return [problem(f"must be from {low:g} to {high:g}", pointer)]
        return []

    return check


def positive(value: object, pointer: str) -> list[str]:
    """A number above zero."""
    found = number()(value, pointer)
    if not found and isinstance(value, int | float) and value <= 0:
        return [problem("must be more than 0", pointer)]
    return found


def whole(low: int, high: int) -> Rule:
    """A whole number from `low` to `high`."""

    def check(value: object, pointer: str) -> list[str]:
        found = number(low, high)(value, pointer)
        if not found and isinstance(value, float) and not value.is_integer():
            return [problem("must provide a whole number", pointer)]
        return found

    return check


def one_of(*allowed: object) -> Rule:
    def check(value: object, pointer: str) -> list[str]:
        if value in allowed and not (isinstance(value, bool) and True not in allowed):
            return []
        return [problem(f"must be one of {', '.join(map(str, allowed))}", pointer)]

    return check


def array(rule: Rule, most: int, least: int = 1) -> Rule:
    """A list of `least` to `most` items that each keep the rule."""

    def check(value: object, pointer: str) -> list[str]:
        if not isinstance(value, list):
            return [problem("must provide an array", pointer)]
        if len(value) > most:
            return [problem(f"no more than {most} items allowed", pointer)]
        if len(value) < least:
            return [problem(f"no fewer than {least} items allowed", pointer)]
        return [found for i, item in enumerate(value) for found in rule(item, f"{pointer}/{i}")]

    return check


def record(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None) -> Rule:
    """An object with these fields and no others."""
    known = {**(optional or {}), **required}

    def check(value: object, pointer: str) -> list[str]:
        if not isinstance(value, dict):
            return [problem("must provide an object", pointer)]
        missing = [
            problem(f"missing required field: {k}", pointer) for k in required if k not in value
        ]
        unknown = [
            problem(f"invalid additional property: {k}", pointer) for k in value if k not in known
        ]
        inner = (known[k](v, f"{pointer}/{k}") for k, v in value.items() if k in known)
        return missing + unknown + [found for part in inner for found in part]

    return check


def typed(shapes: Mapping[str, Rule], what: str) -> Rule:
    """An object whose `type` says which rule it keeps."""

    def check(value: object, pointer: str) -> list[str]:
        if not isinstance(value, dict):
            return [problem("must provide an object", pointer)]
        kind = value.get("type")
        if not isinstance(kind, str):
            return [problem("missing required field: type", pointer)]
        if kind not in shapes:
            return [problem(f"unsupported {what} type: {kind}", f"{pointer}/type")]
        return shapes[kind](value, pointer)

    return check


def all_of(*rules: Rule) -> Rule:
    """Keeps every rule; the later ones are asked only where the earlier found nothing."""

    def check(value: object, pointer: str) -> list[str]:
        for rule in rules:
            found = rule(value, pointer)
            if found:
                return found
        return []

    return check


def exactly_one(*names: str) -> Rule:
    """An object that has exactly one of these fields."""

    def check(value: object, pointer: str) -> list[str]:
        given = [name for name in names if isinstance(value, dict) and name in value]
        if len(given) == 1:
            return []
        return [problem(f"must define either `{'` or `'.join(names)}`, and only one", pointer)]

    return check


def any_of(*names: str) -> Rule:
    """An object that has at least one of these fields."""

    def check(value: object, pointer: str) -> list[str]:
        if isinstance(value, dict) and any(value.get(name) for name in names):
            return []
        return [problem(f"must define either `{'` or `'.join(names)}`", pointer)]

    return check


def repeated(values: Iterable[object]) -> list[object]:
    """Those values that occur more than once, each as often as it comes again."""
    seen: set[object] = set()
    again = []
    for value in values:
        if value in seen:
            again.append(value)
        seen.add(value)
    return again
