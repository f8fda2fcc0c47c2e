"""Rows of numbers in the binary form of PostgreSQL's COPY: arrays in and arrays out."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64] | NDArray[np.float64] | int
Form = Mapping[str, str]
INTEGER, FLOAT = ">i4", ">f8"


def pack(columns: Mapping[str, Numbers], form: Form, size: int) -> bytes:
    """``size`` rows of the columns, as ``form`` says in which order and of which type."""
    made = np.zeros(size, _row(form))
    made["columns"] = len(form)
    for name, kind in form.items():
        made[f"size of {name}"], made[name] = np.dtype(kind).itemsize, columns[name]
    return made.tobytes()


def unpack(text: bytes, form: Form) -> NDArray[np.void]:
    """The rows, a field a column; no cell may be null."""
    return np.frombuffer(text, _row(form))


def _row(form: Form) -> np.dtype[np.void]:
    """How many columns, then each column's bytes behind their count."""
    columns = [
        part for name, kind in form.items() for part in ((f"size of {name}", ">i4"), (name, kind))
    ]
    return np.dtype([("columns", ">i2"), *columns])
