"""Acme's helpdesk, ticket by ticket: the newest weeks of what the daily file tells before.

A day has as many tickets, as slow a first reply and as many good ratings as the client's series
say; the tickets spread them over people, topics and channels. Dan answers slowly, and returns
make people unhappy.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.playground.sample.days import Days, monday
from bot.playground.sample.helpdesk import Ticket, Told, answered
from bot.playground.sample.series import Series

NAME = "acme_tickets.csv"
WEEKS = 10
METRICS = ("requests", "first_response", "csat")  # the daily file tells them no longer
HEADER = (
    "ticket",
    "opened",
    "first reply",
    "closed",
    "agent",
    "topic",
    "channel",
    "location",
    "resolved",
    "rating",
    "messages",
)


def first_day(today: date) -> date:
    """The Monday from which the helpdesk tells tickets in place of days."""
    return monday(today, weeks_back=WEEKS - 1)


def tickets(days: Days, series: Sequence[Series], seed: int, until: date) -> list[Ticket]:
    """The tickets of the newest WEEKS complete weeks and of the days since.

    ``series`` are the client's, a value a day. What is closed on ``until`` or later is open yet.
    """
    end = datetime.combine(until, time())
    found = (one for told in _told(days, series) for one in answered(told, seed))
    return [_open(one) if one.closed is None or one.closed >= end else one for one in found]


def text(found: Iterable[Ticket]) -> str:
    """The tickets as a CSV file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(_cells(one) for one in found)
    return out.getvalue()


def _told(days: Days, series: Sequence[Series]) -> list[Told]:
    """What the series say of each day that has tickets."""
    known = {one.metric: one for one in series}
    requests, response, csat = (known[name] for name in METRICS)
    rated = csat.values * 0 if csat.weights is None else csat.weights
    columns = (requests.values, response.values, rated, csat.values * rated)
    rows = zip(days.dates, *columns, strict=True)
    first = first_day(days.today)
    return [
        Told(day, round(asked), reply, min(round(asked), round(ratings)), round(good))
        for day, asked, reply, ratings, good in rows
        if day >= first
    ]


def _open(ticket: Ticket) -> Ticket:
    return replace(ticket, closed=None, resolved=False)


def _cells(ticket: Ticket) -> tuple[object, ...]:
    return (
        ticket.ref,
        ticket.opened,
        ticket.opened + timedelta(seconds=ticket.reply_seconds),
        ticket.closed or "",
        ticket.agent.name,
        ticket.topic.name,
        ticket.channel.name,
        ticket.agent.place,
        "Y" if ticket.resolved else "N",
        ticket.rating or "",
        ticket.messages,
    )
