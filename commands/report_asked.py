"""What the words of a report came to: whose, for when, for whose eyes."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from commands.answer import Answer
from commands.options import Options, read_options
from commands.report_words import ReportWords, read_words
from commands.request import Request
from commands.targets import (
    LONGEST_SHOWN,
    Target,
    did_you_mean,
    find_target,
    suggestion,
    thread_of,
)
from reports import periods
from reports.errors import Expected
from reports.metrics import Catalogue, built_in
from reports.model import Audience, Period
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
    """Whose report, for when, for whose eyes, and what of it; ``today`` is the client's day.

    ``chosen`` says why this period was chosen. ``known_at`` looks back: what came to be known
    later is left out. ``catalogue`` has what the team declares about its metrics.
    """

    client: Client
    period: Period
    today: date
    words: ReportWords
    options: Options
    chosen: str | None = None
    catalogue: Catalogue = field(default_factory=built_in)

    @property
    def audience(self) -> Audience | None:
        """For whose eyes it was asked."""
        return self.options.audience

    @property
    def known_at(self) -> datetime | None:
        """The first moment that is not known yet."""
        return self.options.known_at(self.client.tz)

    def again(self, words: str = "", period: Period | None = None) -> str:
        """The words that ask for this report once more, or for another period or more of it."""
        code = periods.code(period or self.period)
        return " ".join(filter(None, (self.client.slug, code, words, self.options.written())))


def read_asked(request: Request, store: Store, now: datetime) -> Asked | Answer:
    """What was asked, or the sentence that says which client may have been meant.

    Raises UnreadablePeriod, FuturePeriod, NoData and what the words and options raise.
    """
    options = read_options(request.args)
    target = find_target(request, options.words, store)
    if target is None:
        # “why csat” names no client, rather than one of that name.
        bare = not read_words(options.words).period
        return did_you_mean(request, "" if bare else options.words, store)
    try:
        return _asked(request, target, options, store, now)
    except periods.UnreadablePeriod:
        # In a client's channel, another client's misspelt name looks like a period.
        if target.named:
            raise
        if answer := suggestion(request, options.words, store):
            return answer
        raise NeitherClientNorPeriod(words=shorten(options.words.strip(), LONGEST_SHOWN)) from None


def newest_day(store: Store, client: Client) -> date:
    """The last day with data; raises NoData."""
    newest = store.observations.newest_day(client.id)
    if newest is None:
        raise NoData(name=client.name, slug=client.slug)
    return newest


def _asked(
    request: Request, target: Target, options: Options, store: Store, now: datetime
) -> Asked:
    catalogue = store.definitions.catalogue()
    client, words = target.client, read_words(target.rest, catalogue)
    newest, today = newest_day(store, client), day_in(client.tz, now)
    published = thread_of(request, store)
    if words.period:
        period, chosen = periods.parse(words.period, today), None
    elif published is not None and published.client_id == client.id:
        period, chosen = published.period, None
    else:
        period, chosen = _default_period(today, newest, store, client)
    return Asked(client, period, today, words, options, chosen, catalogue)


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
