"""What stands in a record's cells: moments, durations, yes and no. Never a guess."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from storage.cells import UNKNOWN, Refused, number, quoted
from storage.text import clean
from storage.verbs.observations import day_number

_TIME = r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?: ?([AaPp])\.?[Mm]\.?)?"
_TIME_OF_DAY = re.compile(_TIME)
_MOMENT = re.compile(
    rf"(\d{{4}})([-/])(\d{{1,2}})\2(\d{{1,2}})(?:(?:T| +){_TIME} ?(Z|UTC|[+-]\d{{2}}:?\d{{2}})?)?"
)
_COMPACT = re.compile(r"\A((?:19|20)\d{2})(\d{2})(\d{2})\Z", re.ASCII)
_CLOCK = re.compile(r"(-?)(\d+):(\d{2}):(\d{2}(?:\.\d+)?)")
_PIECES = re.compile(r"(?:(\d+) ?d\w*)? ?(?:(\d+) ?h\w*)? ?(?:(\d+) ?m\w*)? ?(?:(\d+) ?s\w*)?")
_NOTHING = re.compile(r"[0:.\s]*|-|n/a|null", re.IGNORECASE)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split(", "))


_YES = _words(
    "y, yes, true, 1, x, resolved, closed, solved, done, completed, fixed, answered, "
    "ใช่, แก้ไขแล้ว, ปิด, ปิดแล้ว, ปิดงาน, เสร็จสิ้น, เสร็จแล้ว, รับสาย, รับสายแล้ว, "
    "是, 已解决, 已关闭, 已完成, 已处理, 已接听, 已解決, 已關閉"
)
_NO = _words(
    "n, no, false, 0, open, new, pending, on hold, on-hold, hold, in progress, waiting, reopened, "
    "unresolved, unsolved, not resolved, escalated, unanswered, not answered, missed, abandoned, "
    "ไม่, ไม่ใช่, เปิด, ใหม่, รอดำเนินการ, กำลังดำเนินการ, ยังไม่แก้ไข, ไม่ได้รับสาย, "
    "否, 未解决, 打开, 新建, 处理中, 待处理, 进行中, 未接听, 未解決, 處理中, 待處理"
)
_PAID = _words(
    "paid, paid in full, fully paid, settled, cleared, y, yes, true, 1, "
    "ชำระแล้ว, จ่ายแล้ว, ชำระเงินแล้ว, ใช่, 已付, 已付款, 已支付, 已结清, 已结算, 是, 已結清"
)
_UNPAID = _words(
    "unpaid, not paid, open, sent, issued, outstanding, overdue, past due, due, late, pending, "
    "n, no, false, 0, ค้างชำระ, ยังไม่ชำระ, รอชำระ, เกินกำหนด, ไม่, "
    "未付, 未付款, 未支付, 待付款, 待支付, 逾期, 已逾期, 否"
)


class Moment(NamedTuple):
    """A day (its number, in the client's zone) and the point in time where it is known."""

    day: int
    at: datetime | None


def text_of(cell: str) -> str | None:
    """The text, fit for every database; None where the cell is empty."""
    return clean(cell).strip() or None


@lru_cache(maxsize=1 << 16)
def moment(cell: str, zone: ZoneInfo, at: str | None = None) -> Moment | None:
    """An ISO date, or one such as 20260131, with or without a time and an offset.

    ``at`` is a time of day beside it. A time without an offset is one in ``zone``. None where the
    cell is empty; raises Refused.
    """
    plain = _COMPACT.sub(r"\1-\2-\3", cell.strip())
    match = _MOMENT.fullmatch(plain)
    if match is None:
        if is_empty(plain):
            return None
        raise Refused(
            f"{quoted(plain)} is not a date such as 2026-01-31 or 2026-01-31 09:30", "date"
        )
    try:
        day = date(int(match[1]), int(match[3]), int(match[4]))
        own = _clock(match[5], match[6], match[7], match[8]) if match[5] else None
        # Workbooks write a bare day as its midnight, where the time stands in a column beside.
        beside = None if own and own != time() else time_of_day(at)
        return _moment(day, beside or own, match[9], zone)
    except Refused:
        raise
    except (ValueError, OverflowError) as error:
        raise Refused(f"{quoted(plain)} is not a time of the calendar", "date") from error


def time_of_day(cell: str | None) -> time | None:
    """A time such as 09:30, 09:30:15 or 9:30 PM; None where there is none; raises Refused."""
    plain = (cell or "").strip()
    if is_empty(plain):
        return None
    match = _TIME_OF_DAY.fullmatch(plain)
    if match is None:
        raise Refused(f"{quoted(plain)} is not a time such as 09:30", "date")
    try:
        return _clock(match[1], match[2], match[3], match[4])
    except ValueError as error:
        raise Refused(f"{quoted(plain)} is not a time of the day", "duration") from error


def duration(cell: str, unit: float) -> float | None:
    """Seconds from H:MM:SS, ``1h 20m`` or a number of units; None if empty; raises Refused."""
    plain = cell.strip()
    if is_empty(plain):
        return None
    seconds = _duration(plain, unit)
    if seconds < 0:
        raise Refused(f"the duration {quoted(plain)} is below zero", "negative")
    return seconds


def yes(cell: str) -> bool | None:
    """Y or N, or a status such as solved or pending; None if empty; raises Refused."""
    plain = " ".join(cell.casefold().split())
    if is_empty(plain):
        return None
    if plain in _YES or plain in _NO:
        return plain in _YES
    raise Refused(f"{quoted(cell.strip())} is neither yes nor no, resolved nor open")


def paid(cell: str) -> bool | None:
    """Y or N, or a status such as paid or overdue; None if empty; raises Refused."""
    plain = " ".join(cell.casefold().split())
    if is_empty(plain):
        return None
    if plain in _PAID or plain in _UNPAID:
        return plain in _PAID
    raise Refused(f"{quoted(cell.strip())} is neither paid nor unpaid")


def count(cell: str) -> int | None:
    """A whole number, not below zero; None if empty; raises Refused."""
    value = number(cell)
    if value is None:
        return None
    if value < 0 or not value.is_integer():
        raise Refused(f"{quoted(cell.strip())} is not a count", "number")
    return int(value)


def within(cell: str, low: float, high: float) -> float | None:
    """A number from ``low`` to ``high``; None if empty; raises Refused."""
    value = number(cell)
    if value is not None and not low <= value <= high:
        raise Refused(f"{quoted(cell.strip())} is outside {low:g}–{high:g}", "number")
    return value


def is_empty(plain: str) -> bool:
    """Whether a stripped cell says nothing."""
    return plain.casefold() in UNKNOWN


def is_nothing(cell: str) -> bool:
    """Whether a cell is empty or a zero of any kind."""
    return _NOTHING.fullmatch(cell.strip()) is not None


def _clock(hour: str, minute: str, second: str | None, half: str | None) -> time:
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            raise ValueError("A clock of twelve hours goes from 1 to 12.")
        hours = hours % 12 + (12 if half in "pP" else 0)
    return time(hours, int(minute), int(second or 0))


def _moment(day: date, clock: time | None, offset: str | None, zone: ZoneInfo) -> Moment:
    if clock is None:
        return Moment(day_number(day), None)
    at = datetime.combine(day, clock, _ahead(offset) if offset else zone).astimezone(UTC)
    return Moment(day_number(at.astimezone(zone).date()), at)


def _ahead(offset: str) -> timezone:
    if offset in {"Z", "UTC"}:
        return UTC
    minutes = int(offset[1:3]) * 60 + int(offset[-2:])
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))


def _duration(plain: str, unit: float) -> float:
    clock, pieces = _CLOCK.fullmatch(plain), _PIECES.fullmatch(plain.casefold())
    if clock:
        seconds = int(clock[2]) * 3600 + int(clock[3]) * 60 + float(clock[4])
        return -seconds if clock[1] else seconds
    if pieces and any(pieces.groups()):
        sizes = (86400, 3600, 60, 1)
        return float(
            sum(int(n or 0) * size for n, size in zip(pieces.groups(), sizes, strict=True))
        )
    if re.fullmatch(r"\d+:\d{2}", plain):
        raise Refused(f"{quoted(plain)} may be minutes or hours; write it like 0:02:23", "duration")
    return (number(plain) or 0.0) * unit
