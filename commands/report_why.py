"""`report … why METRIC`: what moved a figure, and what the team wrote about the period."""

from typing import TYPE_CHECKING

from commands.answer import Answer, Buttons, Link, Part, Run, Table, Text
from commands.commentary import about
from commands.report_asked import Asked
from commands.report_buttons import note_button, short
from commands.report_by import FOR_THE_TEAM
from commands.report_data import judged, parts, records
from commands.report_shown import shown
from commands.request import Request
from reports import periods
from reports.errors import Expected
from reports.metrics import Metric
from reports.model import Audience, Commentary, MetricFigure
from reports.words import change, label_within, listed, number, shorten, status_sign, status_word
from reports.zones import day_in
from storage.store import Store

if TYPE_CHECKING:
    import pandas as pd

    from reports.checks.judging import Judged
    from reports.why import Why

MOST_COMMENTS = 5
LONGEST_COMMENT = 500
LONGEST_SHOWN = 60
MOST_NAMED = 8


class WhichFigure(Expected):
    """Which figure of {name}? Write it behind “why”; there is {known}."""


class NoSuchFigure(Expected):
    """The report on {name} has no figure “{text}”; there is {known}."""


class NoValue(Expected):
    """There is no {label} of {name} for {period}, so nothing can be said about why."""


def why(request: Request, asked: Asked, store: Store) -> Answer:
    """The figure, the parts that moved it and what was written about the period.

    Raises WhichFigure, NoSuchFigure, NoValue.
    """
    window = periods.window(asked.period)
    read = judged(asked, store, *window)
    told = records(asked, store, read.frame, *window)
    metric = _metric(asked, read.frame, told)

    def answer_for(audience: Audience) -> Answer:
        found = _found(asked, metric, (read, told), store, audience)
        words = _written(asked, metric, store, audience)
        return _answer(request, asked, found, words, audience)

    return shown(request, asked, answer_for)


def _metric(asked: Asked, frame: "pd.DataFrame", told: "pd.DataFrame | None") -> Metric:
    # The core brings pandas, which the process that acknowledges Slack must never load.
    from reports.by_metric import by_metric

    known = [one.metric for one in by_metric(frame, asked.catalogue, told)]
    text, labels = asked.words.why, listed([one.label for one in known], most=MOST_NAMED)
    if not text:
        raise WhichFigure(name=asked.client.name, known=labels)
    found = asked.catalogue.named(text, known)
    if found is None:
        text = shorten(text, LONGEST_SHOWN)
        raise NoSuchFigure(name=asked.client.name, text=text, known=labels)
    return found


def _found(
    asked: Asked,
    metric: Metric,
    data: "tuple[Judged, pd.DataFrame | None]",
    store: Store,
    audience: Audience,
) -> "Why":
    # The core brings pandas, which the process that acknowledges Slack must never load.
    from reports.why import why as explained

    client, (first, last) = asked.client, periods.window(asked.period)
    kinds = store.observations.kinds(client.id)
    shown_by = [kind for kind in kinds if audience is Audience.INTERNAL or kind != FOR_THE_TEAM]
    read, told = data
    told_apart = {kind: parts(asked, store, read, kind, first, last) for kind in shown_by}
    of = (asked.period, asked.today, asked.catalogue, told)
    found = explained(read.frame, told_apart, metric.key, *of)
    if found is None:
        raise NoValue(label=metric.label, name=client.name, period=asked.period.label)
    return found


def _written(
    asked: Asked, metric: Metric, store: Store, audience: Audience
) -> tuple[Commentary, ...]:
    """The newest words about the period and this metric or none, as ``audience`` may read them."""
    words = about(store, asked.client, asked.period, asked.known_at)
    mine = [one for one in words if one.metric in (None, metric.key)]
    if audience is Audience.CLIENT:
        marked = (one for one in mine if one.audience is Audience.CLIENT)
        mine = [one.model_copy(update={"permalink": None}) for one in marked]
    return tuple(mine[-MOST_COMMENTS:])


def _answer(
    request: Request,
    asked: Asked,
    found: "Why",
    words: tuple[Commentary, ...],
    audience: Audience,
) -> Answer:
    parts: list[Part] = [Text((_movement(asked, found.figure),))]
    if found.made_of:
        parts.append(Text((_computed(asked, found),)))
    if found.moved:
        parts.append(_table(asked, found))
    parts += [_quoted(one, asked) for one in words]
    if not found.moved and not found.made_of and not words:
        parts.append(Text((_nothing(asked, found.figure, audience),)))
    if quiet := _care(found):
        parts.append(Text((quiet,), quiet=True))
    if audience is Audience.INTERNAL and request.door != "terminal":
        parts.append(Buttons((note_button(asked),)))
    return Answer(tuple(parts))


def _movement(asked: Asked, figure: MetricFigure) -> str:
    client = asked.client
    now, before = (number(v, figure.unit, client.currency) for v in (figure.value, figure.previous))
    said = f"{figure.label} of {client.name}, {asked.period.label}: {now}"
    if figure.previous is None:
        return f"{said}, with nothing before to compare."
    moved = f"{change(figure)}, {status_sign(figure.status)} {status_word(figure.status)}"
    if figure.status.value == "unknown":
        moved = "not judged, for days are missing"
    return f"{said} after {before} ({moved})."


def _computed(asked: Asked, found: "Why") -> str:
    """``It is spend / leads: spend $30 after $20 (+50 %), leads 3 after 4 (−25 %).``"""
    parts = [_after(one, asked.client.currency) for one in found.made_of]
    return f"It is {asked.catalogue.metric(found.figure.key).expression}: {', '.join(parts)}."


def _after(figure: MetricFigure, currency: str) -> str:
    now, before = (number(v, figure.unit, currency) for v in (figure.value, figure.previous))
    return f"{label_within(figure.label)} {now} after {before} ({change(figure)})"


def _table(asked: Asked, found: "Why") -> Table:
    from reports.why import signed

    unit, currency = found.figure.unit, asked.client.currency
    rows = [
        (
            f"{one.kind.capitalize()} {one.part}",
            one.now.words(currency),
            one.before.words(currency),
            signed(one.amount, unit, currency),
        )
        for one in found.moved
    ]
    rows += [
        (f"Every other {kind}", "", "", signed(amount, unit, currency))
        for kind, amount in found.rest.items()
    ]
    columns = ("Part", short(asked.period), "Before", f"Moved {found.figure.label} by")
    return Table("What moved it", columns, tuple(rows))


def _quoted(comment: Commentary, asked: Asked) -> Text:
    on = periods.day_name(day_in(asked.client.tz, comment.at), year=False)
    when: Run = Link(on, comment.permalink) if comment.permalink else on
    return Text((f"“{shorten(comment.text, LONGEST_COMMENT)}” — {comment.author}, ", when))


def _nothing(asked: Asked, figure: MetricFigure, audience: Audience) -> str:
    if audience is Audience.CLIENT:
        return f"Nothing is known about why {label_within(figure.label)} moved."
    return (
        "Nothing is known about why: the figure is not told apart by agent, topic, channel or "
        f"location, and nobody wrote about {asked.period.label}."
    )


def _care(found: "Why") -> str:
    from reports.cases import CARE

    return CARE if found.shaky else ""
