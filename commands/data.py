"""/data: what is wrong with a client's values, and what people decide about them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from commands.answer import Answer, Button, Buttons, Field, Form, Part, Text, say
from commands.counted import counted
from commands.deciding import LONGEST, WhyNeeded, decide, read_wanted
from commands.metric_words import BECAUSE
from commands.registry import command
from commands.request import Request
from commands.targets import did_you_mean, find_target
from reports.errors import Expected
from reports.zones import day_in
from storage.store import Store
from storage.values import Client

if TYPE_CHECKING:
    from reports.checks.doubt import Doubt

DOORS_WITH_FORMS = ("slash", "button")
SHOWN = 8
LOOK_BACK = timedelta(days=365)
COUNTS = {"exclude": False, "include": True}
FROM = re.compile(r"\s+from\s+(?P<source>.+)$", re.IGNORECASE)


class UnknownWord(Expected):
    """I cannot read “{word}” here; “/data {slug}” lists what looks wrong, “/data {slug} exclude
    leads 2026-11-14 because it was a test” leaves a value out, and “include” counts it again."""


@command(
    "data",
    "CLIENT [exclude|include METRIC DAY[..DAY] [from SOURCE] because WHY]",
    "What looks wrong in a client's data; leave a value out, or count it after all.",
    examples=(
        "acme",
        "acme exclude leads 2026-11-14 because it was a test",
        "acme include leads 2026-11-14 because the campaign was that good",
    ),
    heavy=True,
)
def run(request: Request, store: Store, now: datetime) -> Answer:
    """To the asker alone: the list, or what was decided."""
    target = find_target(request, request.args, store)
    if target is None:
        return did_you_mean(request, request.args, store)
    verb, _, words = target.rest.partition(" ")
    if not verb:
        return _listed(target.client, store, now)
    if verb.casefold() not in COUNTS:
        raise UnknownWord(word=verb, slug=target.client.slug)
    return _decided(verb.casefold(), words, target.client, request, store, now)


@dataclass(frozen=True)
class _Said:
    """``METRIC DAY``, the source if one is named, and the reason if one is given."""

    words: str
    source: str | None
    why: str

    @property
    def again(self) -> str:
        """The words that name the values once more."""
        return f"{self.words} from {self.source}" if self.source else self.words


def _read(words: str) -> _Said:
    said, *reasons = BECAUSE.split(f" {words} ", maxsplit=1)
    source = FROM.search(said.rstrip())
    named = FROM.sub("", said.rstrip()).strip()
    return _Said(named, source["source"] if source else None, "".join(reasons).strip())


def _decided(
    verb: str, words: str, client: Client, request: Request, store: Store, now: datetime
) -> Answer:
    said, counts = _read(words), COUNTS[verb]
    wanted = read_wanted(said.words, client, store, now, source=said.source, counts=counts)
    if not said.why and request.door in DOORS_WITH_FORMS:
        return Answer((_form(verb, said.again, client),))
    typed = f"“/data {client.slug} {verb} {said.again} because it was a test”"
    by = (request.asker.id, request.asker.name)
    done = decide(wanted, said.why, store, now, by=by, typed=typed, named="“from {}”")
    other = "exclude" if counts else "include"
    return say(
        done, buttons=(Button(LABELS[other], "data", f"{client.slug} {other} {said.again}"),)
    )


def _form(verb: str, said: str, client: Client) -> Form:
    typed = f"“/data {client.slug} {verb} {said} because it was a test”"
    return Form(
        title=LABELS[verb],
        submit="Save",
        verb="data",
        args=f"{client.slug} {verb} {said} because",
        fields=(
            Field(
                key="why",
                label=f"{client.name}, {said}: why?",
                longest=LONGEST,
                hint="The team can read it, with your name; clients cannot.",
            ),
        ),
        instead=str(WhyNeeded(typed=typed)),
    )


def _listed(client: Client, store: Store, now: datetime) -> Answer:
    today = day_in(client.tz, now)
    found = _found(client, store, today)
    refused = sum(one.count for one in store.findings.all(client.id) if one.done == "excluded")
    if not found and not refused:
        return say(f"Nothing looks wrong in the data of {client.name}.")
    title = f"What looks wrong in the data of {client.name}, the newest first."
    parts: list[Part] = [Text((title if found else "No value looks wrong.",))]
    for one in found[:SHOWN]:
        parts += _row(one, client)
    if quiet := _quiet(len(found) - SHOWN, refused, client):
        parts.append(Text((quiet,), quiet=True))
    return Answer(tuple(parts))


def _found(client: Client, store: Store, today: date) -> list["Doubt"]:
    judged = counted(store, client, today - LOOK_BACK, today, store.definitions.catalogue())
    told = [one for one in judged.found if one.done != "repaired"]
    return sorted(told, key=lambda one: one.day, reverse=True)


def _row(one: "Doubt", client: Client) -> tuple[Text, Buttons]:
    counts = one.done != "excluded"
    state = "It counts." if counts else "It is left out."
    if one.decision:
        state = f"It was {one.decision.words}."
    verb = "exclude" if counts else "include"
    words = f"{client.slug} {verb} {one.metric.key} {one.day.isoformat()} from {one.source}"
    return Text((f"{one.text}. {state}",)), Buttons((Button(LABELS[verb], "data", words),))


def _quiet(more: int, refused: int, client: Client) -> str:
    told = [f"{more:,} more" if more > 0 else "", f"{refused:,} rows of files" if refused else ""]
    named = " and ".join(filter(None, told))
    if not named:
        return ""
    return f"{named} do not count or look wrong: “rapport data check {client.slug}” lists them."


LABELS = {"exclude": "Leave it out", "include": "Count it"}
