"""Two clients side by side: one whose imports are undone, one that never had the undone ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import select

from storage.engine import reading
from storage.imports import import_file
from storage.store import Store
from storage.tables import ticket
from storage.undoing import Undoing, undo
from tests.storage import NOW

Bring = Callable[[Store, Path, str, str, datetime], object]
Seen = list[tuple[Any, ...]]
_numbers = count(1)


@dataclass(frozen=True)
class File:
    """What one import brings into its source."""

    source: str
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Undo:
    """Undo the import at this place among those that still stand, from the oldest."""

    place: int
    again: bool = False


Act = File | Undo


def bring_numbers(store: Store, file: Path, client: str, source: str, at: datetime) -> object:
    """Import a file of numbers."""
    return import_file(store, file, client=client, create=True, now=at, by="U1", source=source)


@dataclass
class House:
    """Plays acts on a client of its own, and looks at what stands then."""

    store: Store
    folder: Path
    header: str
    bring: Bring = bring_numbers
    standing: list[tuple[int, File]] = field(default_factory=list)
    seen: list[tuple[datetime, Seen]] = field(default_factory=list)
    hours: int = 0

    def __post_init__(self) -> None:
        """Use names that no earlier example used."""
        self.number = next(_numbers)
        self.client = f"client{self.number}"
        self.store.clients.add(self.client, self.client, now=NOW)

    def play(self, acts: Sequence[Act]) -> None:
        """Import and undo, one after another."""
        for act in acts:
            if isinstance(act, File):
                self.take(act)
            elif self.standing:
                number, file = self.standing.pop(act.place % len(self.standing))
                self.undo(number)
                if act.again:
                    self.take(file)
            self.seen.append((self.now, self.look()))

    def take(self, file: File) -> None:
        """Import a file."""
        path = self.folder / "file.csv"
        path.write_text("\n".join([self.header, *file.rows, ""]), encoding="utf-8")
        before = self._newest()
        self.bring(self.store, path, self.client, self._own(file.source), self._tick())
        if self._newest() != before:
            self.standing.append((self._newest(), file))

    def undo(self, number: int) -> Undoing:
        """Undo an import."""
        return undo(self.store, number, now=self._tick(), by="U1")

    def look(self, known_at: datetime | None = None) -> Seen:
        """Every figure of the client, in total and by agent, without which run brought it."""
        frames = self.store.observations
        whose = (self._id(), date.min, date.max)
        total = frames.frame(*whose, known_at=known_at).assign(part="")
        parts = frames.parts(whose[0], "agent", *whose[1:], known_at=known_at)
        rows = [*total.itertuples(index=False), *parts[total.columns].itertuples(index=False)]
        return sorted((m, d, str(v), str(w), self._shared(s), p) for m, d, v, w, s, p in rows)

    def tickets(self) -> Seen:
        """Every ticket of the client, without ids."""
        own = {"id", "client_id", "source_id", "import_id"}
        columns = [column for column in ticket.columns if column.name not in own]
        found = select(*columns).where(ticket.c.client_id == self._id())
        with reading(self.store.engine) as connection:
            return sorted((tuple(row) for row in connection.execute(found)), key=repr)

    @property
    def now(self) -> datetime:
        """The moment of the last act."""
        return NOW + timedelta(hours=self.hours)

    def _tick(self) -> datetime:
        self.hours += 1
        return self.now

    def _id(self) -> int:
        found = self.store.clients.find(self.client)
        assert found
        return found.id

    def _newest(self) -> int:
        runs = self.store.imports.recent(1)
        return runs[0].id if runs else 0

    def _own(self, source: str) -> str:
        return f"{source} of {self.number}"

    def _shared(self, source: str) -> str:
        return source.removesuffix(f" of {self.number}")


def without_undone(house: House) -> House:
    """A client that only ever had the imports that still stand, in the same order."""
    other = House(house.store, house.folder, house.header, house.bring)
    other.play([file for _, file in house.standing])
    return other


@st.composite
def acts(draw: st.DrawFn, files: st.SearchStrategy[File]) -> list[Act]:
    """A few imports, and then undoings with more imports between them, in any order."""
    undoing = st.builds(Undo, st.integers(0, 3), st.booleans())
    first = draw(st.lists(files, min_size=2, max_size=3))
    return [*first, *draw(st.lists(st.one_of(undoing, undoing, files), min_size=1, max_size=4))]
