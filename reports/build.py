"""Build the report of one client and one period."""

from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from reports import findings
from reports.audience import for_audience
from reports.figures import by_metric, figures
from reports.model import Audience, ClientCard, Commentary, Health, Period, Report
from reports.notices import UNFINISHED, notices
from reports.trust import judged_fairly
from reports.zones import day_in


@dataclass(frozen=True)
class Inputs:
    """All that a report is made of.

    ``frame`` has the columns that ``reports.figures`` names and covers
    ``reports.periods.window(period)``. ``commentary`` stands as given, in its order. ``now`` has
    a zone. ``chosen`` says, in a sentence, why this period was chosen. ``health`` is that of the
    period's last day, None where nothing of it is known.
    """

    client: ClientCard
    period: Period
    frame: pd.DataFrame
    commentary: tuple[Commentary, ...]
    now: datetime
    audience: Audience
    chosen: str | None = None
    health: Health | None = None


def build(inputs: Inputs) -> Report:
    """The report as its audience may read it, seen on the day it is in the client's zone.

    It is provisional while its period runs or days are missing. Raises UnknownZone.
    """
    today = day_in(inputs.client.tz, inputs.now)
    period = inputs.period.model_copy(update={"complete": inputs.period.end < today})
    return for_audience(_report(inputs, period, today), inputs.audience)


def _report(inputs: Inputs, period: Period, today: date) -> Report:
    client, found = inputs.client, by_metric(inputs.frame)
    made = judged_fairly(figures(found, period, today), found, period, today)
    said = notices(found, period, made, today, inputs.chosen)
    return Report(
        generated_at=inputs.now,
        provisional=any(notice.kind in UNFINISHED for notice in said),
        headline=findings.headline(client, period, made),
        client=client,
        period=period,
        metrics=made,
        health=inputs.health,
        wins=findings.wins(made, client.currency),
        challenges=findings.challenges(made, client.currency),
        commentary=inputs.commentary,
        notices=said,
    )
