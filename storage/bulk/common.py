"""What taking blocks of long and of wide rows has in common."""

from typing import Protocol

import numpy as np

from storage.bulk.fields import Fields, Ints
from storage.bulk.numbers import Truths
from storage.bulk.observed import Records, staged_records
from storage.bulk.texts import BAD, NEW, Texts
from storage.bulk.walk import Column, Walk
from storage.cells import Refused
from storage.intake import Intake
from storage.sources.formats import day


class Taking(Protocol):
    """Takes the rows of one file's blocks."""

    def take(self, fields: Fields) -> list[Records]:
        """The observations of a block's lines; what else became of them stands in the tally."""


class Common:
    """What both shapes have: a day, whose the numbers are, and rows that are read alone."""

    def __init__(self, intake: Intake) -> None:
        """Keep what the columns mean from block to block."""
        self._intake = intake
        self._days = Texts(_day)
        self._clients = Texts(lambda text: number_or_new(intake.clients.known(text)))
        self._sole = None if intake.client is None else self._clients.place_of(intake.client)

    def take(self, fields: Fields) -> list[Records]:
        """The observations of a block's lines; what else became of them stands in the tally."""
        walk = Walk(fields, self._intake)
        made: list[Records] = []
        if len(fields.regular):
            made += self._regular(fields, walk)
        else:
            walk.go([], np.zeros(0, np.bool_))
        return [*made, staged_records(walk.staged)] if walk.staged else made

    def _regular(self, fields: Fields, walk: Walk) -> list[Records]:
        """The observations of the regular lines that are clean; ``walk`` reads all others."""
        raise NotImplementedError

    def _day_column(self, fields: Fields) -> Ints:
        cells = fields.column(self._intake.shape.date)
        return Column(self._days, self._days.places(fields, cells)).numbers

    def _client_column(self, fields: Fields) -> Column:
        place = self._intake.shape.client
        if place is None:
            return Column(self._clients, np.full(len(fields.regular), self._sole or 0))
        return Column(self._clients, self._clients.places(fields, fields.column(place)))

    def _count(self, rows: Truths, unknown: Truths, dashes: Truths) -> None:
        tally = self._intake.tally
        tally.rows_read += int(np.count_nonzero(rows))
        tally.unknown += int(np.count_nonzero(unknown))
        tally.placeholders += int(np.count_nonzero(dashes))


def number_or_new(known: int | None) -> int:
    """As ``Texts`` wants it."""
    return NEW if known is None else known


def _day(text: str) -> int:
    try:
        return day(text)
    except Refused:
        return BAD
