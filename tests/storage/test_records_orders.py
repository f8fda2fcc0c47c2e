"""Orders: what was sold, to whom, and who came back."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.store import Store, open_store
from storage.tables import purchase
from tests.databases import Databases, leave_empty
from tests.storage import NOW
from tests.storage.records_house import House

HEAD = "order id,date,customer,amount,channel\n"
ROWS = (
    "1,2026-11-09 09:00,ann,10,web\n"
    "2,2026-11-09 18:00,ann,20,web\n"
    "3,2026-11-09,bob,,shop\n"
    "4,2026-11-11,ann,5.5,shop\n"
    "5,2026-11-11,,1,shop\n"
    "6,2026-11-11,cy,-2,web\n"
)


@pytest.fixture
def shop(store: Store, tmp_path: Path) -> House:
    """Orders of acme, which does not exist yet."""
    return House(store, tmp_path, "orders")


def test_orders_revenue_and_who_came_back(shop: House) -> None:
    done = shop.bring(HEAD + ROWS)
    assert (done.taken, done.refused, done.lacks) == (6, [], [])
    assert shop.days("orders") == {"2026-11-09": 3, "2026-11-10": 0, "2026-11-11": 3}
    assert shop.days("revenue") == {"2026-11-09": 30, "2026-11-10": 0, "2026-11-11": 4.5}
    assert shop.weighted("order_value") == pytest.approx(34.5 / 5)  # one is not known
    assert shop.days("buyers") == {"2026-11-09": 2, "2026-11-10": 0, "2026-11-11": 2}
    # Two orders on somebody's first day are no return; an order of nobody known does not count.
    assert shop.days("repeat_purchase_rate")["2026-11-11"] == 0.5
    assert shop.weighted("repeat_purchase_rate") == 1 / 5


def test_what_the_file_lacks_is_unknown(shop: House) -> None:
    done = shop.bring("order id,date\n1,2026-11-09\n")
    assert (done.gives, shop.days("revenue")) == (["orders"], {})
    assert done.lacks == ["revenue", "order_value", "buyers", "repeat_purchase_rate"]


def test_days_are_those_of_the_client(shop: House) -> None:
    shop.store.clients.add("acme", "Acme", now=NOW, tz="Asia/Shanghai")
    shop.bring("order id,date\n1,2026-11-09T20:00:00Z\n2,2026-11-10 01:00\n")
    assert shop.days("orders") == {"2026-11-10": 2}


def test_thai_and_chinese_columns_are_known(shop: House) -> None:
    thai = shop.plan("เลขที่คำสั่งซื้อ,วันที่สั่งซื้อ,รหัสลูกค้า,ยอดขาย,ช่องทาง\n1,2026-11-09,a,5,web\n")
    chinese = shop.plan("订单号,下单时间,会员编号,实付金额,渠道\n1,2026-11-09 09:00,a,5,web\n")
    keys = ["ref", "at", "customer", "amount", "channel"]
    assert list(thai.mapping.columns) == list(chinese.mapping.columns) == keys


def test_rows_without_numbers_are_told_apart_by_what_they_say(shop: House) -> None:
    content = "date,customer,amount\n2026-11-09,ann,5\n2026-11-09,ann,5\n2026-11-09,bob,5\n"
    assert shop.bring(content).new == 3
    assert shop.days("orders") == {"2026-11-09": 3}
    again = shop.bring("amount,customer,date\n5,bob,2026-11-09\n5,ann,2026-11-09\n")
    assert (again.new, again.unchanged) == (0, 2)
    assert shop.bring(content + "2026-11-09,ann,5\n").new == 1
    assert shop.days("revenue") == {"2026-11-09": 20}


@pytest.mark.realdata
def test_a_real_shop_adds_up(shop: House, real_data: Path) -> None:
    whole = pd.read_csv(real_data / "churn" / "cdnow_orders.txt", sep=r"\s+", dtype=str)
    assert len(whole) == 69_659, "all of them take a minute"
    orders = whole[whole["customer_id"].str.endswith(("1", "6"))].copy()  # a fifth
    assert len(orders) > 10_000
    done = shop.bring(orders.to_csv(index=False), name="cdnow.csv")
    assert (done.taken, done.refused_count) == (len(orders), 0)
    orders["day"] = pd.to_datetime(orders["date"]).dt.strftime("%Y-%m-%d")
    orders["value"] = orders["dollar_value"].astype(float)
    by_day = orders.groupby("day")
    assert shop.days("orders") == by_day.size().astype(float).to_dict()
    assert shop.days("revenue") == pytest.approx(by_day["value"].sum().to_dict())
    assert shop.days("buyers") == by_day["customer_id"].nunique().astype(float).to_dict()
    first = orders.groupby("customer_id")["day"].transform("min")
    came_back = (first < orders["day"]).groupby(orders["day"]).mean()
    assert shop.days("repeat_purchase_rate") == pytest.approx(came_back.to_dict())
    assert shop.weighted("order_value") == pytest.approx(orders["value"].mean())
    again = shop.bring(orders.iloc[:, :4].to_csv(index=False), name="cdnow.csv")
    assert (again.new, again.changed, again.unchanged) == (0, 0, len(orders))


_ORDERS = st.lists(
    st.tuples(
        st.integers(9, 28),
        st.sampled_from(["ann", "bob", "cy", ""]),
        st.one_of(st.none(), st.integers(-(10**6), 10**6).map(lambda cents: cents / 100)),
    ),
    min_size=1,
    max_size=12,
)


@settings(
    max_examples=12, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(orders=_ORDERS, data=st.data())
def test_however_a_file_is_split_the_figures_are_the_same(
    databases: Databases, tmp_path: Path, orders: list[tuple[int, str, float | None]],
    data: st.DataObject,
) -> None:  # fmt: skip
    lines = [
        f"{place},2026-11-{day:02},{who},{'' if amount is None else amount},web\n"
        for place, (day, who, amount) in enumerate(orders)
    ]
    shuffled = data.draw(st.permutations(lines))
    cut = data.draw(st.integers(0, len(lines)))
    files = data.draw(st.permutations([shuffled[:cut], shuffled[cut:], lines[: cut // 2]]))
    seen, rows = [], []
    for parts in ([lines], files):
        with open_store(databases.fresh("empty", leave_empty)) as store:
            shop = House(store, tmp_path, "orders")
            for part in parts:
                shop.bring(HEAD + "".join(part), name="orders.csv")
            seen.append(shop.seen())
            rows.append([_own(row) for row in shop.records(purchase)])
    assert seen[0] == seen[1]
    assert rows[0] == rows[1]


def _own(row: object) -> dict[str, object]:
    assert isinstance(row, dict)
    return {key: value for key, value in row.items() if key not in {"id", "import_id"}}
