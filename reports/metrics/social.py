"""Social: who listens, who asks, and whether they are answered."""

from math import inf

from reports.metrics.catalogue import declare
from reports.metrics.metric import Metric
from reports.model import Unit

PLATFORMS = ("Facebook", "Instagram", "LinkedIn", "Pinterest", "TikTok", "X", "YouTube")

declare(
    Metric(
        key="inbound_messages",
        label="Inbound messages",
        description="Messages and comments that people sent.",
    )
)
declare(
    Metric(
        key="reply_rate",
        label="Reply rate",
        unit=Unit.PERCENT,
        adds_up="ratio",
        expression="messages_answered / inbound_messages",
        description="Answered among the messages that people sent.",
    )
)
declare(
    Metric(
        key="messages_answered",
        label="Messages answered",
        description="Messages from people that were answered.",
    )
)
declare(
    Metric(
        key="engagement_rate",
        label="Engagement rate",
        unit=Unit.PERCENT,
        adds_up="ratio",
        expression="engagement / impressions",
        description="Engagement for each time a post was shown.",
    )
)
declare(
    Metric(
        key="net_growth",
        label="Net growth",
        at_least=-inf,
        description="Followers won without those lost.",
    )
)
for _platform in PLATFORMS:
    declare(
        Metric(
            key=f"net_growth_{_platform.lower()}",
            label=f"Net growth, {_platform}",
            at_least=-inf,
            description=f"Followers won on {_platform} without those lost.",
        )
    )
declare(
    Metric(
        key="engagement",
        label="Engagement",
        guides=False,
        description="Likes, comments, shares and clicks on posts.",
    )
)
declare(
    Metric(
        key="audience",
        label="Audience",
        adds_up="last",
        guides=False,
        description="Followers at the end of the period.",
    )
)
for _platform in PLATFORMS:
    declare(
        Metric(
            key=f"audience_{_platform.lower()}",
            label=f"Audience, {_platform}",
            adds_up="last",
            guides=False,
            description=f"Followers on {_platform} at the end of the period.",
        )
    )
