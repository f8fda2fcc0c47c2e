"""What the sample's files say, read without the import they are made for."""

import csv
import io
from collections import defaultdict
from datetime import date, datetime
from functools import cache

from hypothesis import strategies as st

from bot.playground.sample.days import week
from bot.playground.sample.faults import HAND_TYPED
from bot.playground.sample.generate import SampleFile, files

TODAY = date(2026, 11, 21)
WITH_WEIGHT = {"first_response", "resolution_rate", "csat", "nps", "adoption"}
METRICS = {
    "acme": {"sessions", "leads", "orders", "revenue", "spend", "requests"}
    | {"first_response", "csat", "adoption", "training_completed", "invoices_overdue"},
    "borealis": {"requests", "first_response", "resolution_rate", "csat", "nps", "backlog"}
    | {"adoption", "training_completed"},
    "cmcoffee": {"sessions", "orders", "revenue", "returning_visits", "csat"}
    | {"newsletter_signups"},
}
Row = tuple[str, date, str, str, str]
anyday = st.dates(date(2015, 1, 1), date(2040, 12, 31))


def rows(file: SampleFile) -> list[Row]:
    """A file's values as (client, day, metric, value, weight), whatever its shape."""
    lines = list(csv.DictReader(io.StringIO(file.text)))
    if file.holds == "tickets":
        return _days_of(file.client or "", lines)
    if file.client is None:
        return [
            (
                line["client"],
                date.fromisoformat(line["date"]),
                line["metric"],
                line["value"],
                line["weight"],
            )
            for line in lines
        ]
    return [
        (file.client, date.fromisoformat(line["Date"]), name.lower().replace(".", "_"), text, "")
        for line in lines
        for name, text in line.items()
        if name != "Date"
    ]


@cache
def tickets(today: date = TODAY) -> list[dict[str, str]]:
    """The lines of the ticket file."""
    (file,) = (file for file in files(today) if file.holds == "tickets")
    return list(csv.DictReader(io.StringIO(file.text)))


def reply_seconds(ticket: dict[str, str]) -> float:
    opened, replied = (datetime.fromisoformat(ticket[name]) for name in ("opened", "first reply"))
    return (replied - opened).total_seconds()


def _days_of(client: str, lines: list[dict[str, str]]) -> list[Row]:
    """What tickets say of the day they were opened on, as a daily file would."""
    days: dict[date, list[dict[str, str]]] = defaultdict(list)
    for line in lines:
        days[datetime.fromisoformat(line["opened"]).date()].append(line)
    return [row for day, found in days.items() for row in _of_day(client, day, found)]


def _of_day(client: str, day: date, found: list[dict[str, str]]) -> list[Row]:
    ratings = [int(line["rating"]) for line in found if line["rating"]]
    happy = sum(rating >= 4 for rating in ratings) / len(ratings)
    mean = sum(reply_seconds(line) for line in found) / len(found)
    return [
        (client, day, "requests", str(len(found)), ""),
        (client, day, "first_response", f"{mean:.0f}", str(len(found))),
        (client, day, "csat", f"{happy:.4f}", str(len(ratings))),
    ]


def last_delivery(today: date, seed: int = 2026) -> list[Row]:
    """All values as they stand after the last delivery of each file."""
    newest = {file.name: file for file in files(today, seed)}
    return [row for file in newest.values() for row in rows(file)]


@cache
def known(today: date) -> dict[tuple[str, str, date], tuple[float, float]]:
    """(client, metric, day) → (value, weight or 1), without the refused and the empty cells."""
    return {
        (client, name, day): (float(value), float(weight or 1))
        for client, day, name, value, weight in last_delivery(today)
        if value not in ("", HAND_TYPED)
    }


def of_week(today: date, client: str, name: str, weeks_back: int) -> float:
    """A metric's weekly value: the sum, or the weighted mean."""
    span = week(today, weeks_back)
    days = [
        pair
        for (who, what, day), pair in known(today).items()
        if (who, what) == (client, name) and day in span
    ]
    if name not in WITH_WEIGHT:
        return sum(value for value, _ in days)
    return sum(value * weight for value, weight in days) / sum(weight for _, weight in days)
