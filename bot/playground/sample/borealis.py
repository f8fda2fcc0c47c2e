"""Borealis Clinics: patients write all day; a busy helpdesk that slowly gets better."""

from datetime import date, timedelta

import numpy as np

from bot.playground.sample.days import Days, Floats, last_weekday, nth_weekday
from bot.playground.sample.series import Chance, Profile, Series

SLUG = "borealis"
OFFICE = (1.28, 1.12, 1.06, 1.02, 0.96, 0.3, 0.22)
REQUESTS = Profile(236, growth=0.09, weekdays=OFFICE, season=0.14, peak=25)
FIRST_RESPONSE = Profile(2520, growth=-0.18, weekdays=(1.1, 1.0, 0.97, 0.96, 1.0, 1.35, 1.4))
BACKLOG = Profile(205, growth=-0.1, weekdays=(1.16, 1.08, 1.02, 0.97, 0.9, 0.94, 1.02))
RESOLVED = Profile(0.842, growth=0.02, weekdays=(1.0, 1.0, 1.0, 1.0, 1.0, 0.97, 0.96))
HAPPY = Profile(0.868, growth=0.015)


def holidays(year: int) -> dict[date, float]:
    """The clinics are closed on US holidays; only urgent requests come in."""
    labor, memorial = nth_weekday(year, 9, 0, 1), last_weekday(year, 5, 0)
    thanks = nth_weekday(year, 11, 3, 4)
    closed = [date(year, 1, 1), date(year, 7, 4), date(year, 12, 25), labor, memorial, thanks]
    return dict.fromkeys(closed, 0.2) | {thanks + timedelta(days=1): 0.55}


def series(days: Days, seed: int) -> list[Series]:
    """Support metrics; first response in seconds, rates as fractions, NPS from -100 to 100."""
    chance = Chance(seed, SLUG, days)
    usual = REQUESTS.expected(days) * days.on(holidays)
    requests = chance.count("requests", usual, 0.08)
    response = FIRST_RESPONSE.expected(days) * (requests / usual) ** 0.5
    return [
        Series("requests", requests),
        Series(
            "first_response",
            chance.around("first_response", response, 0.07),
            weights=requests,
        ),
        *_quality(days, chance, requests),
        Series("backlog", _backlog(days, chance)),
    ]


def _quality(days: Days, chance: Chance, requests: Floats) -> list[Series]:
    answered = np.maximum(np.rint(requests * 0.97), 1.0)
    ratings = chance.count("ratings", requests * 0.28, 0.08)
    asked = chance.count("asked", requests * 0.16, 0.1)
    resolved = np.minimum(RESOLVED.expected(days), 0.98)
    happy = np.minimum(HAPPY.expected(days), 0.98)
    return [
        Series("resolution_rate", chance.share("resolved", resolved, answered), answered, 4),
        Series("csat", chance.share("csat", happy, ratings), ratings, 4),
        Series("nps", _nps(chance, asked), asked, 1),
    ]


def _nps(chance: Chance, asked: Floats) -> Floats:
    """Promoters minus detractors in whole people, around 41 of a hundred."""
    lead = np.rint(asked * 0.41 + 0.7 * np.sqrt(asked) * chance.normal("nps"))
    result: Floats = 100 * np.clip(lead, -asked, asked) / asked
    return result


def _backlog(days: Days, chance: Chance) -> Floats:
    """Open tickets at the day's end."""
    return np.rint(BACKLOG.expected(days) * np.exp(0.22 * chance.lasting("backlog")))
