"""Blocks of wide rows, read exactly as ``Intake`` reads each row."""

import numpy as np

from storage.bulk.common import Common, number_or_new
from storage.bulk.fields import Fields
from storage.bulk.numbers import DASH, KNOWN, ODD, UNKNOWN, Kinds, Truths, numbers
from storage.bulk.observed import Records, keys, records
from storage.bulk.texts import BAD, Texts
from storage.bulk.walk import Column, Walk
from storage.intake import Intake
from storage.shapes import Wide


class WideBlocks(Common):
    """A row is clean if its day, its client and every one of its numbers are."""

    def __init__(self, intake: Intake, body: Wide) -> None:
        """Take the rows of ``intake``'s shape."""
        super().__init__(intake)
        self._body = body

    def _regular(self, fields: Fields, walk: Walk) -> list[Records]:
        days, clients = self._day_column(fields), self._client_column(fields)
        found = [numbers(fields, fields.column(place)) for place, _ in self._body.metrics]
        kinds = np.array([kind for _, kind in found])
        some = (kinds == KNOWN).any(axis=0)
        odd = (days == BAD) | (kinds == ODD).any(axis=0) | (some & (clients.numbers == BAD))
        clean = ~odd & some
        walk.add(fields.regular[odd])
        metrics = self._metric_columns(kinds)
        walk.go([clients, *metrics], clean)
        read = ~odd & ~walk.alone[fields.regular]
        dashes = (kinds == DASH) & read
        self._count(read, (kinds == UNKNOWN) & read | dashes, dashes)
        of_column = []
        for column, (values, kind) in zip(metrics, found, strict=True):
            taken = read & (kind == KNOWN)
            key = keys(clients.numbers[taken], column.numbers[taken], days[taken])
            of_column.append(records(key, fields.lines[taken], values[taken]))
        return of_column

    def _metric_columns(self, kinds: Kinds) -> list[Column]:
        """The metric of each known number: a new one is made where it is first known."""
        ids = self._intake.metrics
        # Anew for each block, for a metric may stay new beside clients that are refused.
        texts = Texts(lambda text: number_or_new(ids.known(text)))
        places = [texts.place_of(key) for _, key in self._body.metrics]
        known: list[Truths] = list(kinds == KNOWN)
        return [Column(texts, np.where(one, at, 0)) for one, at in zip(known, places, strict=True)]
