"""/note: write down what should stand in the next report."""

from datetime import datetime

from commands.answer import Answer, say
from commands.registry import command
from commands.request import Request
from commands.targets import did_you_mean, find_target
from reports import periods
from reports.errors import Expected
from reports.zones import day_in
from storage.store import Store

LONGEST = 3000  # what fits into one message block, so that a note is never cut in a report


class EmptyNote(Expected):
    """What should I note? Type the words after the client, as in “/note acme Budget was cut”."""


class NoteTooLong(Expected):
    """The note has {length} characters and {longest} fit; nothing was saved, please shorten it."""


@command(
    "note",
    "CLIENT TEXT",
    "Write down what should stand in the client's next report; only the team reads it.",
    examples=("acme The outage on Tuesday explains the slow replies",),
)
def run(request: Request, store: Store, now: datetime) -> Answer:
    """Store the words as an internal comment on the last complete week."""
    target = find_target(request, request.args, store)
    if target is None:
        return did_you_mean(request, request.args, store)
    client, text = target.client, _checked(target.rest)
    period = periods.last_complete_week(day_in(client.tz, now))
    asker = request.asker
    store.comments.add(client.id, period, asker.id, asker.name, text, now)
    return say(f"Noted for {client.name}, {period.label}: it stands in the next report.")


def _checked(text: str) -> str:
    if not text.strip():
        raise EmptyNote
    if len(text) > LONGEST:
        raise NoteTooLong(length=len(text), longest=LONGEST)
    return text.strip()
