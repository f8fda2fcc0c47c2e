"""Reviews: what somebody decided about a report before it is sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from storage.dialect import insert_into
from storage.engine import reading, writing
from storage.tables import review, subscription
from storage.text import clean
from storage.values import Review, ReviewState
from storage.verbs.base import Verbs, columns_of, value


class Reviews(Verbs):
    """The reviews of one workspace's schedules."""

    def of(self, subscription_id: int, period: str) -> Review | None:
        """What was decided about that period; None where nobody was asked or said anything."""
        mine = subscription.c.workspace_id == self.workspace_id
        same = (review.c.subscription_id == subscription_id) & (review.c.period == period)
        found = select(*columns_of(Review, review)).join(subscription).where(mine, same)
        with reading(self.engine) as connection:
            row = connection.execute(found).mappings().first()
        return value(Review, row) if row else None

    def decide(
        self, subscription_id: int, period: str, state: ReviewState, by: str, now: datetime
    ) -> None:
        """Approve, hold or skip the period's report; what was said last counts."""
        fields = {"state": state, "decided_by": by, "decided_at": now}
        self._keep(subscription_id, period, fields)

    def say(self, subscription_id: int, period: str, headline: str | None) -> None:
        """Give the period's report another headline, or its own again."""
        self._keep(subscription_id, period, {"headline": headline and clean(headline)})

    def _keep(self, subscription_id: int, period: str, fields: dict[str, Any]) -> None:
        begun = {"subscription_id": subscription_id, "period": period, "state": "awaiting"}
        with writing(self.engine) as connection:
            kept = insert_into(connection, review).values(begun | fields)
            at = ["subscription_id", "period"]
            connection.execute(kept.on_conflict_do_update(index_elements=at, set_=fields))
