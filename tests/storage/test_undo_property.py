"""Whatever is imported and undone, what stands is what would stand without what was undone."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from storage.store import Store
from storage.tickets.importing import import_tickets
from storage.tickets.planning import plan_tickets
from storage.undo import observations, records
from tests.storage.undo_house import Act, File, House, Undo, acts, without_undone

HEADER = "date,metric,value,weight"
many = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def numbers(draw: st.DrawFn) -> File:
    """A file of a few days, which overlaps with others and often says the same as they do."""
    days = draw(st.dictionaries(st.integers(1, 3), st.integers(1, 2), min_size=1))
    metric = draw(st.sampled_from(["leads", "leads", "csat"]))
    rows = [f"2026-11-{day:02},{metric},{value},{3 if metric == 'csat' else ''}"
            for day, value in days.items()]  # fmt: skip
    return File(draw(st.sampled_from(["a", "a", "b"])), tuple(rows))


@pytest.fixture(autouse=True)
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """So small that a few rows are several slices."""
    monkeypatch.setattr(observations, "SLICE_ROWS", 2)
    monkeypatch.setattr(records, "SLICE_ROWS", 2)


ONE = File("a", ("2026-11-01,leads,1,", "2026-11-02,leads,2,"))
OTHER = File("a", ("2026-11-02,leads,3,",))


@many
@example(played=[ONE, ONE, Undo(0)])  # the second brought the same, so nothing goes
@example(played=[ONE, OTHER, ONE, Undo(1), Undo(0)])
@example(played=[ONE, OTHER, Undo(0), Undo(0), ONE])
@given(played=acts(numbers()))
def test_numbers_are_as_if_the_undone_had_never_come(
    store: Store, tmp_path: Path, played: list[Act]
) -> None:
    house = House(store, tmp_path, HEADER)
    house.play(played)
    assert house.look() == without_undone(house).look()


@many
@example(played=[ONE, ONE, Undo(0)])
@given(played=acts(numbers()))
def test_the_way_of_large_files_keeps_as_much(
    store: Store, tmp_path: Path, played: list[Act], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.imports.LARGE_CELLS", 0)
    house = House(store, tmp_path, HEADER)
    house.play(played)
    assert house.look() == without_undone(house).look()


@many
@given(played=acts(numbers()))
def test_looking_back_shows_what_was_believed_then(
    store: Store, tmp_path: Path, played: list[Act]
) -> None:
    house = House(store, tmp_path, HEADER)
    house.play(played)
    for at, seen in house.seen:
        assert house.look(known_at=at) == seen


@many
@given(file=numbers(), data=st.data())
def test_a_file_split_in_any_way_and_brought_in_any_order_gives_the_same(
    store: Store, tmp_path: Path, file: File, data: st.DataObject
) -> None:
    pieces: list[File] = []
    for row in file.rows:
        chosen = data.draw(st.sets(st.integers(0, 2), min_size=1))
        pieces += [File("a", (row,)) if one == 0 else File("a", file.rows) for one in chosen]
    split, whole = House(store, tmp_path, HEADER), House(store, tmp_path, HEADER)
    split.play(data.draw(st.permutations(pieces)))
    whole.play([File("a", file.rows)])
    assert split.look() == whole.look()
    whole.play([File("a", file.rows)] * 2)
    assert split.look() == whole.look()


TICKETS = "ticket id,created,closed,agent,first response (s)"


@st.composite
def tickets(draw: st.DrawFn) -> File:
    """A file of a few tickets, some of which are in other files as well, alike or not."""
    refs = draw(st.sets(st.integers(1, 3), min_size=1))
    return File(
        draw(st.sampled_from(["a", "a", "b"])), tuple(_ticket(draw, ref) for ref in sorted(refs))
    )


def _ticket(draw: st.DrawFn, ref: int) -> str:
    opened = draw(st.sampled_from([1, 4, 9]))
    closed = draw(st.sampled_from(["", f"2026-11-{opened + 2:02} 12:00"]))
    agent, seconds = draw(st.sampled_from(["Ann", "Bo"])), draw(st.sampled_from([60, 90.1]))
    return f"T{ref},2026-11-{opened:02} 09:00,{closed},{agent},{seconds}"


def bring_tickets(store: Store, file: Path, client: str, source: str, at: datetime) -> object:
    """Import a file of tickets."""
    plan = plan_tickets(store, file, source=source)
    return import_tickets(store, plan, client=client, create=True, now=at, by="U1")


@many
@given(played=acts(tickets()))
def test_tickets_and_their_figures_are_as_if_the_undone_had_never_come(
    store: Store, tmp_path: Path, played: list[Act]
) -> None:
    house = House(store, tmp_path, TICKETS, bring_tickets)
    house.play(played)
    other = without_undone(house)
    assert house.tickets() == other.tickets()
    assert house.look() == other.look()
    for at, seen in house.seen:
        assert house.look(known_at=at) == seen
