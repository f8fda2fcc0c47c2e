"""The scorecard: what a client's health is made of, declared."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports import metrics

VERSION = "1"
MINUTES, HOURS = 60.0, 3600.0
NOT_ENOUGH = "not enough data"
HALF = 0.5  # of the weight must be known, or there is no score
_FROM = ((70.0, "healthy"), (40.0, "watch"), (0.0, "at risk"))
BANDS = tuple(name for _, name in _FROM)  # the best first
_SYMBOLS = {"healthy": "🟢", "watch": "🟡", "at risk": "🔴"}

Weights = Mapping[str, float]


@dataclass(frozen=True)
class Measure:
    """One number: a metric's key, the value that scores 0 and the value that scores 100.

    Between the two the score is linear, beyond them it stays. ``of_usual`` measures the share
    that the value has of its own mean over the 12 weeks before.
    """

    metric: str
    worst: float
    best: float
    of_usual: bool = False


@dataclass(frozen=True)
class Input:
    """One component: its measures in order of preference, of which the first with data counts."""

    key: str
    label: str
    measures: tuple[Measure, ...]
    weight: float = 1.0

    @property
    def metrics(self) -> tuple[str, ...]:
        """The keys of its metrics, the preferred one first."""
        return tuple(measure.metric for measure in self.measures)


SCORECARD = (
    Input(
        "adoption",
        "Adoption",
        (Measure("adoption", 0.2, 0.8), Measure("active_users", 0.5, 1.0, of_usual=True)),
    ),
    Input("training", "Training", (Measure("training_completed", 0.0, 0.9),)),
    Input(
        "support",
        "Support",
        (
            Measure("resolution_rate", 0.5, 0.95),
            Measure("answer_rate", 0.6, 0.95),
            Measure("first_response", 8 * HOURS, 30 * MINUTES),
        ),
    ),
    Input("satisfaction", "Satisfaction", (Measure("csat", 0.5, 0.95), Measure("nps", -50, 60))),
    Input("payments", "Payments", (Measure("invoices_overdue", 4, 0),)),
)
METRICS = tuple(metrics.in_reading_order({key for one in SCORECARD for key in one.metrics}))


def weights(given: Weights) -> dict[str, float]:
    """How much each component counts: as given, else as declared. Unknown names are left out."""
    return {one.key: float(given.get(one.key, one.weight)) for one in SCORECARD}


def version(given: Weights) -> str:
    """The scorecard with its weights, ``1 adoption=1 training=1 …``: equal where scores compare."""
    sizes = (f"{key}={str(size).removesuffix('.0')}" for key, size in weights(given).items())
    return " ".join([VERSION, *sizes])


def are_equal(given: Weights) -> bool:
    """Whether every component that counts at all counts the same."""
    return len({size for size in weights(given).values() if size}) <= 1


def band(score: float | None) -> str:
    """``healthy`` from 70 on, ``watch`` from 40 on, else ``at risk``; None: not enough data."""
    if score is None:
        return NOT_ENOUGH
    return next((name for least, name in _FROM if score >= least), BANDS[-1])


def symbol(band: str) -> str:
    """The band's sign, which never stands without its word."""
    return _SYMBOLS.get(band, "⚪️")
