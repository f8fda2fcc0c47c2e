"""What an import of tickets is told to have done."""

from reports.metrics import in_reading_order
from storage.records.staging import Written
from storage.tickets.measures import ALL_METRICS
from storage.tickets.observed import Observed
from storage.tickets.planning import Plan
from storage.tickets.taking import Taking
from storage.tickets.ticket import TicketsTaken
from storage.verbs.observations import day_of


def result(
    plan: Plan, rows: Taking, client: str | None, written: Written, counted: Observed | None = None
) -> TicketsTaken:
    """What became of the rows; ``counted`` are the figures, None where no ticket was taken."""
    gives = counted.gives if counted else set[str]()
    days = counted.days() if counted else None
    return TicketsTaken(
        source=plan.source,
        kind=plan.mapping.kind,
        client=client,
        rows_read=rows.tally.rows_read,
        taken=written.taken,
        changed=written.changed,
        unchanged=written.unchanged,
        set_aside=rows.set_aside,
        refused=rows.tally.refused,
        refused_count=rows.tally.refused_count,
        parts=counted.parts if counted else {},
        too_many=counted.too_many if counted else [],
        gives=in_reading_order(gives),
        lacks=in_reading_order(ALL_METRICS - gives) if counted else [],
        first_day=day_of(days[0]) if days else None,
        last_day=day_of(days[1]) if days else None,
    )
