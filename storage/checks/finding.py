"""One thing that is wrong with the data, as people look at it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Done = Literal["repaired", "excluded", "kept"]


@dataclass(frozen=True, slots=True)
class DataFinding:
    """What was found, where, and what was done.

    ``found`` is the cell or value as it stood, ``line`` that of the file, ``record`` a record's
    number, ``count`` how many such rows it stands for. What was ``repaired`` counts as it should,
    what was ``excluded`` does not count in any figure, what was ``kept`` counts as it is.
    ``run`` is the number of the import, ``decided`` what a person decided about the value.
    """

    kind: str
    text: str
    done: Done
    serious: bool
    client: str | None = None
    source: str | None = None
    run: int | None = None
    metric: str | None = None
    record: str | None = None
    day: date | None = None
    line: int | None = None
    found: str | None = None
    count: int = 1
    decided: str | None = None
