"""/metric: a number entered by hand, and a second person's yes where it matters."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from commands.answer import Answer, Button, Buttons, Field, Form, Part, Text, say
from commands.metric_important import mark
from commands.metric_shown import already, decide, in_words, listing, meaning, reason
from commands.metric_words import WhichNumber, read
from commands.privacy import room_audience
from commands.registry import command
from commands.request import Request
from commands.targets import did_you_mean, find_target, thread_of
from reports import periods
from reports.errors import Expected
from reports.metrics import Metric
from reports.model import Audience, Period
from reports.words import number
from reports.zones import day_in
from storage.by_hand import ByHand
from storage.store import Store
from storage.values import Client

DOORS_WITH_FORMS = ("slash", "button")
COUNT = re.compile(r"#?([0-9]{1,9})")
LONGEST = 1000


class NotEnded(Expected):
    """{label} has not ended yet, so there is no number for it; enter it from {day} on, or name an
    earlier period."""


class WhichOne(Expected):
    """Which number? Add its own, as in “/metric {slug} {verb} 3”; “/metric {slug}” lists them."""


class WhyTooLong(Expected):
    """The reason has {length} characters and {longest} fit; nothing was saved, please shorten
    it."""


@command(
    "metric",
    "CLIENT METRIC VALUE [PERIOD] [because WHY] · CLIENT undo|confirm|reject N · important METRIC",
    "Enter a number by hand; one for an important metric counts once somebody else confirms it.",
    examples=(
        "acme nps 45 2026-10 because 230 people answered",
        "acme first response 1h 20m last week",
        "acme",
        "acme undo 3",
        "important nps",
        "not important nps",
    ),
)
def run(request: Request, store: Store, now: datetime) -> Answer:
    """Enter a number, confirm or reject one, take one back, list them, or mark a metric."""
    marked = mark(request.args, store)
    if marked is not None:
        return marked
    target = find_target(request, request.args, store)
    if target is None:
        return did_you_mean(request, request.args, store)
    client = target.client
    first, _, more = target.rest.partition(" ")
    if not first:
        return listing(client, store)
    if first.casefold() in CHANGES:
        return _change(first.casefold(), more, client, request, store, now)
    if first.casefold() == "enter" and not more:
        return _form(client, "", request)
    return _enter(target.rest, client, request, store, now)


def _enter(text: str, client: Client, request: Request, store: Store, now: datetime) -> Answer:
    known = store.numbers.known_metrics(client.id)
    said = read(text, store.definitions.catalogue(), known, client.slug)
    if said.value is None:
        return _form(client, said.metric.key, request)
    if len(said.why) > LONGEST:
        raise WhyTooLong(length=len(said.why), longest=LONGEST)
    period = _kept_for(said.metric, _period(said.period, client, request, store, now))
    brought = store.numbers.brought(client.id, said.metric.key, period)
    if brought and not said.replacing:
        return already(said, said.value, period, brought, client)
    before = _before(said.metric, period, client, store)
    kept = store.numbers.add(
        client.id,
        said.metric.key,
        period,
        said.value,
        by=(request.asker.id, request.asker.name),
        why=said.why,
        now=now,
        awaiting=said.metric.key in store.numbers.important(),
    )
    return _entered(kept, before, said.metric, client, request)


def _period(words: str, client: Client, request: Request, store: Store, now: datetime) -> Period:
    """The one named, else that of this thread's report, else the last complete week.

    Raises UnreadablePeriod, FuturePeriod, NotEnded.
    """
    today, published = day_in(client.tz, now), thread_of(request, store)
    if words:
        period = periods.parse(words, today)
    elif published is not None and published.client_id == client.id:
        period = published.period
    else:
        period = periods.last_complete_week(today)
    if period.end >= today:
        after = periods.following(period).start
        raise NotEnded(label=period.label, day=periods.day_name(after))
    return period


def _kept_for(metric: Metric, period: Period) -> Period:
    """What is told of one day, such as a backlog, is kept for the period's last."""
    if metric.adds_up != "last":
        return period
    return periods.parse(period.end.isoformat(), period.end + timedelta(days=1))


def _before(metric: Metric, period: Period, client: Client, store: Store) -> str:
    """What the number will stand instead of, as a sentence."""
    given = store.numbers.touching(client.id, period.start, period.end)
    same = [
        one
        for one in given
        if (one.metric, one.period, one.state) == (metric.key, period, "counts")
    ]
    if not same:
        return ""
    value = number(same[-1].value, metric.unit, client.currency)
    return f"It stands instead of {value} by {same[-1].by_name}. "


def _entered(kept: ByHand, before: str, metric: Metric, client: Client, request: Request) -> Answer:
    what = f"No. {kept.id}: {in_words(kept, metric, client)}, entered by {kept.by_name}"
    undo = Button("Undo", "metric", f"{client.slug} undo {kept.id}")
    if kept.state == "counts":
        return Answer((Text((f"{what}.",)), meaning(kept, before), Buttons((undo,))))
    asks = f"{what}, is awaiting confirmation: it counts once somebody else of the team confirms."
    parts: tuple[Part, ...] = (Text((asks,)), reason(kept), decide(kept, client))
    together = request.place.kind in ("public", "private")
    if together and room_audience(request, client) is Audience.INTERNAL:
        return Answer(parts, audience="room")
    hint = f"They press here, or type “/metric {client.slug} confirm {kept.id}”."
    return Answer((*parts, Text((hint,), quiet=True)))


def _change(
    verb: str, words: str, client: Client, request: Request, store: Store, now: datetime
) -> Answer:
    found = COUNT.fullmatch(words.strip())
    if found is None:
        raise WhichOne(slug=client.slug, verb=verb)
    by = (request.asker.id, request.asker.name)
    kept = CHANGES[verb](store)(client.id, int(found[1]), by, now)
    metric = store.definitions.catalogue().metric(kept.metric)
    what = f"{in_words(kept, metric, client)} (entered by {kept.by_name})"
    said = f"No. {kept.id} is {SAID[verb]} by {request.asker.name}: {what}. {THEN[verb]}"
    together = request.place.kind in ("public", "private")
    if together and room_audience(request, client) is Audience.INTERNAL:
        return Answer((Text((said,)),), audience="room")
    return say(said)


def _form(client: Client, metric: str, request: Request) -> Answer:
    if request.door not in DOORS_WITH_FORMS:
        raise WhichNumber(slug=client.slug)
    example = "45 2026-10 because 230 people answered"
    what = "Value, period and why" if metric else "Metric, value, period and why"
    form = Form(
        title="Enter a number",
        submit="Save",
        verb="metric",
        args=f"{client.slug} {metric}".strip(),
        fields=(
            Field(
                key="text",
                label=f"{client.name}: {what}",
                longest=LONGEST,
                hint=f"Such as: {example if metric else f'nps {example}'}",
            ),
        ),
        instead=str(WhichNumber(slug=client.slug)),
    )
    return Answer((form,))


Verb = Callable[[int, int, tuple[str, str], datetime], ByHand]
CHANGES: dict[str, Callable[[Store], Verb]] = {
    "confirm": lambda store: store.numbers.confirm,
    "reject": lambda store: store.numbers.reject,
    "undo": lambda store: store.numbers.withdraw,
}
SAID = {"confirm": "confirmed", "reject": "rejected", "undo": "taken back"}
THEN = {
    "confirm": "It counts now.",
    "reject": "It never counted.",
    "undo": "It does not count any more.",
}
