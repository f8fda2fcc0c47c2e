"""Which column is which field: one thing to pick for each, however many columns a file has."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import accumulate

from commands.answer import Choice, Field, Pick
from storage.looked import NUMBERS, Looked

NONE = "-"
OF = "map-"  # what the key of a field's pick begins with
MOST = 98  # columns to pick from
IN_ALL = 150_000  # characters of JSON over all fields: what a form may weigh is bounded too
_BESIDE = 80  # of them, beside a column's name, which stands there twice
LONGEST = 150  # of a column's name that can be picked
_OTHERS = "others"


def columns_to_pick(seen: Looked) -> Iterator[Pick | Field]:
    """A pick for each field, and a place to write names of columns that none offers."""
    if seen.kind is None:
        return
    names = _names(seen)
    most = _most(names, len(seen.fields))
    for field in seen.fields:
        chosen = seen.mapping.get(field.key)
        offered = dict.fromkeys([*([chosen] if chosen in names[most:] else []), *names[:most]])
        none = () if field.required and seen.kind != NUMBERS else (Choice(NONE, "– no column –"),)
        choices = (*none, *(Choice(one, one) for one in offered if one))
        picked = chosen if chosen in offered else NONE if none else None
        label = field.label[:1].upper() + field.label[1:]
        if choices:
            yield Pick(f"{OF}{field.key}", label, choices, picked, optional=not field.required)
    if len(names) > most or any(len(one) > LONGEST for one in seen.header):
        yield _others(seen, names)


def maps_of(fields: Mapping[str, str], *, numbers: bool) -> tuple[str, ...]:
    """What was picked and written, as words ``FIELD=COLUMN``.

    Numbers have no field that can be left out: what has no column there is found out.
    """
    picked = {key.removeprefix(OF): one for key, one in fields.items() if key.startswith(OF)}
    written = dict(_written(fields.get(_OTHERS, "")))
    told = {key: "" if one == NONE else one for key, one in picked.items()} | written
    scale = {"scale": fields["scale"]} if fields.get("scale") else {}
    return tuple(f"{key}={one}" for key, one in {**told, **scale}.items() if one or not numbers)


def _names(seen: Looked) -> list[str]:
    """The columns that can be picked: by a name of their own, which Slack's options can hold."""
    count = Counter(name.strip() for name in seen.header)
    return [name for name, times in count.items() if name and times == 1 and len(name) <= LONGEST]


def _most(names: list[str], fields: int) -> int:
    """How many of the first columns each field can offer."""
    weights = (fields * (2 * len(json.dumps(one)) + _BESIDE) for one in names[:MOST])
    return sum(total <= IN_ALL for total in accumulate(weights))


def _others(seen: Looked, names: list[str]) -> Field:
    unlisted = {key: one for key, one in seen.mapping.items() if one not in names}
    keys = {field.key for field in seen.fields}
    typed = "\n".join(f"{key} = {one}" for key, one in unlisted.items() if key in keys)
    example = next((field.key for field in seen.fields), "date")
    hint = f"The file has more columns than fit. For one of them: “{example} = its name”."
    return Field(_OTHERS, "Other columns", 3_000, True, hint, typed, optional=True)  # noqa: FBT003


def _written(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        key, equals, column = (part.strip() for part in line.partition("="))
        if equals and key:
            yield key, column
