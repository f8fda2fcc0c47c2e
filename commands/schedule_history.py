"""/schedule history and /schedule retry: what became of the deliveries, and once more."""

import re
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from commands.answer import Answer, Button, Buttons, Channel, Part, Run, Table, Text, say
from commands.request import Request
from commands.sendings import STATES, Sending, sendings, state_of
from reports import periods
from reports.errors import Expected
from reports.periods import FuturePeriod, UnreadablePeriod
from reports.words import shorten
from storage.store import Store
from storage.values import AGAIN, Delivery
from storage.verbs.deliveries import ABOUT_WORK

SHOWN = 12
MOST_TROUBLED = 5  # told of with a button below the table
LONGEST_WHY = 200
NUMBER = re.compile(r"#?([0-9]{1,9})")
RETRIED = ("dead", "unknown")
UTC_TIME = ZoneInfo("UTC")
FAILED = frozenset({"dead", "failed"})


class WhichDelivery(Expected):
    """Which delivery? Add its number, as in “/schedule retry 12”; “/schedule history” shows
    them."""


class NothingToRetry(Expected):
    """Delivery {number} {state}, so there is nothing to post again."""


def history(words: str, request: Request, store: Store, _now: datetime) -> Answer:
    """The newest reports, of one schedule or of all: in which channels each stands, and why not."""
    found, tz = _asked_for(words, store)[:SHOWN], _zone(request)
    alone = words.strip().lower() in FAILED
    if not found and alone:
        return say("Nothing failed.")
    if not found:
        return say("Nothing was to be published yet; “/schedule list” shows what comes.")
    columns = ("No.", "Report", "Due", "State", "Channel", "Why")
    table = Table("Deliveries", columns, tuple(_row(one, store, tz) for one in found))
    parts: list[Part] = [table, Text((f"Times are in {tz}.",), quiet=True)]
    troubled = [one for one in found if one.troubled]
    most = SHOWN if alone else MOST_TROUBLED
    for one in troubled[:most]:
        parts += [Text(_told(one, store)), Buttons(_buttons(one))]
    if len(troubled) > most:
        more = f"{len(troubled) - most} more are in “/schedule history failed”."
        parts.append(Text((more,), quiet=True))
    return Answer(tuple(parts))


def retry(words: str, request: Request, store: Store, now: datetime) -> Answer:
    """Post deliveries again that were not posted, or perhaps not, each as a new one of its own."""
    numbers = [NUMBER.fullmatch(word) for word in words.split()]
    found = [number and store.dispatch.get(int(number[1])) for number in numbers]
    wanted = [one for one in found if one]
    if not wanted or len(wanted) < len(found):
        raise WhichDelivery
    for one in wanted:
        if one.state not in RETRIED:
            raise NothingToRetry(number=one.id, state=STATES[one.state])
    planned = [one for one in wanted if _planned_again(one, request.asker.id, store, now)]
    if not planned:
        number = wanted[0].id
        return say(f"Delivery {number} was queued again before; “/schedule history” shows it.")
    return Answer((Text(("It is on its way to ", *_listed(planned), ".")),))


def _planned_again(one: Delivery, asked_by: str, store: Store, now: datetime) -> bool:
    """Queue it under a key of its own; False where somebody did so before."""
    found = AGAIN.search(one.key)
    number = int(found[1]) + 1 if found else 2
    key = f"{one.first_key}:r{number}"
    # Not a delivery of the subscription: its rhythm is counted from those.
    args = {**one.args, "tell": asked_by, "first_due": one.first_due.isoformat()}
    return store.deliveries.plan(one.kind, key, now, one.channel, None, args, now=now)


def _asked_for(words: str, store: Store) -> list[Sending]:
    asked = words.strip().lower()
    if asked in FAILED:
        found = sendings(store.dispatch.together(store.dispatch.troubled(SHOWN)))
        return [one for one in found if one.troubled]
    if number := NUMBER.fullmatch(asked):
        subscription = store.subscriptions.get(int(number[1]))
        own = store.dispatch.of_schedule(subscription.id, SHOWN)
        there = {one.id for one in own}
        together = sendings(store.dispatch.together(own))
        return [one for one in together if there & {part.id for part in one.attempts}]
    return sendings(store.dispatch.together(store.deliveries.recent(SHOWN)))


def _row(one: Sending, store: Store, tz: tzinfo) -> tuple[Run, ...]:
    due, several = one.due.astimezone(tz), len(one.attempts) > 1
    where: Run = _count(one) if several else Channel(one.attempts[0].channel)
    return (
        ", ".join(str(part.id) for part in one.attempts),
        _what(one.attempts[0], store),
        f"{due:%a} {due.day} {due:%b %H:%M}",
        one.state,
        where,
        "" if several or one.troubled else shorten(one.attempts[0].error or "", LONGEST_WHY),
    )


def _count(one: Sending) -> str:
    return f"{len(one.standing)} of {len(one.attempts)} channels"


def _told(one: Sending, store: Store) -> tuple[Run, ...]:
    """In which channels it stands, in which it does not, and why."""
    runs: list[Run] = [f"{_what(one.attempts[0], store)}: "]
    if len(one.attempts) > 1:
        runs.append(f"{_count(one)}: ")
    if one.standing:
        runs += ["posted in ", *_listed(list(one.standing)), "; "]
    missing = [part for part in one.attempts if part not in one.standing]
    for number, part in enumerate(missing):
        runs += ["; " if number else "", *_missing(part, one.due)]
    return tuple(run for run in runs if run != "")


def _missing(one: Delivery, due: datetime) -> tuple[Run, ...]:
    why = shorten(one.error or "", LONGEST_WHY)
    said = {"dead": "not in ", "unknown": "perhaps in "}.get(one.state)
    if said is None:
        return (f"{state_of(one, due)} in ", Channel(one.channel), f": {why}" if why else "")
    return (said, Channel(one.channel), f": {why}")


def _buttons(one: Sending) -> tuple[Button, ...]:
    """What failed is tried again at once; what may stand there only if somebody says so."""
    said = {"dead": "Try again", "unknown": "Post it all the same"}
    numbers = {
        state: " ".join(str(part.id) for part in one.troubled if part.state == state)
        for state in said
    }
    return tuple(
        Button(said[state], "schedule", f"retry {which}")
        for state, which in numbers.items()
        if which
    )


def _listed(found: list[Delivery]) -> list[Run]:
    """The channels, with “and” before the last."""
    runs: list[Run] = []
    for number, one in enumerate(found):
        if number:
            runs.append(" and " if one is found[-1] else ", ")
        runs.append(Channel(one.channel))
    return runs


def _what(one: Delivery, store: Store) -> str:
    """The report in words; of another kind, what it is on."""
    words = str(one.args.get("args") or one.kind)
    slug, _, code = words.rpartition(" ")
    client = store.clients.find(slug) if slug else None
    label = _period(code, one) if client else None
    named = f"{client.name}, {label}" if client and label else words
    return named if one.kind in ("report", *ABOUT_WORK) else f"{one.kind}: {named}"


def _period(code: str, one: Delivery) -> str | None:
    try:
        return periods.parse(code, one.first_due.date()).label
    except (UnreadablePeriod, FuturePeriod):
        return None


def _zone(request: Request) -> ZoneInfo:
    try:
        return ZoneInfo(request.asker.tz or "UTC")
    except (KeyError, ValueError, OSError):
        return UTC_TIME
