"""Importing files: what goes in, what is refused, and what a second time changes."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import merge
from storage.engine import reading
from storage.errors import ClientNamedTwice, NoClient, UnknownClient
from storage.imports import import_file
from storage.store import Store
from storage.text import clean
from storage.values import ImportResult, Refusal
from tests.storage import NOW

FIRST, LAST = date(2000, 1, 1), date(2030, 1, 1)
Bring = Callable[..., ImportResult]


@pytest.fixture
def bring(store: Store, tmp_path: Path) -> Bring:
    """Write a file and import it; ``client`` and ``create`` as in import_file."""

    def _bring(
        content: str, *, client: str | None = None, create: bool = True, name: str = "data.csv"
    ) -> ImportResult:
        file = tmp_path / name
        file.write_text(content, encoding="utf-8", newline="")
        return import_file(store, file, client=client, create=create, now=NOW, by="U1")

    return _bring


def stored(store: Store, slug: str) -> list[tuple[str, str, float]]:
    """(metric, day, value) of all that is stored for a client."""
    client = store.clients.find(slug)
    assert client is not None
    frame = store.observations.frame(client.id, FIRST, LAST)
    days = frame["day"].dt.strftime("%Y-%m-%d")
    return list(zip(frame["metric"], days, frame["value"], strict=True))


def count(store: Store, table: str) -> int:
    """How many rows a table has."""
    with reading(store.engine) as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608


def test_a_long_file(store: Store, bring: Bring) -> None:
    result = bring(
        "Client,Date,Metric,Value,Weight\n"
        "acme,2026-01-01,CSAT,0.9,10\n"
        "acme,2026-01-02,CSAT,0.8,\n"
        "Beta Ltd,2026-01-01,Widgets Sold,3,\n"
    )
    assert (result.source, result.rows_read, result.taken, result.new) == ("data", 3, 3, 3)
    assert (result.first_day, result.last_day) == (date(2026, 1, 1), date(2026, 1, 2))
    assert result.new_clients == result.clients == ["acme", "beta-ltd"]
    assert result.new_metrics == ["widgets_sold"]
    assert result.refused == []
    client = store.clients.find("ACME")
    assert client is not None
    frame = store.observations.frame(client.id, FIRST, LAST)
    assert frame["weight"].tolist()[0] == 10
    assert frame["weight"].isna().tolist() == [False, True]
    assert set(frame["source"]) == {"data"}
    assert store.clients.find("beta ltd") is not None


def test_a_wide_file_in_other_dress(store: Store, bring: Bring) -> None:
    result = bring('\ufeffDate;Page.Loads;"Ünique\tVisits"\r\n2026/01/01;5;-\r\n', client="acme")
    assert (result.taken, result.unknown, result.new_clients) == (1, 1, ["acme"])
    assert stored(store, "acme") == [("page_loads", "2026-01-01", 5.0)]
    tabbed = bring("date\tpage_loads\tClient\n2026-01-02\t6\tacme\n", name="tabs.tsv")
    assert tabbed.taken == 1
    assert len(stored(store, "acme")) == 2


def test_what_is_refused_is_named_with_its_line(store: Store, bring: Bring) -> None:
    result = bring(
        "client,date,metric,value,weight\n"
        'acme,2026-01-01,sessions,"1,234",\n'
        "acme,01.02.2026,sessions,5,\n"
        "\n"
        "acme,2026-01-03,sessions,12 %,\n"
        "acme,2026-01-03,!!!,12,\n"
        "acme,2026-01-03,sessions,n/a,\n"
        "acme,2026-01-03,sessions\n"
        ",,,,\n"
        ",2026-01-03,sessions,5,\n"
        "acme,2026-01-04,sessions,5,-1\n"
        "acme,2026-01-04,sessions,5,x\n"
        '"acme\n",2026-01-05,sessions,6,\n'
        "acme,2026-01-06,sessions,$5,\n"
    )
    lines = {one.line: one.reason for one in result.refused}
    assert list(lines) == [2, 3, 5, 6, 8, 10, 11, 12, 15]
    assert "“1,234” is not a plain number" in lines[2]
    assert "“01.02.2026” is not a date" in lines[3]
    assert "“12 %”" in lines[5]
    assert "“!!!” cannot name a metric" in lines[6]
    assert "3 columns where the first line has 5" in lines[8]
    assert "client is missing" in lines[10]
    assert "weight -1 is below zero" in lines[11]
    assert "“$5”" in lines[15]
    assert (result.taken, result.unknown, result.rows_read) == (1, 1, 11)
    assert result.refused_count == 9
    assert stored(store, "acme") == [("sessions", "2026-01-05", 6.0)]


def test_one_bad_cell_of_a_wide_row_costs_that_cell_only(store: Store, bring: Bring) -> None:
    result = bring("date,leads,spend\n2026-01-01,4,€9\n2026-13-01,1,2\n", client="acme")
    assert [one.line for one in result.refused] == [2, 3]
    assert result.refused[0].reason.startswith("spend: “€9”")
    assert stored(store, "acme") == [("leads", "2026-01-01", 4.0)]


def test_unknown_clients_are_not_made_unasked(store: Store, bring: Bring) -> None:
    store.clients.add("acme", "Acme", now=NOW)
    content = "client,date,metric,value\nacme,2026-01-01,leads,1\nacmee,2026-01-01,leads,2\n"
    result = bring(content, create=False)
    assert result.refused == [
        Refusal(3, "there is no client “acmee”; correct it, or import with --create", "client")
    ]
    assert result.new_clients == []
    assert [one.slug for one in store.clients.all()] == ["acme"]
    assert bring(content, create=True).new_clients == ["acmee"]


def test_a_client_is_not_made_for_rows_that_are_refused(store: Store, bring: Bring) -> None:
    result = bring("date,leads\n2026-01-01,one\n2026-01-02,\n", client="acme")
    assert (result.taken, result.refused_count, result.unknown) == (0, 1, 1)
    assert (result.first_day, result.clients) == (None, [])
    assert store.clients.all() == []


def test_whose_numbers_must_be_said_once(store: Store, bring: Bring) -> None:
    wide, long = "date,leads\n2026-01-01,1\n", "client,date,metric,value\n"
    with pytest.raises(NoClient, match=r"data\.csv"):
        bring(wide)
    with pytest.raises(NoClient):
        bring(wide, client="  ")
    with pytest.raises(UnknownClient, match=r"“acme”.*--create"):
        bring(wide, client="acme", create=False)
    with pytest.raises(ClientNamedTwice):
        bring(long, client="acme")
    assert store.imports.recent(5) == []


def test_the_same_file_twice_changes_nothing(store: Store, bring: Bring) -> None:
    content = "client,date,metric,value,weight\na,2026-01-01,csat,1,\na,2026-01-02,csat,2,3\n"
    first, second = bring(content), bring(content)
    assert (first.new, first.changed, first.unchanged) == (2, 0, 0)
    assert (second.new, second.changed, second.unchanged, second.taken) == (0, 0, 2, 2)
    assert (second.new_metrics, second.new_clients) == ([], [])
    assert count(store, "observation_journal") == 0
    runs = store.imports.recent(5)
    assert [(one.rows_taken, one.rows_changed, one.by) for one in runs] == [(2, 0, "U1")] * 2
    assert runs[0].digest == runs[1].digest
    assert len(runs[0].digest) == 64


def test_a_replaced_value_goes_to_the_journal(store: Store, bring: Bring) -> None:
    bring("date,leads,spend\n2026-01-01,1,10\n2026-01-02,2,20\n", client="acme")
    result = bring("date,leads,spend\n2026-01-01,1,11\n2026-01-03,3,\n", client="acme")
    assert (result.taken, result.new, result.changed, result.unchanged) == (3, 1, 1, 1)
    with reading(store.engine) as connection:
        kept = connection.execute(
            text("SELECT value, weight, import_id, replaced_by, day FROM observation_journal")
        ).all()
        owners = connection.execute(
            text("SELECT import_id, count(*) FROM observation GROUP BY 1 ORDER BY 1")
        )
        assert owners.all() == [(1, 3), (2, 2)]
    assert kept == [(10.0, None, 1, 2, 20454)]
    assert ("spend", "2026-01-01", 11.0) in stored(store, "acme")
    assert store.imports.recent(1)[0].rows_changed == 1


def test_a_changed_weight_is_a_change(store: Store, bring: Bring) -> None:
    head = "client,date,metric,value,weight\n"
    bring(head + "a,2026-01-01,csat,1,\n")
    assert bring(head + "a,2026-01-01,csat,1,5\n").changed == 1
    assert bring(head + "a,2026-01-01,csat,1,5\n").changed == 0
    assert bring(head + "a,2026-01-01,csat,1,\n").changed == 1
    assert count(store, "observation_journal") == 2


def test_sources_keep_their_own_values(store: Store, bring: Bring) -> None:
    bring("date,leads\n2026-01-01,1\n", client="acme", name="crm.csv")
    result = bring("date,leads\n2026-01-01,2\n", client="acme", name="ads.csv")
    assert (result.new, result.changed) == (1, 0)
    assert sorted(value for _, _, value in stored(store, "acme")) == [1, 2]


def test_the_same_twice_in_a_file_counts_once(store: Store, bring: Bring) -> None:
    result = bring("date,leads\n2026-01-01,1\n2026-01-02,2\n2026/01/01,1.0\n", client="acme")
    assert (result.taken, result.repeated, result.refused) == (2, 1, [])
    assert len(stored(store, "acme")) == 2


def test_what_contradicts_itself_is_refused_on_every_line(store: Store, bring: Bring) -> None:
    result = bring(
        "client,date,metric,value,weight\n"
        "a,2026-01-01,Leads,1,\n"
        "A,2026-01-01,leads,2,\n"
        "a,2026-01-02,csat,1,5\n"
        "a,2026-01-02,csat,1,\n"
        "a,2026-01-03,leads,7,\n"
        "a,2026-01-01,leads,1,\n"
    )
    reason = "leads of a on 2026-01-01 has different values on lines 2, 3, 7"
    assert [(one.line, one.reason) for one in result.refused if one.line in {2, 3, 7}] == [
        (line, reason) for line in (2, 3, 7)
    ]
    assert [one.line for one in result.refused] == [2, 3, 4, 5, 7]
    assert (result.taken, result.repeated, result.refused_count) == (1, 0, 5)
    assert stored(store, "a") == [("leads", "2026-01-03", 7.0)]
    assert store.imports.recent(1)[0].rows_refused == 5


def test_columns_that_are_not_read_are_named(bring: Bring) -> None:
    result = bring("client,date,metric,value,Remark\na,2026-01-01,leads,1,hm\n")
    assert result.ignored == ["Remark"]


def test_many_slices_bring_in_the_same(
    store: Store, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge, "SLICE_ROWS", 7)
    rows = [f"{FIRST + timedelta(days=one)},{one},{one * 2}" for one in range(50)]
    content = "\n".join(["date,leads,spend", *reversed(rows), rows[0]])
    result = bring(content, client="acme")
    assert (result.taken, result.new, result.repeated) == (100, 100, 2)
    assert len(stored(store, "acme")) == 100
    assert bring(content, client="acme").unchanged == 100
    assert store.imports.recent(1)[0].rows_taken == 100


def test_progress_ends_with_everything(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    file.write_text("date,leads\n2026-01-01,1\n\n2026-01-02,x\n")
    seen: list[tuple[int, int]] = []
    import_file(
        store, file, client="a", create=True, now=NOW, by="U1",
        progress=lambda done, total: seen.append((done, total)),
    )  # fmt: skip
    assert (seen[0], seen[-1]) == ((0, 2), (2, 2))


def test_any_text_can_be_a_clients_name_in_a_file(
    store: Store, tmp_path: Path, naughty: list[str]
) -> None:
    names = [name for name in naughty if name.strip() and name == clean(name)]
    file = tmp_path / "names.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["client", "date", "metric", "value"])
        rows.writerows(
            [name, f"{FIRST + timedelta(days=n)}", "leads", n] for n, name in enumerate(names)
        )
    result = import_file(store, file, client=None, create=True, now=NOW, by="U1")
    assert (result.taken, result.refused) == (len(names), [])
    found = [store.clients.find(name) for name in names]
    assert {one.slug for one in found if one} == set(result.new_clients) == set(result.clients)
    assert all(found)


@pytest.mark.realdata
def test_the_recorded_daily_visitors_go_in_whole(store: Store, real_data: Path) -> None:
    file = real_data / "web" / "daily_visitors.csv"
    result = import_file(store, file, client="acme", create=True, now=NOW, by="U1")
    lines = file.read_text().splitlines()[1:]
    assert (result.rows_read, result.taken, result.refused) == (len(lines), 4 * len(lines), [])
    assert (result.new_metrics, result.new_clients) == ([], ["acme"])
    assert sum(value for key, _, value in stored(store, "acme") if key == "page_loads") == sum(
        float(line.split(",")[1]) for line in lines
    )


def test_amounts_in_anothers_currency_are_no_figures_of_the_client(
    store: Store, tmp_path: Path
) -> None:
    store.clients.add("acme", "Acme", now=NOW, currency="USD")
    for sign, taken in (("€", 0), ("£", 0), ("$", 2), ("US$", 2), ("EUR ", 0)):
        file = tmp_path / f"spend{ord(sign[0])}{len(sign)}.csv"
        file.write_text(f"date,spend,leads\n2026-11-01,{sign}12.50,3\n2026-11-02,{sign}13.00,4\n")
        done = import_file(store, file, client="acme", create=False, now=NOW, by="test")
        assert done.taken == taken + 2, sign  # the leads are taken in any case
        assert done.refused_count == 2 - taken, sign
        if not taken:
            said = f"spend: its amounts are in {sign.strip()}, while the figures of acme are in USD"
            assert done.refused[0].reason == said
