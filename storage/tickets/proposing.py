"""Guess which column of a file of tickets, or of their events, means what."""

from collections.abc import Iterable, Sequence

from storage.records import columns
from storage.records.columns import Columns, Overrides, Sample
from storage.tickets.fields import EVENT_FIELDS, TICKET_FIELDS
from storage.tickets.mapping import Kind, Mapping, fields_of

_KEYS = [one.key for one in (*TICKET_FIELDS, *EVENT_FIELDS)]


def parse_overrides(texts: Iterable[str]) -> Overrides:
    """``FIELD=COLUMN`` words by field; an empty column leaves the field out.

    Raises MappingUnreadable for words without “=” and for fields that do not exist.
    """
    return columns.parse_overrides(texts, [*_KEYS, "closing"])


def propose(file: str, header: Sequence[str], sample: Sample, overrides: Overrides) -> Mapping:
    """The mapping that a header and its first rows suggest, with ``overrides`` in their place.

    Raises FieldUnclear where a required field has no column or two, MappingUnreadable where an
    override names no column.
    """
    named = Columns(header, sample)
    kind = _kind(named, overrides)
    told, closing = given(kind, named.header, overrides)
    chosen = named.choose(file, fields_of(kind), told, overrides)
    return Mapping(kind, _without_clocks(chosen, named, overrides), closing)


def given(
    kind: Kind, header: Sequence[str], overrides: Overrides
) -> tuple[dict[str, str], str | None]:
    """The columns that the overrides name, and what closes; raises MappingUnreadable."""
    told = {key: column for key, column in overrides.items() if key != "closing"}
    chosen = columns.told_columns(fields_of(kind), kind, header, told)
    return chosen, overrides.get("closing") or None


def _kind(named: Columns, overrides: Overrides) -> Kind:
    if overrides.keys() & {"activity", "at", "closing"}:
        return "events"
    found = [named.matches(field, set()) for field in EVENT_FIELDS]
    if not all(found):
        return "tickets"
    refs = named.cells(found[0][0])
    return "events" if len(set(refs)) < len(refs) else "tickets"


def _without_clocks(chosen: dict[str, str], named: Columns, overrides: Overrides) -> dict[str, str]:
    """Without columns of times where the moments beside them have their own."""
    kept = dict(chosen)
    for key in ("opened", "closed"):
        clock = f"{key}_time"
        if clock in overrides:
            continue
        if key not in kept or named.has_times(kept[key]):
            kept.pop(clock, None)
    return kept
