"""From a table's rows to rows that can be staged, and what was refused on the way."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from storage.books import ClientBook, MetricBook
from storage.cells import Refused, quoted
from storage.shapes import Long, Shape, Wide, metric_key_of
from storage.sources.formats import PLAIN, Format, day, folded, number
from storage.values import Refusal
from storage.verbs.observations import TOTAL

# In this order: client, metric, breakdown, day, line, value, weight.
Staged = tuple[int, int, int, int, int, float, float | None]
REFUSALS_LISTED = 10_000


@dataclass(slots=True)
class Tally:
    """What happened to a file's rows so far."""

    rows_read: int = 0
    unknown: int = 0
    placeholders: int = 0  # of these
    refused_count: int = 0
    refused: list[Refusal] = field(default_factory=list)

    def count_unknown(self, cell: str) -> None:
        """Count a cell that tells nothing, be it empty or something such as ``?``."""
        self.unknown += 1
        self.placeholders += bool(cell.strip())

    def refuse(self, line: int, refused: Refused) -> None:
        """Count a refusal, and list it while the list is readable."""
        self.refused_count += 1
        if len(self.refused) < REFUSALS_LISTED:
            self.refused.append(Refusal(line, str(refused), refused.kind))


class Intake:
    """Reads the rows of one file; what it met on the way stands in its books and its tally."""

    def __init__(
        self,
        shape: Shape,
        clients: ClientBook,
        metrics: MetricBook,
        client: str | None,
        formats: Mapping[int, Format] | None = None,
        in_percent: frozenset[str] = frozenset(),
    ) -> None:
        """Prepare for rows of ``shape``; ``client`` is whose they are where no column says so.

        ``formats`` says how columns are written, by their places; the others are plain. Of a long
        table the metrics ``in_percent`` have a percent sign throughout.
        """
        self.shape = shape
        self._formats = [(formats or {}).get(place, PLAIN) for place in range(shape.width)]
        self._in_percent = in_percent
        self.clients = clients
        self.metrics = metrics
        self.client = client
        self._take = self._taker(shape.body)
        self.tally = Tally()

    @property
    def is_plain(self) -> bool:
        """Whether all that is read is plain: ISO days, and numbers of digits and a point."""
        return all(one == PLAIN for one in self._formats)

    def rows(self, line: int, cells: list[str]) -> list[Staged]:
        """What can be staged of one row; the rest is counted."""
        self.tally.rows_read += 1
        try:
            self._check_width(cells)
            return self._take(line, cells)
        except Refused as refused:
            self.tally.refuse(line, refused)
            return []

    def _check_width(self, cells: list[str]) -> None:
        width = self.shape.width
        if len(cells) != width:
            raise Refused(
                f"it has {len(cells)} columns where the first line has {width}", "columns"
            )

    def _taker(self, body: Long | Wide) -> Callable[[int, list[str]], list[Staged]]:
        if isinstance(body, Long):
            return lambda line, cells: self._long(body, line, cells)
        return lambda line, cells: self._wide(body, line, cells)

    def _long(self, body: Long, line: int, cells: list[str]) -> list[Staged]:
        when = self._day(cells)
        value = self._number(cells, body.value)
        if value is None:
            self.tally.count_unknown(cells[body.value])
            return []
        weight = None if body.weight is None else _weight(self._number(cells, body.weight))
        metric_id = self.metrics.id_of(cells[body.metric])
        self._check_share(body, cells)
        client_id = self._client_of(cells)
        self._check_currency(client_id, body.value)
        return [(client_id, metric_id, TOTAL, when, line, value, weight)]

    def _wide(self, body: Wide, line: int, cells: list[str]) -> list[Staged]:
        when = self._day(cells)
        known = list(self._numbers(body, line, cells))
        if not known:
            return []
        client_id = self._client_of(cells)
        ids = self.metrics.id_of
        return [
            (client_id, ids(key), TOTAL, when, line, value, None)
            for place, key, value in known
            if self._is_in_currency(client_id, place, key, line)
        ]

    def _numbers(self, body: Wide, line: int, cells: list[str]) -> Iterator[tuple[int, str, float]]:
        for place, key in body.metrics:
            try:
                value = self._number(cells, place)
            except Refused as refused:
                self.tally.refuse(line, refused.told(f"{key}: {refused}"))
                continue
            if value is None:
                self.tally.count_unknown(cells[place])
            else:
                yield place, key, value

    def _day(self, cells: list[str]) -> int:
        return day(cells[self.shape.date], self._formats[self.shape.date])

    def _number(self, cells: list[str], place: int) -> float | None:
        return number(cells[place], self._formats[place])

    def _check_share(self, body: Long, cells: list[str]) -> None:
        """A metric is given in percent throughout, or never."""
        if not self._formats[body.value].shares:
            return
        share = metric_key_of(cells[body.metric]) in self._in_percent
        if share != ("%" in folded(cells[body.value])):
            cell = quoted(cells[body.value].strip())
            raise Refused(
                f"{cell} is in percent, unlike this metric's other lines, or the reverse", "number"
            )

    def _is_in_currency(self, client_id: int, place: int, key: str, line: int) -> bool:
        try:
            self._check_currency(client_id, place)
        except Refused as refused:
            self.tally.refuse(line, refused.told(f"{key}: {refused}"))
            return False
        return True

    def _check_currency(self, client_id: int, place: int) -> None:
        sign = self._formats[place].sign
        if sign is not None:
            self.clients.check_currency(client_id, sign)

    def _client_of(self, cells: list[str]) -> int:
        column = self.shape.client
        return self.clients.id_of(self.client or "" if column is None else cells[column])


def _weight(weight: float | None) -> float | None:
    if weight is not None and weight < 0:
        raise Refused(f"the weight {weight:g} is below zero", "negative")
    return weight
