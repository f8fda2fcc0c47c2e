"""Support: how quickly and how well people were helped."""

from reports.metrics.catalogue import declare
from reports.metrics.metric import Metric
from reports.model import Unit

declare(Metric(key="requests", label="Requests", better="down", description="Tickets opened."))
declare(
    Metric(
        key="first_response",
        label="First response",
        unit=Unit.DURATION,
        better="down",
        adds_up="mean",
        description="Mean time from opening to the first reply; for calls, the speed of answer.",
    )
)
declare(
    Metric(
        key="resolution_rate",
        label="Resolution rate",
        unit=Unit.PERCENT,
        adds_up="mean",
        description="Resolved among answered; among all where answering is not recorded.",
    )
)
declare(
    Metric(
        key="csat",
        label="CSAT",
        unit=Unit.PERCENT,
        adds_up="mean",
        description="Share of ratings 4–5 on a 1–5 scale among rated.",
    )
)
declare(
    Metric(
        key="nps",
        label="NPS",
        unit=Unit.SCORE,
        adds_up="mean",
        at_least=-100,
        at_most=100,
        description="Promoters minus detractors, −100 to 100.",
    )
)
declare(
    Metric(
        key="backlog",
        label="Backlog",
        better="down",
        adds_up="last",
        description="Tickets open at the end of the period.",
    )
)
declare(
    Metric(
        key="answer_rate",
        label="Answer rate",
        unit=Unit.PERCENT,
        adds_up="mean",
        description="Answered among requests.",
    )
)
declare(
    Metric(
        key="handle_time",
        label="Handle time",
        unit=Unit.DURATION,
        better="down",
        adds_up="mean",
        description="Talk, hold and after-call work, mean over the answered.",
    )
)
declare(
    Metric(
        key="resolution_time",
        label="Resolution time",
        unit=Unit.DURATION,
        better="down",
        adds_up="mean",
        description="Mean time from opening to closing, over the tickets closed.",
    )
)
declare(
    Metric(
        key="interactions_per_ticket",
        label="Interactions per ticket",
        better="down",
        adds_up="mean",
        description="Messages exchanged for each ticket closed.",
    )
)
declare(
    Metric(
        key="response",
        label="Response",
        unit=Unit.DURATION,
        better="down",
        adds_up="mean",
        description="Mean time to reply, over all replies.",
    )
)
declare(
    Metric(
        key="slowest_response",
        label="Slowest response",
        unit=Unit.DURATION,
        better="down",
        adds_up="max",
        description="Longest time to any reply.",
    )
)
declare(
    Metric(
        key="csat_mean",
        label="CSAT mean",
        unit=Unit.SCORE,
        adds_up="mean",
        at_least=1,
        at_most=5,
        description="Mean rating on a 1–5 scale.",
    )
)
declare(
    Metric(
        key="response_rate",
        label="Response rate",
        unit=Unit.PERCENT,
        adds_up="mean",
        description="Rated among answered.",
    )
)
declare(
    Metric(
        key="first_response_median",
        label="First response median",
        unit=Unit.DURATION,
        better="down",
        adds_up="median",
        of="first_response",
        description="Half of the tickets got their first reply within this time.",
    )
)
declare(
    Metric(
        key="first_response_p90",
        label="First response P90",
        unit=Unit.DURATION,
        better="down",
        adds_up="p90",
        of="first_response",
        description="Nine of ten tickets got their first reply within this time.",
    )
)
declare(
    Metric(
        key="handle_time_p90",
        label="Handle time P90",
        unit=Unit.DURATION,
        better="down",
        adds_up="p90",
        of="handle_time",
        description="Nine of ten of the answered took at most this time.",
    )
)
declare(
    Metric(
        key="feedback_count",
        label="Feedback",
        guides=False,
        description="Ratings, recommendations and comments received.",
    )
)
