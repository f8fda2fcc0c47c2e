"""What the account managers write down on Mondays: seats in use, training, late invoices.

Acme's seats fall quiet and an invoice is late; Borealis uses what it pays for, and nobody knows
of its invoices. Chiang Mai has bought no seats.
"""

from datetime import date

import numpy as np

from bot.playground.sample.csv_text import Line, lines
from bot.playground.sample.days import LENGTH, Days, Floats, monday
from bot.playground.sample.series import Chance, Profile, Series

NAME = "success.csv"
SEATS = {"acme": 60, "borealis": 240}
IN_USE = {"acme": Profile(0.52), "borealis": Profile(0.74)}
TRAINED = {"acme": 0.7, "borealis": 1.0}
FADES_IN = 70  # days in which Acme's use fell to FADED of what it was
FADED = 0.62
JITTER = 0.015


def overdue_since(today: date) -> date:
    """Acme: one invoice is past its day from the Monday of the newest complete week on."""
    return monday(today)


def rows(days: Days, seed: int) -> list[Line]:
    """One line a Monday, metric and client; fractions of the seats, invoices counted."""
    fading = np.concatenate([np.ones(LENGTH - FADES_IN), np.linspace(1.0, FADED, FADES_IN)])
    late = np.array([float(day >= overdue_since(days.today)) for day in days.dates])
    acme = [*_seats("acme", days, seed, fading), Series("invoices_overdue", late)]
    borealis = _seats("borealis", days, seed, np.ones(LENGTH))
    told = [*lines("acme", days, acme), *lines("borealis", days, borealis)]
    return [row for row in told if row.day.weekday() == 0]


def _seats(client: str, days: Days, seed: int, factor: Floats) -> list[Series]:
    seats = np.full(LENGTH, float(SEATS[client]))
    rate = IN_USE[client].expected(days) * factor
    used = np.rint(Chance(seed, client, days).around("adoption", rate, JITTER) * seats) / seats
    return [
        Series("adoption", used, weights=seats, digits=4),
        Series("training_completed", np.full(LENGTH, TRAINED[client]), digits=4),
    ]
