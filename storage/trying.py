"""Look at a table as an import would read it, without a database: shape, columns, refusals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from zoneinfo import ZoneInfo

from reports.errors import Expected
from storage.cells import Refused, quoted
from storage.shapes import Long, Shape, metric_key_of, recognise
from storage.sources.columns import Column, columns_of
from storage.sources.formats import Format, day, number
from storage.sources.found import Said
from storage.sources.table import TableFile
from storage.values import Refusal
from storage.writing_of import refuse_unclear

LISTED = 10_000


@dataclass(frozen=True, slots=True)
class Tried:
    """What a table would be read as: ``shape`` None where it is not recognised, for ``reason``.

    ``fields`` gives the column of each meaning; in a wide table those of metrics are
    ``metric: KEY``.
    """

    table: TableFile
    columns: tuple[Column, ...]
    shape: str | None
    fields: Mapping[str, str] = field(default_factory=dict)
    reason: str | None = None
    refusals: tuple[Refusal, ...] = ()
    refused_count: int = 0


def try_table(table: TableFile, said: Said, kind: str | None, maps: tuple[str, ...]) -> Tried:
    """Read a table as rows of ``kind``, or as what its header tells; nothing is written."""
    columns = columns_of(table, said)
    if kind == "numbers":
        return _numbers(table, columns, maps)
    if kind == "tickets":
        return _tickets(table, columns, maps)
    if kind is not None:
        return _records(table, columns, kind, maps)
    return _recognised(table, columns, maps)


def _recognised(table: TableFile, columns: tuple[Column, ...], maps: tuple[str, ...]) -> Tried:
    from storage.records.kinds import guess

    found = guess(table.header, _sample(table))
    if found is not None:
        return _records(table, columns, found.kind, maps)
    numbers = _numbers(table, columns, maps)
    if numbers.shape:
        return numbers
    tickets = _tickets(table, columns, maps)
    if tickets.shape:
        return replace(tickets, reason="It is read so only with --as tickets.")
    return numbers


def _numbers(table: TableFile, columns: tuple[Column, ...], maps: tuple[str, ...]) -> Tried:
    from storage.records.numbers import told_numbers

    try:
        shape = recognise(table.path.name, table.header, told_numbers(table.header, maps))
    except Expected as expected:
        return Tried(table, columns, None, reason=str(expected))
    name = "long" if isinstance(shape.body, Long) else "wide"
    fields = _fields(table, shape)
    try:
        refuse_unclear(table, shape, dict(enumerate(columns)))
    except Expected as expected:
        return Tried(table, columns, name, fields, reason=str(expected))
    refused = [Refusal(line, reason) for line, reason in _refused(table, shape, columns)]
    return Tried(table, columns, name, fields, None, tuple(refused[:LISTED]), len(refused))


def _fields(table: TableFile, shape: Shape) -> dict[str, str]:
    body = shape.body
    places: dict[str, int | None] = {"client": shape.client, "date": shape.date}
    if isinstance(body, Long):
        places |= {"metric": body.metric, "value": body.value, "weight": body.weight}
    else:
        places |= {f"metric: {key}": place for place, key in body.metrics}
    return {key: table.header[place] for key, place in places.items() if place is not None}


def _refused(
    table: TableFile, shape: Shape, columns: tuple[Column, ...]
) -> Iterator[tuple[int, str]]:
    formats = {place: column.format for place, column in enumerate(columns)}
    for line, cells in table.rows():
        if len(cells) != shape.width:
            yield line, f"it has {len(cells)} columns where the first line has {shape.width}"
            continue
        for reason in _reasons(shape, formats, cells):
            yield line, reason


def _reasons(shape: Shape, formats: Mapping[int, Format], cells: list[str]) -> Iterator[str]:
    body = shape.body
    try:
        day(cells[shape.date], formats[shape.date])
        if isinstance(body, Long):
            _check_long(body, formats, cells)
    except Refused as refused:
        yield str(refused)
        return
    if shape.client is not None and not cells[shape.client].strip():
        yield "the client is missing"
    for place, key in () if isinstance(body, Long) else body.metrics:
        try:
            number(cells[place], formats[place])
        except Refused as refused:
            yield f"{key}: {refused}"


def _check_long(body: Long, formats: Mapping[int, Format], cells: list[str]) -> None:
    number(cells[body.value], formats[body.value])
    if body.weight is not None:
        number(cells[body.weight], formats[body.weight])
    if not metric_key_of(cells[body.metric]):
        raise Refused(f"{quoted(cells[body.metric].strip())} names no metric")


def _tickets(table: TableFile, columns: tuple[Column, ...], maps: tuple[str, ...]) -> Tried:
    from storage.records.tally import Told
    from storage.records.written import Written
    from storage.tickets.planning import Plan
    from storage.tickets.proposing import parse_overrides, propose
    from storage.tickets.taking import taking

    written = Written(table.path.name, columns)
    try:
        told = parse_overrides(maps)
        sample = written.plain_rows(_sample(table))
        mapping = propose(table.path.name, table.header, sample, told)
        places = mapping.places(table.path.name, table.header, table.path.stem)
        rewrites = written.rewrites(mapping.fields(), places)
    except Expected as expected:
        return Tried(table, columns, None, reason=str(expected))
    plan = Plan(table, table.path.stem, mapping, places, (), False, rewrites)  # noqa: FBT003
    rows, tells = taking(plan, ZoneInfo("UTC")), Told()
    for chunk in rows.chunks(_quiet):
        for line, ticket in chunk:
            tells.take(line, ("", ticket.ref), ticket)
    tells.refuse(rows.tally, "ticket")
    refused, count = tuple(rows.tally.refused), rows.tally.refused_count
    return Tried(table, columns, mapping.kind, dict(mapping.columns), None, refused, count)


def _records(
    table: TableFile, columns: tuple[Column, ...], kind: str, maps: tuple[str, ...]
) -> Tried:
    from storage.records.planning import proposed
    from storage.records.trial import tried
    from storage.records.written import Written

    written = Written(table.path.name, columns)
    try:
        mapping = proposed(kind, table, maps, written=written)
        tally = tried(table, mapping, written)
    except Expected as expected:
        return Tried(table, columns, None, reason=str(expected))
    refused, count = tuple(tally.refused), tally.refused_count
    return Tried(table, columns, kind, dict(mapping.columns), None, refused, count)


def _sample(table: TableFile) -> list[list[str]]:
    return [cells for _, cells in islice(table.rows(), 200)]


def _quiet(done: int, total: int) -> None:
    del done, total
