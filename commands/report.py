"""/report: a client's numbers and story for a period."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from commands.answer import Answer, Button, Buttons, Part, ReportPart, Text, say
from commands.commentary import commentary
from commands.options import Options, read_options
from commands.privacy import asker_audience, room_audience
from commands.registry import command
from commands.request import Request
from commands.targets import LONGEST_SHOWN, Target, did_you_mean, find_target, suggestion
from reports import periods
from reports.audience import for_audience
from reports.errors import Expected
from reports.model import Audience, Period, Report
from reports.render.text import to_text
from reports.words import shorten
from reports.zones import day_in
from storage.store import Store
from storage.values import Client


class NoData(Expected):
    """There is no data for {name} yet; bring some in with “rapport import FILE --client {slug}”."""


class NeitherClientNorPeriod(Expected):
    """I know neither a client nor a period “{words}”. Periods are words such as
    “last week”, “2026-W46”, “October 2026” or “1 Oct – 15 Nov”."""


@dataclass(frozen=True)
class Asked:
    """What the words of a question came to: whose report, for when, for whose eyes.

    ``known_at`` looks back: what came to be known later is left out.
    """

    client: Client
    period: Period
    chosen: str | None
    audience: Audience | None
    known_at: datetime | None


@command(
    "report",
    "CLIENT [PERIOD]",
    "A client's figures, chart and story; the last complete week unless you name a period.",
    examples=("acme", "acme last month", "acme 2026-W46", "acme 1 Oct – 15 Nov"),
    heavy=True,
    guests=True,
)
def run(request: Request, store: Store, now: datetime) -> Answer:
    """Answer in the room with what the room may read, and in private with the rest."""
    options = read_options(request.args)
    target = find_target(request, options.words, store)
    if target is None:
        return did_you_mean(request, options.words, store)
    try:
        asked = _asked(target, options, store, now)
    except periods.UnreadablePeriod:
        # In a client's channel, another client's misspelt name looks like a period.
        if target.named:
            raise
        if answer := suggestion(request, options.words, store):
            return answer
        raise NeitherClientNorPeriod(words=shorten(options.words.strip(), LONGEST_SHOWN)) from None
    return _answer(request, store, now, asked)


def _answer(request: Request, store: Store, now: datetime, asked: Asked) -> Answer:
    whole = _report(asked, store, now)
    room, own = _audiences(request, asked)
    private = _part(asked, store, _for(own, whole, asked, store), own)
    if room is None:
        return replace(_elsewhere(request, asked.client), aside=private)
    if room is own:
        return replace(private, audience="room")
    public = _part(asked, store, _for(room, whole, asked, store), room)
    if to_text(public.reports()[0].report) == to_text(private.reports()[0].report):
        return replace(public, audience="room")
    return replace(public, audience="room", aside=_with_reason(private))


def _audiences(request: Request, asked: Asked) -> tuple[Audience | None, Audience]:
    """What the room and the asker may read; a preview for the client narrows both."""
    room, own = room_audience(request, asked.client), asker_audience(request)
    if asked.audience is Audience.CLIENT:
        return room and Audience.CLIENT, Audience.CLIENT
    return room, own


def _asked(target: Target, options: Options, store: Store, now: datetime) -> Asked:
    client = target.client
    newest = _newest(store, client)
    today = day_in(client.tz, now)
    if target.rest:
        period, chosen = periods.parse(target.rest, today), None
    else:
        period, chosen = _default_period(today, newest, store, client)
    return Asked(client, period, chosen, options.audience, options.known_at(client.tz))


def _default_period(
    today: date, newest: date, store: Store, client: Client
) -> tuple[Period, str | None]:
    """The last complete week; where that is empty, the newest week with data, saying so."""
    last = periods.last_complete_week(today)
    upto = store.observations.newest_day(client.id, before=last.end + timedelta(days=1))
    if upto is not None and upto >= last.start:
        return last, None
    week = periods.week_of(upto or newest, today)
    return week, f"There is no data for {last.label}; this is the newest week that has some."


def _part(asked: Asked, store: Store, report: Report, audience: Audience) -> Answer:
    parts: tuple[Part, ...] = (ReportPart(report, asked.client.id, audience),)
    if all(figure.value is None for figure in report.metrics):
        newest = periods.week_of(_newest(store, asked.client), asked.period.end)
        words = f"{asked.client.slug} {periods.code(newest)}"
        parts += (Buttons((Button(f"Newest data: {newest.label}", "report", words),)),)
    return Answer(parts)


def _newest(store: Store, client: Client) -> date:
    newest = store.observations.newest_day(client.id)
    if newest is None:
        raise NoData(name=client.name, slug=client.slug)
    return newest


def _report(asked: Asked, store: Store, now: datetime) -> Report:
    """Gather what the report needs, then let the pure core build it; nobody's words yet."""
    # The core brings pandas, which the process that acknowledges Slack must never load.
    from reports.build import Inputs, build

    first, last = periods.window(asked.period)
    return build(
        Inputs(
            client=asked.client.card(),
            period=asked.period,
            frame=store.observations.frame(asked.client.id, first, last, known_at=asked.known_at),
            commentary=(),
            now=now,
            audience=Audience.INTERNAL,
            chosen=asked.chosen,
        )
    )


def _for(audience: Audience, whole: Report, asked: Asked, store: Store) -> Report:
    """The report as ``audience`` may read it, with the words it has not read yet."""
    words = commentary(store, asked.client, asked.period, audience, asked.known_at)
    return for_audience(whole.model_copy(update={"commentary": words}), audience)


def _with_reason(answer: Answer) -> Answer:
    reason = "Others outside the team may read along; this fuller version is for you alone."
    return replace(answer, parts=(Text((reason,), quiet=True), *answer.parts))


def _elsewhere(request: Request, client: Client) -> Answer:
    """Why nothing was posted here, and where the report went if somebody asked for it."""
    asked = request.asker.role != "system"
    went = "went to you alone, as a direct message" if asked else "was not posted"
    if request.place.client is not None:
        return say(
            f"This channel belongs to another client, so the report on {client.name} {went}."
        )
    return say(
        "Others outside the team may read along here and this is not a channel of "
        f"{client.name}, so the report {went}."
    )
