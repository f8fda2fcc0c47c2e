"""Expressions over metrics, such as ``spend / conversions`` and ``clicks <= impressions``.

The grammar is numbers, metrics' keys, ``+ - * /`` and brackets; a comparison has two such sides.
It is read here rather than by Python's own parser, which turns the letters of some keys into
others, such as Thai ones, and takes no key that begins with a digit or is a word of Python's.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import isclose, isfinite
from typing import Literal

from reports.errors import Expected

LONGEST = 200
MOST_BRACKETS = 20
Sign = Literal["=", ">=", "<=", ">", "<"]
ValueOf = Callable[[str], float | None]
_ALIKE = str.maketrans({"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "≥": ">=", "≤": "<="})
_COMPARED = re.compile(r"(>=|<=|==|=|>|<)")
_WORD = re.compile(r"[^\s+\-*/()]+|[+\-*/()]")
_OF_KEYS = "LMN"  # letters, marks and digits of any script
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_APART = 1e-9  # what the arithmetic of decimals alone makes of equal sides


class ExpressionUnreadable(Expected):
    """“{text}” cannot be computed: {reason}. Write metrics' keys, numbers, + - * / and brackets,
    such as “spend / conversions”."""


class NoComparison(Expected):
    """“{text}” compares nothing; write two sides with one of = >= <= > < between them, such as
    “page_loads >= unique_visits”."""


@dataclass(frozen=True)
class Expression:
    """What is computed; ``steps`` are numbers, keys and signs, each sign behind its operands."""

    text: str
    steps: tuple[tuple[Literal["number", "name", "sign"], str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The metrics' keys in it, each once, in the order they stand."""
        return tuple(dict.fromkeys(word for kind, word in self.steps if kind == "name"))

    def evaluate(self, value_of: ValueOf) -> float | None:
        """The value; None where a metric's is, where it divides by zero or is no finite number."""
        stack: list[float | None] = []
        for kind, word in self.steps:
            if kind == "number":
                stack.append(float(word))
            elif kind == "name":
                stack.append(value_of(word))
            elif word == "negative":
                below = stack.pop()
                stack.append(None if below is None else -below)
            else:
                right, left = stack.pop(), stack.pop()
                stack.append(_applied(word, left, right))
        return stack[-1]


@dataclass(frozen=True)
class Comparison:
    """Two sides and the sign between them."""

    left: Expression
    sign: Sign
    right: Expression

    @property
    def names(self) -> tuple[str, ...]:
        """The metrics' keys on both sides, each once."""
        return tuple(dict.fromkeys(self.left.names + self.right.names))

    def holds(self, left: float, right: float, within: float = 0.0) -> bool:
        """Whether values of both sides stand as the sign says, give or take ``within``."""
        if isclose(left, right, rel_tol=_APART, abs_tol=within + _APART):
            return self.sign in ("=", ">=", "<=")
        return self.sign != "=" and (left > right) == (self.sign in (">", ">="))


@lru_cache(maxsize=512)
def expression(text: str) -> Expression:
    """Read an expression; raises ExpressionUnreadable."""
    plain = unicodedata.normalize("NFC", text).lower().translate(_ALIKE)
    if len(plain) > LONGEST:
        raise ExpressionUnreadable(text=f"{text[:40]}…", reason=f"it is over {LONGEST} letters")
    if plain.count("(") > MOST_BRACKETS:
        raise ExpressionUnreadable(text=text, reason=f"it has over {MOST_BRACKETS} brackets")
    return Expression(text.strip(), tuple(_Reader(text, plain).all()))


@lru_cache(maxsize=512)
def comparison(text: str) -> Comparison:
    """Read a comparison; raises NoComparison, ExpressionUnreadable."""
    pieces = _COMPARED.split(text.translate(_ALIKE))
    if len(pieces) != 3:
        raise NoComparison(text=text[:LONGEST])
    signs: dict[str, Sign] = {"==": "=", "=": "=", ">=": ">=", "<=": "<=", ">": ">", "<": "<"}
    return Comparison(expression(pieces[0]), signs[pieces[1]], expression(pieces[2]))


def _applied(sign: str, left: float | None, right: float | None) -> float | None:
    if left is None or right is None or (sign == "/" and right == 0):
        return None
    results = {
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
        "/": lambda: left / right,
    }
    result = results[sign]()
    return result if isfinite(result) else None


_Steps = Iterator[tuple[Literal["number", "name", "sign"], str]]


class _Reader:
    """Reads a text from left to right, the tighter signs first."""

    def __init__(self, text: str, plain: str) -> None:
        self._text = text
        self._words: list[str] = _WORD.findall(plain)
        self._place = 0

    def all(self) -> _Steps:
        """The whole text."""
        yield from self._chain(("+", "-"), lambda: self._chain(("*", "/"), self._factor))
        if self._next is not None:
            raise self._unreadable(f"“{self._next}” stands where a sign is to stand")

    @property
    def _next(self) -> str | None:
        return self._words[self._place] if self._place < len(self._words) else None

    def _take(self) -> str:
        word = self._next
        if word is None:
            raise self._unreadable("something is missing at its end")
        self._place += 1
        return word

    def _chain(self, signs: tuple[str, ...], operand: Callable[[], _Steps]) -> _Steps:
        yield from operand()
        while self._next in signs:
            sign = self._take()
            yield from operand()
            yield "sign", sign

    def _factor(self) -> _Steps:
        word = self._take()
        if word == "-":
            yield from self._factor()
            yield "sign", "negative"
        elif word == "(":
            yield from self._chain(("+", "-"), lambda: self._chain(("*", "/"), self._factor))
            if self._next != ")":
                raise self._unreadable("a bracket is not closed")
            self._take()
        else:
            yield self._operand(word)

    def _operand(self, word: str) -> tuple[Literal["number", "name"], str]:
        if _NUMBER.fullmatch(word):
            return "number", word
        if not all(one == "_" or unicodedata.category(one)[0] in _OF_KEYS for one in word):
            raise self._unreadable(f"I do not know “{word}”")
        return "name", word

    def _unreadable(self, reason: str) -> ExpressionUnreadable:
        return ExpressionUnreadable(text=self._text.strip(), reason=reason)
