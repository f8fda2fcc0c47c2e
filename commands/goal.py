"""/goal: the targets agreed with a client, which reports are held against."""

from datetime import date, datetime

from commands.answer import Answer, Button, Text, say
from commands.goal_shown import every_one, history, last, last_reports, listing, stands
from commands.goal_words import Said, limit, read
from commands.metric_shown import typed
from commands.registry import command
from commands.request import Request
from commands.targets import did_you_mean, find_target
from reports import periods
from reports.errors import Expected
from reports.goal_words import target
from reports.model import Grain
from reports.zones import day_in
from storage.goals import Stretch, stretches
from storage.store import Store
from storage.values import Client

USUAL: tuple[Grain, ...] = ("week", "month", "quarter")
MEANS = (
    "Reports on periods that end on its first day or later are held against it, and the client "
    "reads that too."
)


class NothingToEnd(Expected):
    """{name} has no goal for {label}{which}, so there is nothing to end."""


@command(
    "goal",
    "CLIENT [METRIC VALUE [a week|month|quarter] [from PERIOD]] · CLIENT METRIC off",
    "Agree on a target with a client; reports say whether it was met.",
    examples=(
        "acme csat 90%",
        "acme first response 4h",
        "acme leads 1200 a month from 2026-10",
        "acme",
        "acme csat",
        "acme csat off",
    ),
    heavy=True,
)
def run(request: Request, store: Store, now: datetime) -> Answer:
    """Set a goal or end one, list a client's, or tell what one metric's were."""
    found = find_target(request, request.args, store)
    if found is None:
        return did_you_mean(request, request.args, store)
    client = found.client
    if not found.rest:
        return listing(client, store, now)
    known = store.numbers.known_metrics(client.id)
    said = read(found.rest, store.definitions.catalogue(), known, client.slug)
    if said.asking:
        return history(said.metric, client, store)
    if said.lacks_grain:
        return _which_grain(said, client)
    since = _since(said, client, now)
    if said.target is None:
        return _end(said, since, client, request, store, now)
    return _set(said, since, client, request, store, now)


def _since(said: Said, client: Client, now: datetime) -> date:
    """The first day of what was named, which may lie ahead; else today. Raises UnreadablePeriod."""
    today = day_in(client.tz, now)
    return periods.parse(said.since, today, ahead=True).start if said.since else today


def _which_grain(said: Said, client: Client) -> Answer:
    metric, since = said.metric, f" from {said.since}" if said.since else ""
    shown = target(said.target, metric.unit, client.currency)
    words = f"{client.slug} {metric.key} {typed(said.target or 0.0, metric)}"
    buttons = tuple(Button(f"{shown} a {g}", "goal", f"{words} a {g}{since}") for g in USUAL)
    asks = f"{shown} for {metric.label}: each week, each month or each quarter?"
    return say(f"{asks} Nothing was saved yet.", buttons=buttons, failed=True)


def _set(
    said: Said, since: date, client: Client, request: Request, store: Store, now: datetime
) -> Answer:
    before = _standing(said, since, client, store)
    by = (request.asker.id, request.asker.name)
    kept = store.goals.add(
        client.id, said.metric.key, said.target, grain=said.grain, since=since, by=by, now=now
    )
    every = stretches(store.goals.of_client(client.id))
    one = next(stretch for stretch in every if stretch.goal.id == kept.id)
    wanted = limit(one.target, said.metric, client.currency)
    what = f"{said.metric.label} of {client.name}: the goal is {wanted} for {every_one(kept.grain)}"
    instead = f", instead of {limit(before.target, said.metric, client.currency)}" if before else ""
    value, result = last(one, said.metric, client, last_reports(client, store, now))
    quiet = Text((f"{value}, {result}. {MEANS}",), quiet=True)
    return Answer((Text((f"{what}, {stands(one)}{instead}.",)), quiet))


def _standing(said: Said, on: date, client: Client, store: Store) -> Stretch | None:
    """The goal for the same that stands on that day."""
    every = stretches(store.goals.of_client(client.id))
    same = (said.metric.key, said.grain)
    return next(
        (one for one in every if (one.goal.metric, one.goal.grain) == same and one.holds(on)), None
    )


def _end(
    said: Said, since: date, client: Client, request: Request, store: Store, now: datetime
) -> Answer:
    """End those that stand then, and those that would begin later."""
    by, metric = (request.asker.id, request.asker.name), said.metric
    ending = [
        one
        for one in stretches(store.goals.of_client(client.id))
        if one.goal.metric == metric.key and (one.last is None or one.last >= since)
        if said.grain in (None, one.goal.grain)
    ]
    if not ending:
        which = f" for {every_one(said.grain)}" if said.grain else ""
        raise NothingToEnd(name=client.name, label=metric.label, which=which)
    for one in ending:
        at = max(since, one.goal.since)
        store.goals.add(client.id, metric.key, None, grain=one.goal.grain, since=at, by=by, now=now)
    ended = f"{metric.label} of {client.name} has no goal any more from {periods.day_name(since)}"
    return say(f"{ended} on; reports on periods that ended before keep theirs.")
