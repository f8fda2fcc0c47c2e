"""How much each component of the health score counts in this workspace."""

from math import isfinite

from commands.answer import Answer, Table, Text
from reports.errors import Expected
from reports.health.scorecard import SCORECARD, weights
from reports.words import listed, shorten
from storage.store import Store

MOST = 100.0
LONGEST_SHOWN = 60
HOW = "Type “/health weights support=2 training=0” to change them; 0 leaves a component out."


class UnknownComponent(Expected):
    """“{word}” is none of the components {names}; write it like support=2."""


class UnreadableWeight(Expected):
    """“{word}” is no weight; write a number from 0 to 100 behind the name, as in support=2."""


class NothingCounts(Expected):
    """One component at least must count, so nothing was changed; give it a weight above 0."""


def weigh(words: str, store: Store) -> Answer:
    """Show the weights, or set those named; the others stay as they are.

    Raises UnknownComponent, UnreadableWeight, NothingCounts; nothing is changed then.
    """
    current = weights(store.scores.weights())
    if not words.strip():
        return Answer((_table(current), Text((HOW,), quiet=True)))
    wanted = current | dict(_read(word) for word in words.replace(",", " ").split())
    if not any(wanted.values()):
        raise NothingCounts
    store.scores.set_weights(wanted)
    said = "From now on the components count like this; earlier scores stay as they were."
    return Answer((Text((said,)), _table(wanted)))


def _table(wanted: dict[str, float]) -> Table:
    whole = sum(wanted.values())
    rows = tuple(
        (one.label, f"{wanted[one.key]:g}", f"{100 * wanted[one.key] / whole:.0f} %")
        for one in SCORECARD
    )
    return Table("Weights", ("Component", "Weight", "Share of the score"), rows)


def _read(word: str) -> tuple[str, float]:
    name, _, number = word.partition("=")
    found = next((one for one in SCORECARD if one.key == name.casefold()), None)
    if found is None:
        names = listed([one.key for one in SCORECARD])
        raise UnknownComponent(word=shorten(name or word, LONGEST_SHOWN), names=names)
    return found.key, _weight(word, number)


def _weight(word: str, number: str) -> float:
    try:
        weight = float(number)
    except ValueError:
        weight = -1.0
    if not (isfinite(weight) and 0 <= weight <= MOST):
        raise UnreadableWeight(word=shorten(word, LONGEST_SHOWN))
    return weight
