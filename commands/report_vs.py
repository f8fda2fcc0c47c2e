"""`report … vs PERIOD`: the figures of two periods side by side."""

from datetime import timedelta
from typing import TYPE_CHECKING

from commands.answer import Answer, Table, Text, say
from commands.report_asked import Asked
from commands.report_buttons import short
from commands.report_data import days, records
from commands.report_shown import shown
from commands.request import Request
from reports import periods
from reports.errors import Expected
from reports.model import Period
from reports.words import change, status_sign, status_word
from storage.store import Store

if TYPE_CHECKING:
    from reports.compare import Compared, Comparison

HABIT = timedelta(days=91)  # of data before both, from which missing days are told


class SamePeriod(Expected):
    """That is {label} against itself; name another period behind “vs”."""


def against(request: Request, asked: Asked, store: Store) -> Answer:
    """A table of both periods; the one before where none is named. Raises UnreadablePeriod,
    FuturePeriod, SamePeriod."""
    words = asked.words.against
    that = periods.parse(words, asked.today) if words else periods.previous(asked.period)
    if (that.start, that.end) == (asked.period.start, asked.period.end):
        raise SamePeriod(label=that.label)
    answer = _answer(asked, that, store)
    return shown(request, asked, lambda _audience: answer)


def _answer(asked: Asked, that: Period, store: Store) -> Answer:
    found, this = _compared(asked, that, store), asked.period
    title = f"{asked.client.name}: {this.label}, against {that.label}."
    if not found.rows:
        return say(f"{title} There is no data for either.")
    names = (short(this), short(that))
    named = names if names[0] != names[1] else (this.label, that.label)
    columns = ("Metric", *named, "Change", "Status")
    rows = tuple(_row(row, asked.client.currency) for row in found.rows)
    parts = (Text((title,)), Table(f"{named[0]} against {named[1]}", columns, rows))
    quiet = _quiet(found)
    return Answer((*parts, Text((quiet,), quiet=True)) if quiet else parts)


def _compared(asked: Asked, that: Period, store: Store) -> "Comparison":
    # The core brings pandas, which the process that acknowledges Slack must never load.
    from reports.compare import compare

    first = min(asked.period.start, that.start) - HABIT
    last = max(asked.period.end, that.end)
    frame = days(asked, store, first, last)
    told = records(asked, store, frame, first, last)
    return compare(frame, asked.period, that, asked.today, asked.catalogue, told)


def _row(row: "Compared", currency: str) -> tuple[str, ...]:
    figure = row.figure
    return (
        figure.label,
        row.this.words(currency),
        row.that.words(currency),
        change(figure),
        f"{status_sign(figure.status)} {status_word(figure.status)}",
    )


def _quiet(found: "Comparison") -> str:
    from reports.cases import CARE

    return " ".join((*found.notes, CARE) if found.shaky else found.notes)
