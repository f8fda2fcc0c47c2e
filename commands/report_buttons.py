"""The buttons under a report: each is a command that looks closer."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from commands.answer import Answer, Button, Buttons, Menu, ReportPart
from commands.privacy import room_audience
from commands.report_asked import Asked, newest_day
from commands.request import Request
from reports import periods
from reports.model import Audience, Period
from storage.store import Store

WRONG = frozenset({"left_out", "excluded", "doubtful", "tickets", "decided"})  # notices of the data
FOUR_WEEKS, WEEK = timedelta(weeks=4), timedelta(weeks=1)


def with_buttons(request: Request, asked: Asked, answer: Answer, store: Store) -> Answer:
    """The answer with a row of buttons under each report in it.

    A terminal shows reports alone, but says where the newest data is.
    """
    aside = answer.aside and _under(request, asked, answer.aside, store, private=True)
    return replace(_under(request, asked, answer, store, private=False), aside=aside)


def short(period: Period) -> str:
    """``Week 46``, ``October 2026``: a period's label without the days behind it."""
    return period.label.split(",")[0]


def note_button(asked: Asked) -> Button:
    """The form in which the team writes down what explains the period."""
    args = f"{asked.client.slug} --period {periods.code(asked.period)}"
    return Button("Add a note", "note", args)


def _under(
    request: Request, asked: Asked, answer: Answer, store: Store, *, private: bool
) -> Answer:
    reports = answer.reports()
    if not reports:
        return answer
    row = list(_newest(asked, reports[0], store))
    if request.door != "terminal":
        row += _closer(request, asked, reports[0], store, private=private)
    return replace(answer, parts=(*answer.parts, Buttons(tuple(row)))) if row else answer


def _newest(asked: Asked, part: ReportPart, store: Store) -> Iterator[Button | Menu]:
    if _empty(part):
        newest = periods.week_of(newest_day(store, asked.client), asked.period.end)
        words = f"{asked.client.slug} {periods.code(newest)}"
        yield Button(f"Newest data: {newest.label}", "report", words)


def _closer(
    request: Request, asked: Asked, part: ReportPart, store: Store, *, private: bool
) -> Iterator[Button | Menu]:
    """At most seven; where outsiders read along, only those whose answers are for everybody."""
    yield from _along(asked)
    if not _empty(part):
        yield Menu("Compare with…", tuple(_comparisons(asked)))
    if part.audience is not Audience.INTERNAL or (request.place.external and not private):
        return
    kinds = () if _empty(part) else store.observations.kinds(asked.client.id)
    if kinds:
        choices = (Button(kind.capitalize(), "report", asked.again(f"by {kind}")) for kind in kinds)
        yield Menu("By…", tuple(choices))
    yield note_button(asked)
    if any(notice.kind in WRONG for notice in part.report.notices):
        yield Button("Look at the data", "data", asked.client.slug)
    yield from _for_others(request, asked, private=private)


def _along(asked: Asked) -> Iterator[Button]:
    """The period before, and the one after if it has begun."""
    earlier, later = periods.previous(asked.period), periods.following(asked.period)
    yield Button(f"← {short(earlier)}", "report", asked.again(period=earlier))
    if later.start <= asked.today:
        yield Button(f"{short(later)} →", "report", asked.again(period=later))


def _comparisons(asked: Asked) -> Iterator[Button]:
    seen = set()
    for words, other in _earlier(asked.period):
        code = periods.code(other)
        if code not in seen:
            yield Button(f"{words}: {other.label}", "report", asked.again(f"vs {code}"))
        seen.add(code)


def _earlier(period: Period) -> Iterator[tuple[str, Period]]:
    unit = "period" if period.grain == "range" else period.grain
    yield f"The {unit} before", periods.previous(period)
    if period.grain == "week":
        yield "Four weeks before", periods.week_of(period.start - FOUR_WEEKS, period.start)
    if period.grain == "day":
        week_before = (period.start - WEEK).isoformat()
        yield "A week before", periods.parse(week_before, period.start)
    yield "A year before", periods.year_ago(period)


def _for_others(request: Request, asked: Asked, *, private: bool) -> Iterator[Button]:
    """From the room to the asker alone, and back into the room it was asked in."""
    place = request.place
    if place.kind not in ("public", "private"):
        return
    if not private:
        yield Button("Only me", "report", asked.again("me"))
    elif asked.words.me and room_audience(request, asked.client) is not None:
        where = f"#{place.name}" if place.name else "the channel"
        yield Button(f"Post in {where}", "report", asked.again(), place.channel)


def _empty(part: ReportPart) -> bool:
    return all(figure.value is None for figure in part.report.metrics)
