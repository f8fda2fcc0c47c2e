"""What the texts of a column stand for: each different one is looked up once."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from storage.bulk.fields import LONGEST, WORD, Cells, Fields, Ints, Words

# What a text may be beside the number it stands for.
NEW = int(np.iinfo(np.int64).min)
BAD = NEW + 1
_FACTORS = np.array(
    [pow(0x9E3779B97F4A7C15, power, 1 << 64) for power in range(1, LONGEST // WORD + 1)], np.uint64
)
_SHIFT = np.uint64(29)
_QUICK = np.uint64(48)


class Texts:
    """The texts of one column met so far; each has a place, and ``numbers`` says what it means."""

    def __init__(self, meaning: Callable[[str], int]) -> None:
        """``meaning`` gives a text's number, NEW where it has none yet, BAD where it never will."""
        self._meaning = meaning
        # Place 0 is a text that no cell has.
        self._texts = [""]
        self._hashes = np.zeros(1, np.uint64)
        self._order = np.zeros(1, np.int64)  # places in the order of the hashes
        self._quick = np.zeros(1 << 16, np.int64)  # places by the first bits of the hash
        self._words = np.zeros((1, LONGEST // WORD), np.uint64)
        self._lengths = np.full(1, -1)
        self.numbers = np.full(1, BAD)

    def places(self, fields: Fields, cells: Cells) -> Ints:
        """The place of each cell's text; 0 for one that must be read by itself, which is BAD."""
        words = fields.words(cells)
        heads, sizes = _runs(words, cells.lengths)
        found = self._found(fields, cells.at(heads), words[heads])
        return np.repeat(found, sizes)

    def place_of(self, text: str) -> int:
        """The place of a text that stands in no cell."""
        self._append([text], np.zeros((1, self._words.shape[1]), np.uint64), np.full(1, -1))
        return len(self._texts) - 1

    def decide(self, place: int) -> bool:
        """Whether a text that was new has its number now; if not, it is BAD from now on."""
        number = self._meaning(self._texts[place])
        self.numbers[place] = BAD if number == NEW else number
        return number not in {NEW, BAD}

    def _found(self, fields: Fields, cells: Cells, words: Words) -> Ints:
        hashes = _hashes(words)
        places = self._quick[hashes >> _QUICK]
        other = np.flatnonzero(~self._same(places, cells.lengths, words))
        if len(other):
            rest, hashes, words = cells.at(other), hashes[other], words[other]
            self._learn(fields, rest, words, hashes)
            slow = self._order[np.searchsorted(self._hashes, hashes).clip(max=len(self._order) - 1)]
            places[other] = np.where(self._same(slow, rest.lengths, words), slow, 0)
        found: Ints = places
        return found

    def _same(self, places: Ints, lengths: Ints, words: Words) -> NDArray[np.bool_]:
        """Whether the texts at these places are the cells'; hashes may be alike by chance."""
        same: NDArray[np.bool_] = self._lengths[places] == lengths
        for one in range(words.shape[1]):
            same &= self._words[places, one] == words[:, one]
        return same

    def _learn(self, fields: Fields, cells: Cells, words: Words, hashes: Words) -> None:
        known = self._hashes[np.searchsorted(self._hashes, hashes).clip(max=len(self._hashes) - 1)]
        new = np.flatnonzero((cells.lengths <= LONGEST) & (known != hashes))
        found, firsts = np.unique(hashes[new], return_index=True)
        rows = new[firsts]
        starts, lengths = cells.starts[rows], cells.lengths[rows]
        texts = [fields.shown(*one) for one in zip(starts.tolist(), lengths.tolist(), strict=True)]
        padded = np.zeros((len(rows), self._words.shape[1]), np.uint64)
        padded[:, : words.shape[1]] = words[rows]
        self._keep(texts, padded, lengths, found)

    def _keep(self, texts: list[str], words: Words, lengths: Ints, hashes: Words) -> None:
        places = np.arange(len(self._texts), len(self._texts) + len(texts))
        self._append(texts, words, lengths)
        self._quick[hashes >> _QUICK] = places
        hashes, places = np.append(self._hashes, hashes), np.append(self._order, places)
        order = np.argsort(hashes)
        self._hashes, self._order = hashes[order], places[order]

    def _append(self, texts: list[str], words: Words, lengths: Ints) -> None:
        self._texts += texts
        self._words = np.concatenate([self._words, words])
        self._lengths = np.concatenate([self._lengths, lengths])
        meant = np.array([self._meaning(text) for text in texts], np.int64)
        self.numbers = np.concatenate([self.numbers, meant])


def _runs(words: Words, lengths: Ints) -> tuple[Ints, Ints]:
    """Where a text differs from the one before it, and for how many rows it stays."""
    differs = lengths[1:] != lengths[:-1]
    for one in range(words.shape[1]):
        differs |= words[1:, one] != words[:-1, one]
    heads = np.concatenate([[0], np.flatnonzero(differs) + 1])
    return heads, np.diff(heads, append=len(words))


def _hashes(words: Words) -> NDArray[np.uint64]:
    summed = np.zeros(len(words), np.uint64)
    for one in range(words.shape[1]):
        word = words[:, one]
        summed += (word ^ (word >> _SHIFT)) * _FACTORS[one]
    mixed: Words = (summed ^ (summed >> _SHIFT)) * _FACTORS[0]
    return mixed
