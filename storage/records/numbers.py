"""The columns of a file of numbers, where people name them or its source has kept their names."""

import json
from collections.abc import Iterable, Sequence

from storage.decided import NOTHING_DECIDED, Decided
from storage.dialect import insert_into
from storage.engine import writing
from storage.errors import MappedColumnMissing
from storage.records.columns import listed, parse_overrides, told_columns
from storage.records.fields import field
from storage.store import Store
from storage.tables import source as source_table

_OTHERS = "; rows that are no numbers are read with --as tickets, invoices and so on"
FIELDS = tuple(
    field(key, label, "text", "", required=True)
    for key, label in {
        "date": "the day",
        "client": "whose it is",
        "metric": "what was measured",
        "value": "the number",
        "weight": "how much it weighs",
    }.items()
)


def named_columns(
    store: Store, file: str, header: Sequence[str], source: str, overrides: Iterable[str]
) -> dict[str, str]:
    """The columns that people named, now or for an earlier file of the source.

    Raises MappingUnreadable, and MappedColumnMissing where a kept name is not in the header.
    """
    titles = [name.strip() for name in header]
    told = parse_overrides(overrides, [one.key for one in FIELDS], _OTHERS)
    kept = _kept(store, source)
    chosen = {key: name for key, name in kept.items() if key not in told}
    for key, name in chosen.items():
        if name not in titles:
            raise MappedColumnMissing(
                file=file, source=source, key=key, columns=listed([name]),
                header=listed(filter(None, titles)),
            )  # fmt: skip
    return chosen | told_columns(FIELDS, "numbers", titles, told)


def told_numbers(header: Sequence[str], overrides: Iterable[str]) -> dict[str, str]:
    """The columns that ``overrides`` name for numbers; raises MappingUnreadable."""
    titles = [name.strip() for name in header]
    told = parse_overrides(overrides, [one.key for one in FIELDS], _OTHERS)
    return told_columns(FIELDS, "numbers", titles, told)


def keep_columns(store: Store, source: str, columns: dict[str, str], decided: Decided) -> None:
    """Keep the named columns with the source, and what was decided, for its next file."""
    kept = json.dumps({"kind": "numbers", "columns": columns} | decided.to_json())
    nothing = not columns and decided == NOTHING_DECIDED
    if kept == store.imports.mapping_of(source) or nothing:
        return
    own = {"workspace_id": store.workspace_id, "name": source, "kind": "file"}
    with writing(store.engine) as connection:
        row = insert_into(connection, source_table).values(**own, mapping=kept)
        index = ["workspace_id", "name"]
        values = {"mapping": row.excluded.mapping}
        connection.execute(row.on_conflict_do_update(index_elements=index, set_=values))


def _kept(store: Store, source: str) -> dict[str, str]:
    text = store.imports.mapping_of(source)
    found: dict[str, str] = json.loads(text)["columns"] if text else {}
    return found
