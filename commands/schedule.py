"""/schedule: who receives which report when."""

import re
from collections.abc import Callable
from datetime import datetime

from commands.answer import Answer, Channel, Table, Text, say
from commands.cadence_reading import parse_cadence
from commands.due import next_dates, plan_now
from commands.notices import is_person
from commands.registry import command
from commands.request import Request
from commands.schedule_change import change
from commands.schedule_channels import channel_meant, channels_meant, check, in_words, subscribe
from commands.schedule_conditions import set_condition
from commands.schedule_history import history, retry
from commands.schedule_list import coming_dates, listed, rhythm
from commands.schedule_owner import owner, take
from commands.schedule_review import REVIEW
from commands.targets import did_you_mean, find_target
from reports.errors import Expected
from reports.zones import zone
from storage.store import Store
from storage.values import Subscription

TEN = 10
NUMBER = re.compile(r"#?([0-9]{1,9})")


class WhichSchedule(Expected):
    """Which schedule? Add its number, as in “/schedule {verb} 1”; “/schedule list” shows them."""


@command(
    "schedule",
    "CLIENT weekly DAY TIME #CHANNEL … · list · change|set|owner|dates|pause|resume|remove|now N · "
    "history",
    "Publish a client's report on its own, daily to quarterly, in the client's local time.",
    examples=(
        "acme weekly monday 09:00 #acme",
        "acme monthly last working day 17:00 #acme",
        "acme weekdays 09:00 skip holidays TH #acme",
        "change 1 every 2 weeks friday 16:00",
        "acme weekly monday 09:00 #acme #acme-leads",
        "set 1 wait 6h",
        "set 1 review 24h",
        "owner 1 @ana",
        "dates 1",
        "history",
        "list",
    ),
)
def run(request: Request, store: Store, now: datetime) -> Answer:
    """Add a subscription, or do one of the named things to one."""
    first, _, rest = request.args.strip().partition(" ")
    if first.lower() in ("", "list"):
        return listed(rest, request, store, now)
    if told := TOLD.get(first.lower()):
        return told(rest, request, store, now)
    handler = CHANGES.get(first.lower())
    if handler is None:
        return _add(request, store, now)
    number, _, words = rest.strip().partition(" ")
    found = NUMBER.fullmatch(number)
    if found is None or (words and handler not in WORDED):
        raise WhichSchedule(verb=first.lower())
    answer = handler(words, request, store.subscriptions.get(int(found[1])), store, now)
    return _remembered(answer, request, store, now)


def _remembered(answer: Answer, request: Request, store: Store, now: datetime) -> Answer:
    """Who changes schedules is asked first where an owner has left."""
    if is_person(request.asker.id) and not answer.failed:
        store.people.acted(request.asker.id, now)
    return answer


def _add(request: Request, store: Store, now: datetime) -> Answer:
    words, channels = channels_meant(request)
    target = find_target(request, words, store)
    if target is None:
        return did_you_mean(request, request.args, store)
    if not target.rest:
        return listed(target.client.slug, request, store, now)
    client = target.client
    today = now.astimezone(zone(client.tz)).date()
    cadence = parse_cadence(target.rest).starting(today)
    wanted = channels or [channel_meant(request)]
    for channel in wanted:  # all of them before any, so that nothing is half done
        check(channel, client, cadence, store)
    by = request.asker.id
    made = [subscribe(client, cadence, channel, by, store, now) for channel in wanted]
    lines = (in_words(one, client, where, now) for one, where in zip(made, wanted, strict=True))
    return _remembered(Answer(tuple(Text(line) for line in lines)), request, store, now)


Change = Callable[[str, Request, Subscription, Store, datetime], Answer]


def _pause(
    _words: str, _request: Request, subscription: Subscription, store: Store, now: datetime
) -> Answer:
    store.subscriptions.set_state(subscription.id, "paused", now)
    return say(
        f"Schedule {subscription.id} is paused; “/schedule resume {subscription.id}” wakes it."
    )


def _resume(
    _words: str, _request: Request, subscription: Subscription, store: Store, now: datetime
) -> Answer:
    dates = coming_dates(subscription, now)
    store.subscriptions.set_state(subscription.id, "active", now)
    return say(f"Schedule {subscription.id} runs again. Next: {dates}.")


def _remove(
    _words: str, _request: Request, subscription: Subscription, store: Store, _now: datetime
) -> Answer:
    store.subscriptions.remove(subscription.id)
    return say(f"Schedule {subscription.id} is removed; what it published stays.")


def _run_now(
    _words: str, request: Request, subscription: Subscription, store: Store, now: datetime
) -> Answer:
    plan_now(subscription, store, now, request.asker.id)
    return Answer(
        (Text(("The report is on its way to ", Channel(subscription.channel), ".")),),
    )


def _change(
    words: str, _request: Request, subscription: Subscription, store: Store, now: datetime
) -> Answer:
    changed = change(subscription, words, store, now)
    dates = coming_dates(changed, now)
    return say(f"Schedule {changed.id} now runs {rhythm(changed)}. Next: {dates}.")


def _next_ten(
    _words: str, _request: Request, subscription: Subscription, _store: Store, now: datetime
) -> Answer:
    local = next_dates(subscription, now, TEN)
    rows = tuple((f"{day:%A}", f"{day.day} {day:%B %Y}", f"{day:%H:%M}") for day in local)
    title = f"Schedule {subscription.id}, {rhythm(subscription)}, {subscription.tz} time"
    return Answer((Table(title, ("Day", "Date", "Time"), rows),))


def _take(words: str, request: Request, store: Store, now: datetime) -> Answer:
    """Of the button's schedules some may be gone by the time that it is pressed."""
    found = [NUMBER.fullmatch(word) for word in words.split()]
    numbers = [int(number[1]) for number in found if number]
    if not numbers or len(numbers) < len(found):
        raise WhichSchedule(verb="take")
    return _remembered(take(numbers, request, store), request, store, now)


TOLD: dict[str, Callable[[str, Request, Store, datetime], Answer]] = {
    "history": history,
    "retry": retry,
    "take": _take,
}
WORDED = frozenset({_change, set_condition, owner, *REVIEW.values()})
CHANGES: dict[str, Change] = {
    **REVIEW,
    "set": set_condition,
    "owner": owner,
    "change": _change,
    "dates": _next_ten,
    "pause": _pause,
    "resume": _resume,
    "remove": _remove,
    "now": _run_now,
}
