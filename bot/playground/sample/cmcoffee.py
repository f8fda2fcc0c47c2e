"""Chiang Mai Coffee Roasters: a small shop with loyal guests and its year around tourists."""

from datetime import date

import numpy as np

from bot.playground.sample.days import Days, Floats
from bot.playground.sample.series import Chance, Profile, Series

SLUG = "cmcoffee"
LEISURE = (0.88, 0.86, 0.9, 0.94, 1.06, 1.22, 1.14)
SESSIONS = Profile(520, growth=0.2, weekdays=LEISURE, season=0.16, peak=355)
SIGNUPS = Profile(9, growth=0.3, weekdays=LEISURE)


def holidays(year: int) -> dict[date, float]:
    """Songkran fills the town, the turn of the year empties the shop's desk."""
    songkran = {date(year, 4, day): 1.45 for day in (13, 14, 15)}
    closed = {date(year, 12, 31): 0.6, date(year, 1, 1): 0.5}
    return songkran | closed | {date(year, 8, 12): 1.2, date(year, 12, 5): 1.2}


def web(days: Days, seed: int) -> list[Series]:
    """What the web counter exports; the last metric is one that nobody declared."""
    chance = Chance(seed, SLUG, days)
    sessions = _sessions(days, chance)
    returning = np.rint(sessions * np.clip(chance.around("returning", _share(days), 0.06), 0, 1))
    return [
        Series("sessions", sessions),
        Series("returning_visits", returning),
        Series("newsletter_signups", chance.count("signups", SIGNUPS.expected(days), 0.2)),
    ]


def shop(days: Days, seed: int) -> list[Series]:
    """What the shop exports; revenue in THB, CSAT as a fraction of the ratings."""
    chance = Chance(seed, SLUG, days)
    orders = chance.count("orders", _sessions(days, chance) * 0.066, 0.09)
    ratings = chance.count("ratings", orders * 0.3, 0.12)
    happy = np.full_like(ratings, 0.93)
    return [
        Series("orders", orders),
        Series("revenue", chance.around("revenue", orders * 642, 0.07), digits=2),
        Series("csat", chance.share("csat", happy, ratings), weights=ratings, digits=4),
    ]


def _sessions(days: Days, chance: Chance) -> Floats:
    return chance.count("sessions", SESSIONS.expected(days) * days.on(holidays), 0.06)


def _share(days: Days) -> Floats:
    return Profile(0.38, growth=0.05).expected(days)
