"""Which of the team's words stand in a report."""

from reports import periods
from reports.model import Commentary, Period
from storage.store import Store
from storage.values import Client


def commentary(store: Store, client: Client, period: Period) -> tuple[Commentary, ...]:
    """Words about the period itself, after the words carried over from the one before.

    A reply belongs to the period of the report it answered and stands in every later report of
    it; a month gathers the words of its weeks. The first report of the next period carries them
    over once: as soon as one has been published in a channel, they have been read.
    """
    own = store.comments.within(client.id, period.start, period.end)
    if store.publications.any_for(client.id, period):
        return tuple(comment.commentary() for comment in own)
    before = periods.previous(period)
    carried = store.comments.within(client.id, before.start, before.end)
    return tuple(comment.commentary() for comment in (*carried, *own))
