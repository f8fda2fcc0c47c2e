"""A file as an import would read it, as far as it can be read; nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from reports.errors import Expected
from storage.decided import Opened, open_decided
from storage.errors import FormatUnclear, NoClient, UnknownClient
from storage.imports import check_client
from storage.looked import NUMBERS, TICKETS, Doubt, Looked, Wish
from storage.records.columns import Columns
from storage.records.fields import Field
from storage.records.kinds import KINDS
from storage.records.mapping import from_json
from storage.records.numbers import FIELDS, named_columns
from storage.records.plan import Plan
from storage.records.planning import plan_records, recognise_records
from storage.records.written import Rewrite, plain_moment, plain_number, written_in
from storage.shapes import Long, Shape, recognise
from storage.sources.columns import columns_of
from storage.sources.sheets import sheets_with_data
from storage.sources.table import TableFile
from storage.store import Store
from storage.tickets.importing import check_client as whose_tickets
from storage.tickets.importing import tickets_would_change
from storage.tickets.mapping import fields_of
from storage.tickets.planning import plan_tickets
from storage.would_change import numbers_would_change
from storage.writing_of import formats_in

MOST_TRIED = 2_000_000  # cells; to try more would keep people waiting
SAMPLE_ROWS = 200
SHOWN_ROWS = 3


def look_at(store: Store, wish: Wish) -> Looked:
    """Look at a file: what it holds, how it would be read, and what would change.

    Raises FileUnreadable only where no other sheet and no other words could help.
    """
    sheets = sheets_with_data(wish.path)
    try:
        opened = open_decided(store, wish.path, wish.path.stem, wish.sheet, wish.said)
        kind = wish.kind or kind_of(store, wish.path, opened)
    except Expected as trouble:
        if len(sheets) < 2:
            raise
        return Looked(wish.path, sheets, wish.sheet, wish.kind, trouble=trouble)
    seen = Looked(
        wish.path, sheets, opened.file.found.sheet, kind, opened.file.row_count,
        opened.file.header, opened.said,
    )  # fmt: skip
    if kind is None:
        return seen
    names = {name.strip() for name in seen.header}
    fitting = (one for one in wish.hopes if one.partition("=")[2] in names)
    wish = replace(wish, maps=(*wish.maps, *fitting))
    look = {NUMBERS: _numbers, TICKETS: _tickets}.get(kind, _records)
    try:
        return look(store, wish, opened, seen)
    except Expected as trouble:
        return _as_far_as_known(store, wish, opened, replace(seen, trouble=trouble))


def kind_of(store: Store, path: Path, opened: Opened) -> str | None:
    """What a file's rows are: what its source brings, else what its header says."""
    known = store.imports.kind_of(path.stem)
    if known is not None:
        return NUMBERS if known == "file" else known
    found = recognise_records(store, path, sheet=opened.file.found.sheet, said=opened.said)
    if found is not None:
        return found.kind
    try:
        recognise(path.name, opened.file.header)
    except Expected:
        return None
    return NUMBERS


def _numbers(store: Store, wish: Wish, opened: Opened, seen: Looked) -> Looked:
    file = opened.file
    store.imports.check_kind(opened.source, "file")
    named = named_columns(store, file.path.name, file.header, opened.source, wish.maps)
    shape = recognise(file.path.name, file.header, named)
    formats = formats_in(file, shape, opened.said)
    read = {at: Rewrite(plain_number, one) for at, one in formats.items()}
    read[shape.date] = Rewrite(plain_moment, formats[shape.date])
    found = _shown(replace(seen, fields=FIELDS, mapping=_of_shape(file, shape)), opened, read)
    try:
        check_client(store, file, shape, wish.client, create=wish.create)
    except Expected as trouble:
        return replace(found, trouble=trouble)
    if _is_large(file):
        return found
    would = numbers_would_change(
        store, file, opened.source, shape, formats, client=wish.client, create=wish.create
    )
    return replace(found, would=would)


def _tickets(store: Store, wish: Wish, opened: Opened, seen: Looked) -> Looked:
    plan = plan_tickets(store, wish.path, sheet=wish.sheet, said=wish.said, overrides=wish.maps)
    mapping = plan.mapping
    found = replace(seen, fields=fields_of(mapping.kind), mapping=mapping.columns)
    found = _shown(found, opened, plan.rewrites)
    try:
        whose_tickets(store, plan.file.path.name, wish.client, create=wish.create)
        if _is_large(plan.file):
            return found
        would = tickets_would_change(store, plan, client=wish.client, create=wish.create)
    except Expected as trouble:
        return replace(found, trouble=trouble)
    return replace(found, would=would)


def _records(store: Store, wish: Wish, opened: Opened, seen: Looked) -> Looked:
    large, trouble = _is_large(opened.file), None
    try:
        plan = _plan(store, wish, seen.kind or "", trial=not large)
    except (NoClient, UnknownClient) as nobody:
        trouble = nobody
        anybody = replace(wish, client=wish.client or "?", create=True)
        plan = _plan(store, anybody, seen.kind or "", trial=False)
    found = replace(seen, fields=plan.kind.fields, mapping=plan.mapping.columns)
    found = _shown(found, opened, plan.rewrites)
    return replace(found, would=plan.what_would_change, trouble=trouble)


def _plan(store: Store, wish: Wish, kind: str, *, trial: bool) -> Plan:
    return plan_records(
        store, wish.path, kind=kind, sheet=wish.sheet, said=wish.said, overrides=wish.maps,
        client=wish.client, create=wish.create, trial=trial,
    )  # fmt: skip


def _as_far_as_known(store: Store, wish: Wish, opened: Opened, seen: Looked) -> Looked:
    """The columns that people named or the source has kept, and those that are clear."""
    told = {key: column for key, _, column in (one.partition("=") for one in wish.maps)}
    kept = store.imports.mapping_of(opened.source)
    names = [name.strip() for name in seen.header]
    known = (dict(from_json(kept).columns) if kept else {}) | told
    known = {key: column for key, column in known.items() if column in names or not column}
    fields = _fields(seen.kind, known)
    sample = [cells for _, cells in islice(opened.file.rows(), SAMPLE_ROWS)]
    rows = written_in(opened.file, opened.said).plain_rows(sample)
    offered = Columns(seen.header, rows).clear(fields, known)
    mapping = {one.key: offered[one.key] for one in fields if offered.get(one.key)}
    shown = _shown(replace(seen, fields=fields, mapping=mapping), opened, {})
    return replace(shown, doubt=_doubt(seen.trouble, opened))


def _fields(kind: str | None, known: Mapping[str, str]) -> tuple[Field, ...]:
    if kind == TICKETS:
        return fields_of("events" if known.keys() & {"activity", "at"} else "tickets")
    return FIELDS if kind in {None, NUMBERS} else KINDS[kind].fields


def _doubt(trouble: Expected | None, opened: Opened) -> Doubt | None:
    if not isinstance(trouble, FormatUnclear):
        return None
    columns = columns_of(opened.file, opened.said)
    kinds = {one.kind for one in columns if one.name.strip() == trouble.fields["column"]}
    return "dates" if "date" in kinds else "decimal"


def _of_shape(file: TableFile, shape: Shape) -> dict[str, str]:
    body = shape.body
    places: dict[str, int | None] = {"date": shape.date, "client": shape.client}
    if isinstance(body, Long):
        places |= {"metric": body.metric, "value": body.value, "weight": body.weight}
    else:
        places |= {f"metric:{key}": place for place, key in body.metrics}
    return {key: file.header[at].strip() for key, at in places.items() if at is not None}


def _shown(seen: Looked, opened: Opened, rewrites: Mapping[int, Rewrite]) -> Looked:
    """With the first rows of the mapped columns, as they are read."""
    names = [name.strip() for name in seen.header]
    order = [names.index(one) for one in seen.mapping.values()]
    first = tuple(
        (line, tuple(_cell(cells, at, rewrites.get(at)) for at in order))
        for line, cells in islice(opened.file.rows(), SHOWN_ROWS)
    )
    return replace(seen, read=tuple(seen.mapping.values()), first=first)


def _cell(cells: Sequence[str], at: int, rewrite: Rewrite | None) -> str:
    cell = cells[at] if at < len(cells) else ""
    return rewrite(cell) if rewrite else cell


def _is_large(file: TableFile) -> bool:
    return file.row_count * len(file.header) > MOST_TRIED
