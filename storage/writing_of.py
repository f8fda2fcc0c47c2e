"""How the columns that a table's numbers come from are written; refused where that is unclear."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from storage.errors import FormatUnclear
from storage.shapes import Long, Shape, metric_key_of
from storage.sources.columns import Column, formats_of
from storage.sources.formats import Format, folded
from storage.sources.found import NOTHING_SAID, Said
from storage.sources.table import TableFile


def formats_in(file: TableFile, shape: Shape, said: Said = NOTHING_SAID) -> dict[int, Format]:
    """The formats of the columns that are read, by their places; raises FormatUnclear."""
    places = places_of(shape)
    columns = dict(zip(places, formats_of(file, places, said), strict=True))
    refuse_unclear(file, shape, columns)
    formats = {place: column.format for place, column in columns.items()}
    if isinstance(shape.body, Long) and "%" in columns[shape.body.value].signs:
        formats[shape.body.value] = replace(formats[shape.body.value], shares=True)
    return formats


def in_percent(file: TableFile, shape: Shape, formats: Mapping[int, Format]) -> frozenset[str]:
    """The metrics of a long table that are given in percent, by their keys."""
    body = shape.body
    if not isinstance(body, Long) or not formats[body.value].shares:
        return frozenset()
    signs: Counter[str] = Counter()
    for _, cells in file.rows():
        if len(cells) == shape.width and cells[body.value].strip():
            signs[metric_key_of(cells[body.metric])] += (
                1 if "%" in folded(cells[body.value]) else -1
            )
    return frozenset(key for key, more in signs.items() if more > 0)


def refuse_unclear(file: TableFile, shape: Shape, columns: Mapping[int, Column]) -> None:
    """Raise FormatUnclear for the first column that is read and in doubt."""
    for place in places_of(shape):
        column = columns[place]
        if column.doubt:
            name = column.name.strip()
            raise FormatUnclear(column=name, file=file.path.name, reason=column.doubt)


def places_of(shape: Shape) -> list[int]:
    """Where days and numbers stand."""
    body = shape.body
    if isinstance(body, Long):
        numbers = [body.value] + ([] if body.weight is None else [body.weight])
    else:
        numbers = [place for place, _ in body.metrics]
    return [shape.date, *numbers]
