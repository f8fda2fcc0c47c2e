"""What was decided about a source's files is kept for its next file, and never against it."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.errors import Expected
from storage.decided import Decided, KeptDiffers, decided_in
from storage.errors import FormatUnclear
from storage.imports import import_file
from storage.records.importing import import_records
from storage.records.planning import plan_records
from storage.records.taken import RecordsTaken
from storage.sources.found import NOTHING_SAID, Said
from storage.store import Store
from storage.tickets.importing import import_tickets
from storage.tickets.planning import plan_tickets
from storage.tickets.ticket import TicketsTaken
from storage.values import ImportResult
from tests.storage import NOW
from tests.storage.workbooks import Rows, workbook

Taken = ImportResult | TicketsTaken | RecordsTaken
Bring = Callable[..., Taken]
DAY_FIRST = Said(dates="day-first")
MONTH_FIRST = Said(dates="month-first")


@pytest.fixture
def bring(store: Store, tmp_path: Path) -> Bring:
    """Write a file of the source “data” and import it as acme's."""
    store.clients.add("acme", "Acme Outdoor", now=NOW)

    def _bring(
        content: str | bytes, said: Said = NOTHING_SAID, *, kind: str = "numbers",
        name: str = "data.csv", sheet: str | None = None,
    ) -> Taken:  # fmt: skip
        file = tmp_path / name
        if content:
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        if kind == "numbers":
            return import_file(
                store, file, client="acme", create=False, now=NOW, by="U1", said=said, sheet=sheet
            )
        if kind == "tickets":
            plan = plan_tickets(store, file, said=said, sheet=sheet)
            return import_tickets(store, plan, client="acme", create=False, now=NOW, by="U1")
        of = plan_records(store, file, kind=kind, client="acme", said=said, sheet=sheet)
        return import_records(store, of, now=NOW, by="U1")

    return _bring


def days(store: Store, metric: str) -> list[tuple[date, float]]:
    """The days and values of a metric of acme's from the source “data”."""
    acme = store.clients.find("acme")
    assert acme
    frame = store.observations.frame(acme.id, date(2020, 1, 1), date(2030, 1, 1))
    found = frame[(frame.metric == metric) & (frame.source == "data")].sort_values("day")
    return [(day.date(), value) for day, value in zip(found.day, found.value, strict=True)]


FILES = {
    "numbers": "date,visits\n{},5\n",
    "tickets": "Ticket,Created,Closed\n1,{0},{0}\n",
    "invoices": "Invoice,Issued,Due,Amount\nR-1,{0},{0},5\n",
}


@pytest.mark.parametrize("kind", FILES)
def test_the_order_of_days_is_decided_once(store: Store, bring: Bring, kind: str) -> None:
    with pytest.raises(FormatUnclear, match="say --dates"):
        bring(FILES[kind].format("01/02/2026"), kind=kind)
    bring(FILES[kind].format("01/02/2026"), DAY_FIRST, kind=kind)
    again = bring(FILES[kind].format("02/03/2026"), kind=kind)
    assert (again.taken, again.last_day) == (1, date(2026, 3, 2))
    assert store.imports.kind_of("data")


@pytest.mark.parametrize("kind", FILES)
def test_what_was_kept_is_refused_where_the_file_shows_otherwise(
    store: Store, bring: Bring, kind: str
) -> None:
    bring(FILES[kind].format("01/02/2026"), DAY_FIRST, kind=kind)
    runs = len(store.imports.recent(9))
    with pytest.raises(FormatUnclear, match=r"written month-first, unlike .* --dates month-first"):
        bring(FILES[kind].format("12/31/2025"), kind=kind)
    assert len(store.imports.recent(9)) == runs
    told = bring(FILES[kind].format("12/31/2025"), MONTH_FIRST, kind=kind)
    assert told.last_day == date(2025, 12, 31)
    assert bring(FILES[kind].format("02/03/2026"), kind=kind).last_day == date(2026, 2, 3)


def test_a_column_that_shows_nothing_goes_by_the_file_it_stands_in(bring: Bring) -> None:
    bring(FILES["tickets"].format("01/02/2026"), DAY_FIRST, kind="tickets")
    mixed = "Ticket,Created,Closed\n1,01/02/2026,12/31/2026\n"
    with pytest.raises(FormatUnclear, match="written month-first"):
        bring(mixed, kind="tickets")


def test_a_year_that_comes_first_is_plain_to_see(bring: Bring) -> None:
    bring(FILES["numbers"].format("01/02/2026"), DAY_FIRST)
    assert bring(FILES["numbers"].format("2026/03/05")).last_day == date(2026, 3, 5)


def test_the_decimal_mark_is_decided_once(store: Store, bring: Bring) -> None:
    comma = Said(decimal="comma")
    bring("date;revenue\n2026-01-01;1.234\n", comma)
    bring("date;revenue\n2026-01-02;2.345\n")
    assert days(store, "revenue") == [(date(2026, 1, 1), 1234), (date(2026, 1, 2), 2345)]
    with pytest.raises(FormatUnclear, match=r"with a decimal point, unlike .* --decimal point"):
        bring("date;revenue\n2026-01-03;1.500\n2026-01-04;1.25\n")
    with pytest.raises(FormatUnclear, match="with a decimal point, unlike"):
        bring("date;revenue;rate\n2026-01-03;1.500;0.25\n")
    assert len(days(store, "revenue")) == 2
    bring("date;revenue\n2026-01-03;1.500\n", Said(decimal="point"))
    bring("date;revenue\n2026-01-04;1.750\n")
    assert days(store, "revenue")[2:] == [(date(2026, 1, 3), 1.5), (date(2026, 1, 4), 1.75)]


def test_the_sheet_is_decided_once(store: Store, bring: Bring, tmp_path: Path) -> None:
    for day in (1, 2):
        rows: Rows = [["date", "visits"], [date(2026, 1, day), day]]
        workbook(tmp_path / "data.xlsx", {"Notes": [["a", "b"], ["c", "d"]], "Days": rows})
        bring("", name="data.xlsx", sheet="Days" if day == 1 else None)
    assert days(store, "visits") == [(date(2026, 1, 1), 1), (date(2026, 1, 2), 2)]
    workbook(tmp_path / "data.xlsx", {"Other": rows, "More": rows})
    with pytest.raises(KeptDiffers, match=r"no sheet “Days” but .* read with --sheet Days"):
        bring("", name="data.xlsx")


def test_the_line_of_the_names_is_decided_once(store: Store, bring: Bring) -> None:
    bring("report of,visits\ndate,visits\n2026-01-01,5\n", Said(header=2))
    bring("report of,visits\ndate,visits\n2026-01-02,6\n")
    assert days(store, "visits") == [(date(2026, 1, 1), 5), (date(2026, 1, 2), 6)]
    with pytest.raises(KeptDiffers, match=r"names no date column.*--header 2"):
        bring("date,visits\n2026-01-03,7\n2026-01-04,8\n")
    bring("date,visits\n2026-01-03,7\n2026-01-04,8\n", Said(header=1))
    assert len(days(store, "visits")) == 4


def test_the_delimiter_is_decided_once(store: Store, bring: Bring) -> None:
    bring("date|visits\n2026-01-01|5\n", Said(delimiter="|"))
    bring("date|visits\n2026-01-02|6\n")
    with pytest.raises(KeptDiffers, match=r"read with --delimiter \|"):
        bring("date;visits\n2026-01-03;7\n")
    assert len(days(store, "visits")) == 2


def test_the_encoding_is_decided_once(store: Store, bring: Bring) -> None:
    greek = Said(encoding="iso8859-7")
    content = "client,date,visits\nÄ,2026-01-01,5\n"
    with pytest.raises(Expected):  # the client is a column's own
        bring(content.encode("cp1252"), greek)
    assert store.imports.mapping_of("data") is None
    named = "date,Bücher\n2026-01-01,5\n"
    bring(named.encode("cp1250"), Said(encoding="cp1250"))
    bring(named.replace("01-01", "01-02").encode("cp1250"))
    assert len(days(store, "bücher")) == 2
    with pytest.raises(KeptDiffers, match=r"it is text in utf-8.*--encoding cp1250"):
        bring(named)
    bring("date,visits\n2026-01-03,5\n")
    bring(named.replace("01-01", "01-04"), Said(encoding="utf-8"))
    assert len(days(store, "bücher")) == 3


def test_what_somebody_decided_goes_with_the_last_import(store: Store, bring: Bring) -> None:
    bring(FILES["numbers"].format("01/02/2026"), DAY_FIRST)
    with pytest.raises(FormatUnclear):
        bring(FILES["numbers"].format("12/31/2025"))
    kept = decided_in(store.imports.mapping_of("data"))
    assert kept == Decided(said=DAY_FIRST)


SAIDS = st.builds(
    Said,
    encoding=st.none() | st.sampled_from(["cp1252", "utf-8"]),
    delimiter=st.none() | st.sampled_from(["", "\t", ";"]),
    header=st.none() | st.integers(0, 9),
    dates=st.none() | st.sampled_from(["day-first", "month-first", "year-first"]),
    decimal=st.none() | st.sampled_from(["point", "comma"]),
)
DECIDED = st.builds(Decided, sheet=st.none() | st.text(min_size=1), said=SAIDS)


@given(kept=DECIDED, sheet=st.none() | st.just("S"), said=SAIDS)
def test_what_is_said_now_counts_and_the_rest_stays(
    kept: Decided, sheet: str | None, said: Said
) -> None:
    now = kept.then(sheet, said)
    assert decided_in(json.dumps(now.to_json())) == now
    assert now.then(None, NOTHING_SAID) == now
    reading = now.reading(said)
    for name in ("encoding", "delimiter", "header", "dates", "decimal"):
        told, before = getattr(said, name), getattr(kept.said, name)
        assert getattr(reading, name) == (before if told is None else told)
        assert (name in reading.kept) == (told is None and before is not None)
