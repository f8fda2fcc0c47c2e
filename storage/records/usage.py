"""Usage events: who was in the product on each day, and what they did there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.records.daily import Spread
from storage.records.fields import field
from storage.records.kind import CLIENT, Found, Known, Owner, RecordKind
from storage.records.row import Row
from storage.shapes import metric_key_of
from storage.tables import usage_event

_LOGINS = frozenset({
    "login", "log_in", "logged_in", "login_success", "login_succeeded", "user_login",
    "user_logged_in", "signin", "sign_in", "signed_in", "user_signed_in", "session_start",
    "session_started", "เข้าสู่ระบบ", "ล็อกอิน", "ลงชื่อเข้าใช้", "登录", "登入", "登陆", "登錄", "登录成功",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class UsageEvent:
    """One row of the table ``usage_event``, without whose it is; None is what is not known."""

    ref: str
    day: int
    person: str
    at: datetime | None = None
    event: str | None = None


def read_event(row: Row, owner: Owner, ref: str) -> UsageEvent:
    """The event of one row; raises Refused."""
    at = row.needed("at", row.moment("at", owner.zone))
    person = row.needed("user", row.words("user"))
    return UsageEvent(ref, at.day, person, at.at, row.words("event"))


def observed(records: Sequence[UsageEvent], known: Known) -> Iterator[Found]:
    """Events, different people and logins of each day."""
    spread = Spread(records, lambda one: one.day)
    yield from spread.different("active_users", lambda one: one.person)
    yield from spread.count("events")
    if "event" in known.told:
        logins = {name for one in records if (name := one.event) and is_login(name)}
        yield from spread.total("logins", lambda one: float(one.event in logins))


def is_login(event: str) -> bool:
    """Whether an event's name means that somebody came in."""
    return metric_key_of(event) in _LOGINS


USAGE = RecordKind(
    key="usage",
    one="usage event",
    many="usage events",
    fields=(
        field("ref", "the event's number", "text",
              "event id, event uuid, log id, รหัสเหตุการณ์, 事件编号, 事件id, 日志编号",
              "uuid, id, 编号"),
        field("at", "when it happened", "moment",
              "event time, event timestamp, event date, timestamp, occurred at, happened at, "
              "logged at, time stamp, date time, วันเวลา, เวลาเกิดเหตุการณ์, "
              "事件时间, 发生时间, 时间戳, 操作时间, 登录时间, 事件時間, 發生時間",
              "date, time, at, day, created at, วันที่, เวลา, 日期, 时间, 時間", required=True),
        field("user", "who did it", "text",
              "user, user id, user name, username, user email, person, person id, member, "
              "member id, actor, distinct id, ผู้ใช้, รหัสผู้ใช้, ชื่อผู้ใช้, "
              "用户, 用户id, 用户名, 账号, 使用者, 用戶, 帳號", "email, อีเมล, 邮箱", required=True),
        field("event", "what it was", "text",
              "event, event name, event type, action, activity, feature, "
              "เหตุการณ์, กิจกรรม, การกระทำ, 事件, 事件名称, 操作, 动作, 行为, 功能, 事件名稱",
              "type, name"),
        CLIENT,
    ),
    telling=(("user",), ("event",), ("at",)),
    table=usage_event,
    record=UsageEvent,
    read=read_event,
    observe=observed,
    metrics=frozenset({"active_users", "events", "logins"}),
)  # fmt: skip
