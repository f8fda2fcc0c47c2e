"""/note: write down what should stand in the next report."""

import re
from collections.abc import Mapping
from datetime import datetime

from commands.answer import Answer, Field, Form, say
from commands.registry import command
from commands.request import Request
from commands.targets import Target, did_you_mean, find_target, thread_of
from reports import periods
from reports.errors import Expected
from reports.model import Period
from reports.zones import day_in
from storage.store import Store
from storage.values import Client

LONGEST = 3000  # what fits into one message block, so that a note is never cut in a report
DOORS_WITH_FORMS = ("slash", "button")
PERIOD = re.compile(r"--period[ =](\S+)\s*")


class EmptyNote(Expected):
    """What should I note? Type the words after the client, as in “/note acme Budget was cut”."""


class NoteTooLong(Expected):
    """The note has {length} characters and {longest} fit; nothing was saved, please shorten it."""


def check(args: str, _fields: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the words that the form sends behind its client and period."""
    found = PERIOD.search(args)
    try:
        _checked(args[found.end() :] if found else args)
    except (EmptyNote, NoteTooLong) as wrong:
        return {"text": str(wrong)}
    return {}


@command(
    "note",
    "CLIENT [--period PERIOD] TEXT",
    "Write down what should stand in the client's next report; only the team reads it.",
    examples=(
        "acme The outage on Tuesday explains the slow replies",
        "acme --period 2026-W42 Half the team was ill",
    ),
    check=check,
)
def run(request: Request, store: Store, now: datetime) -> Answer:
    """Store the words as an internal comment on the last complete week, or the period named."""
    target = find_target(request, request.args, store)
    if target is None:
        return did_you_mean(request, request.args, store)
    client, (period, typed) = target.client, _read(request, target, store, now)
    if not typed.strip() and request.door in DOORS_WITH_FORMS:
        return Answer((_form(client, period),))
    text, asker = _checked(typed), request.asker
    store.comments.add(client.id, period, asker.id, asker.name, text, now)
    return say(f"Noted for {client.name}, {period.label}: it stands in the next report.")


def _read(request: Request, target: Target, store: Store, now: datetime) -> tuple[Period, str]:
    """The period named right behind the client, else the one this thread is about, else the last
    complete week; and the words."""
    today, named = day_in(target.client.tz, now), PERIOD.match(target.rest)
    if named:
        return periods.parse(named[1], today), target.rest[named.end() :]
    published = thread_of(request, store)
    if published is not None and published.client_id == target.client.id:
        return published.period, target.rest
    return periods.last_complete_week(today), target.rest


def _form(client: Client, period: Period) -> Form:
    return Form(
        title="Add a note",
        submit="Save",
        verb="note",
        args=f"{client.slug} --period {periods.code(period)}",
        fields=(
            Field(
                key="text",
                label=f"{client.name}, {period.label}",
                longest=LONGEST,
                several_lines=True,
                hint="It stands in the next report; only the team reads it.",
            ),
        ),
        instead=str(EmptyNote()),
    )


def _checked(text: str) -> str:
    if not text.strip():
        raise EmptyNote
    if len(text) > LONGEST:
        raise NoteTooLong(length=len(text), longest=LONGEST)
    return text.strip()
