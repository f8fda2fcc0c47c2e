"""The files that the sample's clients would send: generated, same seed and day, same bytes."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bot.playground.sample import acme, borealis, cmcoffee, success, tickets
from bot.playground.sample.csv_text import Line, lines, long, texts, wide
from bot.playground.sample.days import Days
from bot.playground.sample.faults import HAND_TYPED, Cell, Faults

WEB_HEADER = ("Date", "Sessions", "Returning.Visits", "Newsletter.Signups")


@dataclass(frozen=True)
class SampleFile:
    """One delivered file: its name, its CSV text, and the client to name at the import.

    ``client`` is None where the file names its client in each line. ``holds`` tells figures of
    days from single tickets.
    """

    name: str
    text: str
    client: str | None
    holds: Literal["numbers", "tickets"] = "numbers"


def files(today: date, seed: int = 2026) -> list[SampleFile]:
    """Every file in the order of delivery; LENGTH days that end the day before ``today``.

    The same ``today`` and ``seed`` give the same bytes. On another day the window moves; days in
    both windows keep their values except where an event or a fault moved with it. Percentages
    are fractions of 1, durations seconds; ``faults.Faults`` says what is wrong with the files.
    ``today`` must lie after 2002.
    """
    days, faults = Days(today), Faults(today)
    return [
        _acme(days, faults, seed),
        *_borealis(days, faults, seed),
        SampleFile(
            "cmcoffee_shop.csv",
            long(lines(cmcoffee.SLUG, days, cmcoffee.shop(days, seed))),
            None,
        ),
        _cmcoffee_web(days, faults, seed),
        SampleFile(success.NAME, long(success.rows(days, seed)), None),
        helpdesk(today, today, seed),
    ]


def helpdesk(today: date, until: date, seed: int = 2026) -> SampleFile:
    """Acme's tickets as told on ``today``, with those closed before ``until`` closed."""
    days = Days(today)
    found = tickets.tickets(days, acme.series(days, seed), seed, until)
    return SampleFile(tickets.NAME, tickets.text(found), acme.SLUG, "tickets")


def _acme(days: Days, faults: Faults, seed: int) -> SampleFile:
    told = lines(acme.SLUG, days, acme.series(days, seed))
    rows = [row for row in told if not _is_told_by_tickets(row, days)]
    return SampleFile("acme_daily.csv", long(_with(rows, faults.unreadable, HAND_TYPED)), None)


def _borealis(days: Days, faults: Faults, seed: int) -> list[SampleFile]:
    rows = lines(borealis.SLUG, days, borealis.series(days, seed))
    right = [row for row in rows if not _lost(row, faults)]
    slip = next(row for row in right if _stands_at(row, faults.slipped_digit))
    wrong = _with(right, faults.slipped_digit, slip.value + "0")
    return [SampleFile("borealis_helpdesk.csv", long(rows), None) for rows in (wrong, right)]


def _cmcoffee_web(days: Days, faults: Faults, seed: int) -> SampleFile:
    *counted, signups = (texts(one) for one in cmcoffee.web(days, seed))
    since = faults.counted_since
    known = [text if day >= since else "" for day, text in zip(days.dates, signups, strict=True)]
    return SampleFile("cmcoffee_web.csv", wide(WEB_HEADER, days, [*counted, known]), cmcoffee.SLUG)


def _with(rows: list[Line], cell: Cell, text: str) -> list[Line]:
    return [replace(row, value=text) if _stands_at(row, cell) else row for row in rows]


def _stands_at(row: Line, cell: Cell) -> bool:
    return (row.client, row.day, row.metric) == (cell.client, cell.day, cell.metric)


def _is_told_by_tickets(row: Line, days: Days) -> bool:
    return row.metric in tickets.METRICS and row.day >= tickets.first_day(days.today)


def _lost(row: Line, faults: Faults) -> bool:
    surveyed = row.metric == "csat" and row.day in faults.survey_down
    return surveyed or row.day in faults.missing_days
