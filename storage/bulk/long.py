"""Blocks of long rows, read exactly as ``Intake`` reads each row."""

import numpy as np

from storage.bulk.common import Common, number_or_new
from storage.bulk.fields import Fields
from storage.bulk.numbers import DASH, KNOWN, ODD, UNKNOWN, Floats, Truths, numbers
from storage.bulk.observed import Records, keys, records
from storage.bulk.texts import BAD, Texts
from storage.bulk.walk import Column, Walk
from storage.intake import Intake
from storage.shapes import Long


class LongBlocks(Common):
    """A row is clean if its day, number, weight, metric and client are."""

    def __init__(self, intake: Intake, body: Long) -> None:
        """Take the rows of ``intake``'s shape."""
        super().__init__(intake)
        self._body = body
        self._metrics = Texts(lambda text: number_or_new(intake.metrics.known(text)))

    def _regular(self, fields: Fields, walk: Walk) -> list[Records]:
        days = self._day_column(fields)
        values, kinds = numbers(fields, fields.column(self._body.value))
        weights, bad = self._weights(fields)
        metrics, clients = self._metric_column(fields), self._client_column(fields)
        bad |= (metrics.numbers == BAD) | (clients.numbers == BAD)
        odd = (days == BAD) | (kinds == ODD) | ((kinds == KNOWN) & bad)
        clean = ~odd & (kinds == KNOWN)
        walk.add(fields.regular[odd])
        walk.go([metrics, clients], clean)
        taken, dashes = clean & ~walk.alone[fields.regular], ~odd & (kinds == DASH)
        unknown = ~odd & (kinds == UNKNOWN) | dashes
        self._count(taken | unknown, unknown, dashes)
        key = keys(clients.numbers[taken], metrics.numbers[taken], days[taken])
        own = None if weights is None else weights[taken]
        return [records(key, fields.lines[taken], values[taken], own)]

    def _metric_column(self, fields: Fields) -> Column:
        cells = fields.column(self._body.metric)
        return Column(self._metrics, self._metrics.places(fields, cells))

    def _weights(self, fields: Fields) -> tuple[Floats | None, Truths]:
        """The weights, NaN where there is none, and whether each cannot be taken as it is."""
        if self._body.weight is None:
            return None, np.zeros(len(fields.regular), np.bool_)
        values, kinds = numbers(fields, fields.column(self._body.weight))
        bad = (kinds == ODD) | ((kinds == KNOWN) & (values < 0))
        return np.where(kinds == KNOWN, values, np.nan), bad
