"""How columns write numbers and days: decided over the whole column, or refused with a way out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.cells import Refused
from storage.errors import FormatUnclear
from storage.imports import import_file
from storage.sources.columns import Column, columns_of
from storage.sources.formats import PLAIN, Format, day, number
from storage.sources.found import NOTHING_SAID, Said, Typed
from storage.store import Store
from storage.verbs.observations import day_of
from tests.storage import NOW


@dataclass
class Columns:
    """A table of columns."""

    columns: Sequence[Sequence[str]]

    @property
    def header(self) -> tuple[str, ...]:
        """Numbered names."""
        return tuple(f"c{n}" for n in range(len(self.columns)))

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows below."""
        return ((n, list(row)) for n, row in enumerate(zip(*self.columns, strict=True), start=2))


def column(*cells: str, said: Said = NOTHING_SAID) -> Column:
    """What a column of these cells is."""
    return columns_of(Columns([cells]), said)[0]


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (("1", "2.5", "-3", "1e3"), [1, 2.5, -3, 1000]),
        (("1,5", "2,25", "1.234,5"), [1.5, 2.25, 1234.5]),
        (("1,234.50", "5", "12,345"), [1234.5, 5, 12345]),
        (("1.234.567", "5,5"), [1234567, 5.5]),
        (("1 234,5", "5"), [1234.5, 5]),
        (("1\u202f234", "5"), [1234, 5]),
        (("1'234.50", "5"), [1234.5, 5]),
        (("12,34,567.5", "1"), [1234567.5, 1]),
        (("12.345", "0.125"), [12.345, 0.125]),
        (("1234.567", "1.234"), [1234.567, 1.234]),
        (("12 %", "3,5 %", ""), [0.12, 0.035, None]),
        (("$5", "$1,200.00", "-$3"), [5, 1200, -3]),
        (("5 €", "1.200,50 €", "7"), [5, 1200.5, 7]),
        (("USD 5", "USD 6"), [5, 6]),
        (("5 min", "7 min"), [5, 7]),
        (("−5", "+6", "7"), [-5, 6, 7]),
        (("(1,234.50)", "7.00", "-3"), [-1234.5, 7, -3]),
        (("($1,234.50)", "$7.00", "$(2)"), [-1234.5, 7, -2]),
        (("(12%)", "5%"), [-0.12, 0.05]),
        (("12-", "7", "1,234.50-"), [-12, 7, -1234.5]),
        (("- 5", "–6", "－7"), [-5, -6, -7]),
        (("1.234,-", "5,--"), [1234, 5]),
        (("5.-", "1'200.50"), [5, 1200.5]),
        (("١٬٢٣٤٫٥", "٥٫٢٥"), [1234.5, 5.25]),
        (("１２．５％", "๔ %"), [0.125, 0.04]),
        (("1 234,50 kr", "7,00 kr"), [1234.5, 7]),
        (("Rs. 1,23,456.50", "Rs. 7"), [123456.5, 7]),
        (("1.234,50 zł", "7,25 zł"), [1234.5, 7.25]),
        (("R$ 1.234,50", "R$7,25"), [1234.5, 7.25]),
        (("5.000 ₫", "7.000 ₫"), [5000, 7000]),
        (("1,5 Std.", "2 Std."), [1.5, 2]),
    ],
)
def test_numbers(cells: tuple[str, ...], values: list[float | None]) -> None:
    found = column(*cells)
    assert (found.kind, found.doubt) == ("number", None)
    assert [number(cell, found.format) for cell in cells] == pytest.approx(values)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("1.234", "5.678"), "“1.234” may be about one or a thousand times that"),
        (("1,234", "5,678"), "say --decimal comma or --decimal point"),
        (("1,234", "5.678"), "may be about one"),
        (("1,5", "2.5"), "some of its numbers have a decimal point, others a decimal comma"),
        (("01/02/2026", "03/04/2026"), "day-first or month-first"),
        (("31/12/2025", "12/31/2025"), "some of its days are day-first, others month-first"),
    ],
)
def test_doubts(cells: tuple[str, ...], reason: str) -> None:
    assert reason in str(column(*cells).doubt)


@pytest.mark.parametrize(
    ("cells", "refused"),
    [
        (("$5", "6", "7"), "$5"),
        (("5 €", "6 €", "$7"), "$7"),
        (("85 %", "90 %", "7"), "7"),
        (("1,5", "2,25", "1 2"), "1 2"),
        (("1.5", "2.5", "1,234"), None),
        (("5k", "6k"), "5k"),
        (("5", "6", "~7"), "~7"),
        (("5", "6", "(-7)"), "(-7)"),
        (("5", "6", "5-7"), "5-7"),
        (("5", "6", "#REF!"), "#REF!"),
        (("5", "7", "1,234"), "1,234"),
    ],
)
def test_cells_unlike_their_column_are_refused(cells: tuple[str, ...], refused: str | None) -> None:
    found = column(*cells)
    assert found.doubt is None
    for cell in cells:
        if cell == refused or (refused == "5k" and cell == "6k"):
            with pytest.raises(Refused, match=r"number|while the column is"):
                number(cell, found.format)
        else:
            assert number(cell, found.format) is not None


def test_another_column_of_the_file_decides() -> None:
    numbers = columns_of(Columns([["1.234", "5.678"], ["1,5", "2,5"]]))
    assert number("1.234", numbers[0].format) == 1234
    days = columns_of(Columns([["01/02/2026", "02/03/2026"], ["31/01/2026", "28/02/2026"]]))
    assert day_of(day("01/02/2026", days[0].format)) == date(2026, 2, 1)


def test_what_a_person_says_decides() -> None:
    american = column("01/02/2026", "03/04/2026", said=Said(dates="month-first"))
    assert day_of(day("01/02/2026", american.format)) == date(2026, 1, 2)
    german = column("1.234", "2", said=Said(decimal="comma"))
    assert number("1.234", german.format) == 1234
    english = column("1.234", "2", said=Said(decimal="point"))
    assert number("1.234", english.format) == 1.234


def test_typed_cells_are_never_in_doubt() -> None:
    found = column(Typed("1.234"), Typed("5.678"))
    assert (found.format, found.doubt) == (PLAIN, None)
    assert number(Typed("1.234"), Format(decimal="comma", thousands=".")) == 1.234


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (("31/12/2025", "01/02/2026"), [date(2025, 12, 31), date(2026, 2, 1)]),
        (("12/31/2025", "01/02/2026"), [date(2025, 12, 31), date(2026, 1, 2)]),
        (("31.12.25", "01.02.26"), [date(2025, 12, 31), date(2026, 2, 1)]),
        (("31-12-2025 00:00", "1-2-2026"), [date(2025, 12, 31), date(2026, 2, 1)]),
        (("24 October 2011", "1-Feb-2012", "Mar 3, 2012"),
         [date(2011, 10, 24), date(2012, 2, 1), date(2012, 3, 3)]),
        (("2026-01-31", "2026/2/1"), [date(2026, 1, 31), date(2026, 2, 1)]),
        (("01/01/2026", "02/02/2026"), [date(2026, 1, 1), date(2026, 2, 2)]),
        (("31/01/2569", "1/2/2569"), [date(2026, 1, 31), date(2026, 2, 1)]),
        (("2567-02-29", "2569-02-01"), [date(2024, 2, 29), date(2026, 2, 1)]),
        (("31 มกราคม 2569", "1 ก.พ. 2569"), [date(2026, 1, 31), date(2026, 2, 1)]),
        (("๓๑/๐๑/๒๕๖๙", "１/２/２０２６"), [date(2026, 1, 31), date(2026, 2, 1)]),
        (("2026年1月31日", "2026년 2월 1일", "2026. 2. 2."),
         [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 2)]),
        (("20260131", "2026.02.01"), [date(2026, 1, 31), date(2026, 2, 1)]),
        (("2026-W05-1", "Sat, 31 Jan 2026"), [date(2026, 1, 26), date(2026, 1, 31)]),
        (("31-Jan-26", "1/Feb/26"), [date(2026, 1, 31), date(2026, 2, 1)]),
        (("31. Januar 2026", "1. März 2026", "2. Dez. 2026"),
         [date(2026, 1, 31), date(2026, 3, 1), date(2026, 12, 2)]),
        (("1er février 2026", "2 août 2026"), [date(2026, 2, 1), date(2026, 8, 2)]),
        (("31 de enero de 2026", "1 feb 2026"), [date(2026, 1, 31), date(2026, 2, 1)]),
        (("31 января 2026", "1 de fevereiro de 2026"), [date(2026, 1, 31), date(2026, 2, 1)]),
        (("1/31/2026 12:00:00 AM", "2/1/2026 12:00:00 AM"), [date(2026, 1, 31), date(2026, 2, 1)]),
        (("1 Jan 1970", "2 Jan 1970"), [date(1970, 1, 1), date(1970, 1, 2)]),
    ],
)  # fmt: skip
def test_days(cells: tuple[str, ...], days: list[date]) -> None:
    found = column(*cells)
    assert (found.kind, found.doubt) == ("date", None)
    assert [day_of(day(cell, found.format)) for cell in cells] == days


def test_a_day_with_a_time_or_out_of_order_is_refused() -> None:
    written = Format(dates="day-first")
    for cell in (
        "01/02/2026 09:30", "12/31/2025", "2026-02-30", "40 May 2026", "1447/08/12", "1/1/0026",
        "31 Foo 2026", "2026-W05", "2026-01", "20261301", "1/31/2026 12:00 PM", "31 Jan",
    ):  # fmt: skip
        with pytest.raises(Refused):
            day(cell, written)


@given(
    st.lists(st.floats(-1e9, 1e9).map(lambda one: round(one, 2)), min_size=1, max_size=20),
    st.sampled_from([(".", ","), (",", "."), (",", " "), (".", "'"), (",", ""), (".", "")]),
)
def test_numbers_come_back_in_each_locale(values: list[float], marks: tuple[str, str]) -> None:
    point, group = marks
    cells = [f"{one:,.2f}".replace(",", "\0").replace(".", point).replace("\0", group)
             for one in values]  # fmt: skip
    found = column(*cells)
    assert found.doubt is None
    assert [number(cell, found.format) for cell in cells] == pytest.approx(values)


NEGATIVES: tuple[Callable[[str], str], ...] = (
    "-{}".format, "−{}".format, "({})".format, "{}-".format, "- {}".format,
)  # fmt: skip
DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "๐๑๒๓๔๕๖๗๘๙", "０１２３４５６７８９")


@given(
    st.lists(st.floats(-1e9, 1e9).map(lambda one: round(one, 2)), min_size=1, max_size=20),
    st.sampled_from([(".", ","), (",", "."), (",", " "), (".", "'")]),
    st.sampled_from(NEGATIVES),
    st.sampled_from(DIGITS),
)
def test_numbers_come_back_in_each_script(
    values: list[float], marks: tuple[str, str], below: Callable[[str], str], digits: str
) -> None:
    point, group = marks
    table = str.maketrans("0123456789,.", digits + group + point)
    cells = [f"{abs(one):,.2f}".translate(table) for one in values]
    cells = [below(cell) if one < 0 else cell for one, cell in zip(values, cells, strict=True)]
    found = column(*cells)
    assert found.doubt is None
    assert [number(cell, found.format) for cell in cells] == pytest.approx(values)


@given(st.lists(st.dates(date(1971, 1, 1), date(2069, 1, 1)), min_size=1, max_size=20),
       st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y"]))  # fmt: skip
def test_days_come_back_or_are_in_doubt(days: list[date], how: str) -> None:
    cells = [one.strftime(how) for one in days]
    found = column(*cells)
    read = [] if found.doubt else [day_of(day(cell, found.format)) for cell in cells]
    assert read in ([], days) or all(one.day == one.month for one in days)


def test_a_year_of_days_is_never_in_doubt() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(40)]
    assert column(*(f"{one:%d/%m/%Y}" for one in days)).format.dates == "day-first"
    assert column(*(f"{one:%m/%d/%Y}" for one in days)).format.dates == "month-first"


def test_numbers_of_another_locale_go_in(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "shop.csv"
    file.write_bytes(
        "date;Umsatz;csat\n31.12.2025;1.234,50 €;85 %\n01.01.2026;12,5 €;90,5 %\n".encode("cp1252")
    )
    result = import_file(store, file, client="acme", create=True, now=NOW, by="U1")
    assert (result.taken, result.refused) == (4, [])
    acme = store.clients.find("acme")
    assert acme
    frame = store.observations.frame(acme.id, date.min, date.max)
    assert sorted(frame["value"]) == pytest.approx([0.85, 0.905, 12.5, 1234.5])


def test_a_doubtful_file_is_refused_and_says_how_to_go_on(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "shop.csv"
    file.write_text("date,leads\n01/02/2026,5\n03/04/2026,6\n")
    with pytest.raises(FormatUnclear, match=r"“date” of the file shop\.csv.*--dates day-first"):
        import_file(store, file, client="acme", create=True, now=NOW, by="U1")
    assert store.clients.all() == []
    said = Said(dates="day-first")
    result = import_file(store, file, client="acme", create=True, now=NOW, by="U1", said=said)
    assert (result.first_day, result.last_day) == (date(2026, 2, 1), date(2026, 4, 3))


def test_of_many_metrics_some_may_be_shares(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    file.write_text(
        "date,metric,value\n2026-01-01,csat,85 %\n2026-01-01,leads,12\n2026-01-02,csat,90%\n"
        "2026-01-02,leads,14\n2026-01-03,csat,7\n2026-01-03,leads,5 %\n2026-01-04,leads,6\n"
    )
    result = import_file(store, file, client="acme", create=True, now=NOW, by="U1")
    assert [one.line for one in result.refused] == [6, 7]
    assert result.taken == 5
