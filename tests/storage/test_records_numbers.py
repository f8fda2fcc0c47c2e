"""Numbers whose columns are called otherwise: by synonym, or named by hand."""

from datetime import date
from pathlib import Path

import pytest

from storage.errors import MappedColumnMissing, MappingUnreadable
from storage.imports import import_file
from storage.shapes import Long, Wide, recognise
from storage.store import Store
from storage.values import ImportResult
from tests.storage import NOW


@pytest.mark.parametrize(
    ("header", "client"),
    [("วันที่,ลูกค้า,ตัวชี้วัด,ค่า", 1), ("日期,指标,数值", None), ("Day,Client name,KPI,Value", 1)],
)
def test_long_is_known_in_three_languages(header: str, client: int | None) -> None:
    shape = recognise("f.csv", header.split(","))
    places = (2, 3) if client else (1, 2)
    assert (shape.date, shape.client) == (0, client)
    assert shape.body == Long(places[0], places[1], None)


def test_wide_is_known_in_three_languages() -> None:
    assert recognise("f.csv", ["วันที่", "leads"]).body == Wide(((1, "leads"),))
    assert recognise("f.csv", ["客户", "日期", "leads"]).client == 0
    # One of a long table's two columns alone is a metric like any other.
    assert recognise("f.csv", ["日期", "值"]).body == Wide(((1, "值"),))
    assert recognise("f.csv", ["date", "day"]).body == Wide(((1, "day"),))


def test_columns_named_by_hand_are_kept_with_the_source(store: Store, tmp_path: Path) -> None:
    first = _bring(store, tmp_path, "When,date,leads\n2026-11-09,late,5\n", "date=When")
    assert (first.taken, first.ignored) == (1, ["date"])
    again = _bring(store, tmp_path, "leads,When\n6,2026-11-10\n")
    assert again.new == 1
    with pytest.raises(MappedColumnMissing, match=r"lacks “When”.*--map date=COLUMN"):
        _bring(store, tmp_path, "leads,day\n6,2026-11-10\n")
    assert _bring(store, tmp_path, "leads,day\n7,2026-11-11\n", "date=day").new == 1
    acme = store.clients.find("acme")
    assert acme
    frame = store.observations.frame(acme.id, date.min, date.max)
    assert frame["value"].tolist() == [5, 6, 7]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ("date=Nope", "the columns are “day”, “leads”"),
        ("date=", "cannot be left out"),
        ("agent=leads", "the fields are date, client, metric, value, weight.*--as tickets"),
    ],
)
def test_what_is_told_must_make_sense(
    store: Store, tmp_path: Path, told: str, sentence: str
) -> None:
    with pytest.raises(MappingUnreadable, match=sentence):
        _bring(store, tmp_path, "day,leads\n2026-11-09,5\n", told)


def _bring(store: Store, folder: Path, content: str, *told: str) -> ImportResult:
    file = folder / "numbers.csv"
    file.write_text(content, encoding="utf-8")
    return import_file(
        store, file, client="acme", create=True, now=NOW, by="U1", overrides=told
    )  # fmt: skip
