"""Acme Outdoor: an online shop in a campaign week, while its helpdesk was down.

The newest complete week has both: the campaign lifts sessions, leads, orders and revenue (and
spend); the helpdesk's outage from Tuesday to Friday slows the first response and costs CSAT.
"""

from datetime import date, timedelta

from bot.playground.sample.days import Days, Floats, Span, monday, nth_weekday
from bot.playground.sample.series import Chance, Profile, Series

SLUG = "acme"
SHOPPING = (0.98, 0.95, 0.95, 0.97, 1.0, 1.08, 1.07)
ASKING = (1.3, 1.12, 1.05, 1.0, 0.98, 0.8, 0.75)
SESSIONS = Profile(2400, growth=0.14, weekdays=SHOPPING, season=0.12, peak=335)
LEADS = Profile(18, growth=0.08, weekdays=(1.1, 1.1, 1.1, 1.05, 1.0, 0.8, 0.85))
SPEND = Profile(310, growth=0.05, season=0.1, peak=330)
REQUESTS = Profile(58, growth=0.1, weekdays=ASKING, season=0.1, peak=345)
FIRST_RESPONSE = Profile(262, growth=-0.06, weekdays=(1.1, 1.0, 1.0, 1.0, 1.0, 1.1, 1.12))


def campaign(today: date) -> Span:
    """Ten days from the Monday of the newest complete week; the newest may still lie ahead."""
    first = monday(today)
    return Span(first, first + timedelta(days=9))


def outage(today: date) -> Span:
    """Tuesday to Friday of the newest complete week: the helpdesk moved and was down for hours."""
    first = monday(today)
    return Span(first + timedelta(days=1), first + timedelta(days=4))


def holidays(year: int) -> dict[date, float]:
    """What the year's special days do to shopping: Black Friday, Christmas, New Year."""
    friday = nth_weekday(year, 11, 3, 4) + timedelta(days=1)
    busy = {friday: 1.5, friday + timedelta(days=3): 1.3}
    quiet = {date(year, 12, 25): 0.45, date(year, 12, 26): 0.85, date(year, 1, 1): 0.7}
    return busy | quiet


def series(days: Days, seed: int) -> list[Series]:
    """Shop and support metrics; revenue and spend in GBP, first response in seconds."""
    chance = Chance(seed, SLUG, days)
    return [*_shop(days, chance), *_support(days, chance)]


def _shop(days: Days, chance: Chance) -> list[Series]:
    lift, special = days.during(campaign(days.today), 1.4), days.on(holidays)
    sessions = chance.count("sessions", SESSIONS.expected(days) * special * lift, 0.05)
    orders = chance.count("orders", sessions * 0.026, 0.07)
    leads = chance.count("leads", LEADS.expected(days) * lift, 0.15)
    spend = SPEND.expected(days) * days.during(campaign(days.today), 1.55)
    return [
        Series("sessions", sessions),
        Series("leads", leads),
        Series("orders", orders),
        Series("revenue", chance.around("revenue", orders * 68.4, 0.06), digits=2),
        Series("spend", chance.around("spend", spend, 0.05), digits=2),
    ]


def _support(days: Days, chance: Chance) -> list[Series]:
    down = outage(days.today)
    usual = REQUESTS.expected(days) * days.on(holidays)
    requests = chance.count("requests", usual * days.during(down, 1.3), 0.09)
    slower: Floats = (requests / usual) ** 0.4 * days.during(down, 1.7)
    response = chance.around("first_response", FIRST_RESPONSE.expected(days) * slower, 0.06)
    ratings = chance.count("ratings", requests * 0.36, 0.08)
    happy = 0.9 * days.during(down, 0.87)
    return [
        Series("requests", requests),
        Series("first_response", response, weights=requests),
        Series("csat", chance.share("csat", happy, ratings), weights=ratings, digits=4),
    ]
