"""Usage events: who was there, and what they did."""

from pathlib import Path

import pytest

from storage.store import Store
from tests.storage.records_house import House

LOG = (
    "event id,timestamp,user,event\n"
    "1,2026-11-09 09:00,ann,Login\n"
    "2,2026-11-09 09:05,ann,view\n"
    "3,2026-11-09 10:00,bob,signed-in\n"
    "4,2026-11-11 10:00,bob,view\n"
)


@pytest.fixture
def product(store: Store, tmp_path: Path) -> House:
    """A product of acme, which does not exist yet."""
    return House(store, tmp_path, "usage")


def test_people_logins_and_events(product: House) -> None:
    done = product.bring(LOG)
    assert (done.taken, done.lacks) == (4, [])
    assert product.days("active_users") == {"2026-11-09": 2, "2026-11-10": 0, "2026-11-11": 1}
    assert product.days("logins") == {"2026-11-09": 2, "2026-11-10": 0, "2026-11-11": 0}
    assert product.days("events") == {"2026-11-09": 3, "2026-11-10": 0, "2026-11-11": 1}


def test_without_names_of_events_logins_are_unknown(product: House) -> None:
    done = product.bring("timestamp,user\n2026-11-09,ann\n")
    assert (done.gives, done.lacks) == (["active_users", "events"], ["logins"])


def test_a_pause_of_a_week_is_unknown(product: House) -> None:
    product.bring("timestamp,user\n2026-11-01,ann\n2026-11-09,ann\n")
    assert product.days("events") == {"2026-11-01": 1, "2026-11-09": 1}


def test_thai_and_chinese_columns_and_logins_are_known(product: House) -> None:
    product.bring("时间戳,用户,事件\n2026-11-09,王,登录\n2026-11-09,王,浏览\n", name="zh.csv")
    assert product.days("logins") == {"2026-11-09": 1}
    thai = product.plan("วันเวลา,ผู้ใช้,เหตุการณ์\n2026-11-09,ก,เข้าสู่ระบบ\n")
    assert list(thai.mapping.columns) == ["at", "user", "event"]


def test_an_event_of_nobody_is_refused(product: House) -> None:
    done = product.bring("timestamp,user,event\n2026-11-09,,view\n2026-11-09,ann,view\n")
    assert [(one.line, one.reason) for one in done.refused] == [(2, "user is empty")]
