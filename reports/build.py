"""Build the report of one client and one period."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd

from reports import findings, identities, periods, triangulation
from reports.audience import for_audience
from reports.figures import Days, by_metric, figures
from reports.goal_words import with_goals_told
from reports.goals import held, with_goals
from reports.metrics import Catalogue, built_in
from reports.model import (
    Audience,
    ClientCard,
    Commentary,
    Health,
    MetricFigure,
    Period,
    Report,
)
from reports.notices import UNFINISHED, notices
from reports.trust import judged_fairly
from reports.zones import day_in


@dataclass(frozen=True)
class Inputs:
    """All that a report is made of.

    ``frame`` and ``records`` are as ``reports.by_metric`` says and cover
    ``reports.periods.window(period)``. ``catalogue`` is the workspace's own, the built-in one if
    not given. ``commentary`` stands as given, in its order. ``now`` has a zone. ``chosen`` says,
    in a sentence, why this period was chosen. ``health`` is that of the period's last day, None
    where nothing of it is known. ``told`` are sentences by kind of notice: what is known of where
    the numbers come from. ``goals`` are the targets that stand for the period, by metric.
    """

    client: ClientCard
    period: Period
    frame: pd.DataFrame
    commentary: tuple[Commentary, ...]
    now: datetime
    audience: Audience
    chosen: str | None = None
    health: Health | None = None
    catalogue: Catalogue | None = None
    records: pd.DataFrame | None = None
    told: Mapping[str, str | None] = field(default_factory=dict)
    goals: Mapping[str, float] = field(default_factory=dict)


def build(inputs: Inputs) -> Report:
    """The report as its audience may read it, seen on the day it is in the client's zone.

    It is provisional while its period runs or days are missing. Raises UnknownZone.
    """
    today = day_in(inputs.client.tz, inputs.now)
    period = inputs.period.model_copy(update={"complete": inputs.period.end < today})
    return for_audience(_report(inputs, period, today), inputs.audience)


def _report(inputs: Inputs, period: Period, today: date) -> Report:
    client, catalogue = inputs.client, inputs.catalogue or built_in()
    found = by_metric(inputs.frame, catalogue, inputs.records)
    found = with_goals(found, inputs.goals, catalogue)
    made = judged_fairly(figures(found, period, today), found, period, today)
    made = held(made, found, inputs.goals, period, today)
    against = _doubts(inputs, found, periods.elapsed(period, today), catalogue)
    told = {**inputs.told, **against}
    said = notices(found, period, made, today, inputs.chosen, told)
    leading = _leading(made, found)
    known = any(figure.value is not None for figure in leading)
    return Report(
        generated_at=inputs.now,
        provisional=any(notice.kind in UNFINISHED for notice in said),
        headline=findings.headline(client, period, leading if known else made),
        client=client,
        period=period,
        metrics=made,
        health=inputs.health,
        wins=with_goals_told(
            findings.wins(leading, client.currency), made, client.currency, met=True
        ),
        challenges=with_goals_told(
            findings.challenges(leading, client.currency), made, client.currency, met=False
        ),
        commentary=inputs.commentary,
        notices=said,
    )


def _doubts(
    inputs: Inputs, found: list[Days], run: Period, catalogue: Catalogue
) -> dict[str, str | None]:
    """Where sources disagree and identities do not hold, by kind of notice."""
    currency = inputs.client.currency
    disagree = triangulation.disagreements(inputs.frame, found, run, catalogue)
    broken = identities.violations(found, run, catalogue)
    return {
        "disagreement": triangulation.in_words(disagree, currency),
        "identity": identities.in_words(broken, catalogue, currency),
    }


def _leading(made: tuple[MetricFigure, ...], found: list[Days]) -> tuple[MetricFigure, ...]:
    """The figures that guide, without those that say of a known figure's cases what it says."""
    metrics = {days.metric.key: days.metric for days in found}
    return tuple(f for f in made if metrics[f.key].guides and metrics[f.key].of not in metrics)
