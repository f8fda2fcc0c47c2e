"""Which of people's words stand in a report."""

from datetime import datetime, timedelta

from reports import periods
from reports.model import Audience, Commentary, Period
from storage.store import Store
from storage.values import Client, Comment

WEEK = timedelta(days=6)  # from a week's first day to its last
THURSDAY = timedelta(days=3)


def commentary(
    store: Store,
    client: Client,
    period: Period,
    audience: Audience,
    known_at: datetime | None = None,
) -> tuple[Commentary, ...]:
    """Words about the period itself, after the words carried over from the one before.

    A reply belongs to the period of the report it answered and stands in every later report of
    it; a month gathers the words of its weeks. The first report of the next period carries them
    over once: as soon as ``audience`` has seen one in a channel, they have been read. All words
    are returned, also those that ``audience`` may not read; with ``known_at`` those written
    before that moment.
    """
    words = about(store, client, period, known_at)
    if store.publications.any_for(client.id, period, audience):
        return words
    return (*about(store, client, periods.previous(period), known_at), *words)


def about(
    store: Store, client: Client, period: Period, known_at: datetime | None = None
) -> tuple[Commentary, ...]:
    """All words about the period itself; with ``known_at`` those written before that moment."""
    near = store.comments.within(client.id, period.start - WEEK, period.end + WEEK)
    words = (comment.commentary() for comment in near if _belongs(comment, period))
    return tuple(word for word in words if known_at is None or word.at < known_at)


def _belongs(comment: Comment, period: Period) -> bool:
    """A week that lies in two months belongs to the one with its Thursday, as in ISO 8601."""
    if comment.grain == "week" and period.days > WEEK.days:
        return period.start <= comment.period_start + THURSDAY <= period.end
    return period.start <= comment.period_start and comment.period_end <= period.end
