"""Corrections: when late data lands, what was published is corrected where it stands."""

import hashlib
from contextlib import suppress
from datetime import datetime, timedelta

from pydantic import ValidationError

from commands.answer import Answer, ReportPart, say
from commands.commentary import about
from commands.correction_words import LONGEST_IMPORT, correction_of
from commands.options import Options
from commands.privacy import room_audience
from commands.report_asked import Asked
from commands.report_buttons import with_buttons
from commands.report_whole import gathered, headed
from commands.report_words import ReportWords
from commands.request import Request
from reports import periods
from reports.audience import for_audience
from reports.corrected import changes
from reports.errors import Expected
from reports.model import Audience, Report
from reports.zones import UnknownZone, day_in
from storage.errors import NoSuchClient
from storage.store import Store
from storage.values import Client, Publication
from storage.verbs.freshness import DataState

DOOR = "correction"  # by which the clock asks; no person comes through it
OPEN = timedelta(days=35)  # how long a report is corrected after it was posted
QUIET = timedelta(minutes=3)  # after the last import, so that several make one correction
# Where imports never rest, nobody waits for them in three minutes of each quarter of an hour; not
# in its first, in which imports begin that come by the clock.
QUARTER, BEGINS, LASTS = 15, 7, 3
MOST = 40  # publications looked at in one go, so that deliveries come between


class NotForThisRoom(Expected):
    """Others read along in that channel now, so what was for the team is not posted there again."""


class NothingPublished(Expected):
    """There is no publication {number}."""


def answer(request: Request, store: Store, now: datetime) -> Answer:
    """What the clock asks for: to plan, or, with a number, that publication drawn anew."""
    if not request.args:
        return say(f"{plan_corrections(store, now)} corrections planned.")
    publication = store.publications.get(int(request.args))
    if publication is None:
        raise NothingPublished(number=request.args)
    return _drawn_anew(request, publication, store, now)


def is_due(store: Store, now: datetime) -> bool:
    """Whether data came in that published reports were not compared with: a quick look."""
    state = store.freshness.state()
    return not _must_wait(state, now) and bool(store.publications.unseen(state.code, now - OPEN))


def plan_corrections(store: Store, now: datetime) -> int:
    """Queue a delivery for each publication in which people read numbers that are not so any more.

    Repeating the call changes nothing: each row's key names what was seen and what is so now.
    """
    state = store.freshness.state()
    if _must_wait(state, now):
        return 0
    unseen = store.publications.unseen(state.code, now - OPEN)[:MOST]
    return sum(_looked_at(publication, state, store, now) for publication in unseen)


def _must_wait(state: DataState, now: datetime) -> bool:
    recent = state.newest is not None and now - state.newest < QUIET
    return recent and (now.minute - BEGINS) % QUARTER >= LASTS


def _looked_at(publication: Publication, state: DataState, store: Store, now: datetime) -> bool:
    """Compare one with the data; whether a correction was planned."""
    try:
        kept = publication.report()
    except ValidationError:  # kept by a program of another version
        kept = None
    planned = False
    if kept is not None and _is_open(publication, kept, state, store):
        with suppress(UnknownZone, NoSuchClient):  # nothing can be drawn, nor was before
            planned = _compared(publication, kept, store, now)
    store.publications.saw(publication.id, state.code)
    return planned


def _is_open(publication: Publication, kept: Report, state: DataState, store: Store) -> bool:
    """Whether later data concerns it: not where its period still ran, as it told of that moment,
    nor where the same report was posted below it again."""
    drawn = kept.generated_at - LONGEST_IMPORT
    if publication.seen is None and (state.newest is None or state.newest < drawn):
        return False
    same = (publication.period, publication.audience, publication.channel)
    last = store.publications.newest(publication.client_id, *same)
    return kept.period.complete and last is not None and last.id == publication.id


def _compared(publication: Publication, kept: Report, store: Store, now: datetime) -> bool:
    client = store.clients.get(publication.client_id)
    new = _report(publication, kept, client, store, now)
    found = changes(kept, new)
    if not found:
        return False
    said = correction_of(publication, kept, new, found, client, store)
    args = {
        "publication": publication.id,
        "thread": publication.ts,
        "lead": said.lead,
        "changes": list(said.changes),
        "source": said.source,
        "verb": "report",
        "args": f"{client.slug} {periods.code(publication.period)}",
        "tell": _owner(publication, store),
    }
    key = f"correction:{publication.id}:{_digest(kept, found)}"
    return store.deliveries.plan("correction", key, now, publication.channel, None, args, now=now)


def _owner(publication: Publication, store: Store) -> str:
    """Whom to tell where it cannot be corrected: who scheduled the report, or asked for it."""
    number = publication.delivery_id
    origin = store.deliveries.get(number) if number is not None else None
    return str(origin.args.get("tell", "")) if origin else publication.asked_by or ""


def _digest(kept: Report, found: tuple[str, ...]) -> str:
    """What people see now and will see: the same step back and forth is another one each time."""
    told = "\n".join((kept.generated_at.isoformat(), *found))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _report(
    publication: Publication, kept: Report, client: Client, store: Store, now: datetime
) -> Report:
    """The report drawn anew, for the same readers and with the words that stood in it."""
    asked = _asked(publication, client, store, now)
    report = headed(gathered(asked, store, now), _schedule(publication, store), store)
    stood = {(one.author, one.at) for one in kept.commentary}
    told = (
        *about(store, client, periods.previous(publication.period)),
        *about(store, client, publication.period),
    )
    words = tuple(one for one in told if (one.author, one.at) in stood)
    return for_audience(report.model_copy(update={"commentary": words}), publication.audience)


def _schedule(publication: Publication, store: Store) -> int | None:
    """The schedule that posted it, if one did."""
    origin = publication.delivery_id and store.deliveries.get(publication.delivery_id)
    return origin.args.get("schedule") if origin else None


def _asked(publication: Publication, client: Client, store: Store, now: datetime) -> Asked:
    return Asked(
        client=client,
        period=publication.period,
        today=day_in(client.tz, now),
        words=ReportWords(),
        options=Options("", publication.audience),
        catalogue=store.definitions.catalogue(),
    )


def _drawn_anew(request: Request, publication: Publication, store: Store, now: datetime) -> Answer:
    client = store.clients.get(publication.client_id)
    room = room_audience(request, client)
    if room is None or (room is Audience.CLIENT and publication.audience is not room):
        raise NotForThisRoom
    report = _report(publication, publication.report(), client, store, now)
    part = ReportPart(report, client.id, publication.audience)
    answer, asked = Answer((part,), audience="room"), _asked(publication, client, store, now)
    return with_buttons(request, asked, answer, store)
