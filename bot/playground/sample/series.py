"""How a metric's daily values are made: level, growth, weekday, season and noise."""

from dataclasses import dataclass
from datetime import date
from zlib import crc32

import numpy as np

from bot.playground.sample.days import LENGTH, Days, Floats

YEAR = 365.25
ANCHOR = date(2026, 1, 1).toordinal()
FLAT = (1.0,) * 7
# Noise is drawn from this day on and cut to the window, so that a day keeps its noise
# whichever day the sample ends on.
FIRST_NOISE = date(2000, 1, 1).toordinal()


@dataclass(frozen=True)
class Series:
    """One metric's values, one a day, written with ``digits`` decimals.

    ``weights`` counts what a mean was taken over (ratings, requests); None for what adds up.
    """

    metric: str
    values: Floats
    weights: Floats | None = None
    digits: int = 0


@dataclass(frozen=True)
class Profile:
    """A metric's expected day: ``level`` at the start of 2026, ``growth`` a year (0.1 = 10 %),
    factors for Monday to Sunday, and a season of relative height ``season`` that peaks on the
    day ``peak`` of the year.
    """

    level: float
    growth: float = 0.0
    weekdays: tuple[float, ...] = FLAT
    season: float = 0.0
    peak: int = 0

    def expected(self, days: Days) -> Floats:
        """The value without noise, one a day."""
        # Growth stops after ten years, so that the sample stays plausible in any of them.
        years = np.clip((days.ordinals - ANCHOR) / YEAR, -3, 10)
        turn = 2 * np.pi * (days.ordinals - ANCHOR - self.peak) / YEAR
        factors = np.array(self.weekdays)[days.weekdays] * (1 + self.season * np.cos(turn))
        result: Floats = self.level * (1 + self.growth) ** years * factors
        return result


@dataclass(frozen=True)
class Chance:
    """The noise of one client: a stream of its own for each metric, so none disturbs another."""

    seed: int
    client: str
    days: Days

    def normal(self, metric: str) -> Floats:
        """Standard normal noise, one a day."""
        return self._stream(metric)[-LENGTH:]

    def lasting(self, metric: str) -> Floats:
        """Noise in which a day resembles the day before: the mean of the last seven draws."""
        smooth = np.convolve(self._stream(metric), np.full(7, 1 / 7))
        return smooth[:-6][-LENGTH:]

    def around(self, metric: str, expected: Floats, spread: float) -> Floats:
        """``expected`` with log-normal noise of relative width ``spread``."""
        result: Floats = expected * np.exp(spread * self.normal(metric))
        return result

    def count(self, metric: str, expected: Floats, spread: float) -> Floats:
        """Whole numbers around ``expected``, at least 1."""
        return np.maximum(np.rint(self.around(metric, expected, spread)), 1.0)

    def share(self, metric: str, rate: Floats, of: Floats) -> Floats:
        """The share of ``of`` things that fell to ``rate``: a whole number of them, 0 to 1."""
        noise = self.normal(metric) * np.sqrt(of * rate * (1 - rate))
        result: Floats = np.clip(np.rint(of * rate + noise), 0, of) / of
        return result

    def _stream(self, metric: str) -> Floats:
        stream = np.random.default_rng([self.seed, crc32(f"{self.client}/{metric}".encode())])
        return stream.standard_normal(self.days.today.toordinal() - FIRST_NOISE)
