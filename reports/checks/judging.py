"""What counts of a client's days: the one place where that is decided.

What certainly looks wrong does not count, unless a person said so; what a person left out does
not count either. Whoever computes anything of days reads them through here.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from reports.by_metric import by_metric
from reports.checks.decision import Decision
from reports.checks.doubt import Doubt
from reports.checks.doubts import doubts, within
from reports.checks.scale import HUNDRED
from reports.checks.series import exact
from reports.metrics import Catalogue

Where = tuple[str, date, str | None]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Judged:
    """A frame with what counts, and all that is doubtful in it, by metric and day."""

    frame: pd.DataFrame
    found: tuple[Doubt, ...]

    @property
    def left_out(self) -> tuple[Doubt, ...]:
        """What does not count."""
        return tuple(one for one in self.found if one.done == "excluded")

    @property
    def doubtful(self) -> tuple[Doubt, ...]:
        """What counts, though it looks wrong and nobody decided about it."""
        return tuple(one for one in self.found if one.done != "excluded" and not one.decision)

    def between(self, start: date, end: date) -> "Judged":
        """It from ``start`` to ``end`` alone, both included."""
        days, frame = self.frame["day"], self.frame
        rows = (days >= np.datetime64(start)) & (days <= np.datetime64(end))
        if "first" in frame:
            rows &= frame["first"].isna() | (frame["first"] >= np.datetime64(start))
        return Judged(frame[rows], tuple(within(list(self.found), start, end)))

    def counting(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of another frame of the same days without those of values left out."""
        return frame[~_at(frame, {one.where for one in self.left_out})]


def judge(
    frame: pd.DataFrame, catalogue: Catalogue, decisions: Iterable[Decision], currency: str
) -> Judged:
    """Look a client's days over; ``frame`` is as ``reports.by_metric`` says.

    A value is held against those near it in time, whichever source brought these. So the frame
    has to reach ``MARGIN`` days further, on both sides, than what is asked about. Where a value
    is left out, that of the source which comes next counts, and is looked at in its turn.
    """
    decided = _standing(frame, decisions)
    found = {where: _decided(one, catalogue, currency) for where, one in decided.items()}
    wrong = {where for where, one in decided.items() if not one.counts}
    frame = frame[~_at(frame, wrong)]
    told = [_with(one, decided) for one in doubts(by_metric(frame, catalogue), currency)]
    while told:
        found |= {one.where: one for one in told}
        frame = _repaired(frame, told)
        wrong = {one.where for one in told if one.done == "excluded"}
        frame = frame[~_at(frame, wrong)]
        # What was looked at already stays as it was judged, among all that was there.
        days = {(key, day) for key, day, _ in wrong}
        again = doubts(by_metric(frame, catalogue), currency) if days else []
        told = [_with(one, decided) for one in again if one.where[:2] in days]
    order = sorted(found.values(), key=lambda one: (one.metric.key, one.day))
    return Judged(frame, tuple(order))


def _standing(frame: pd.DataFrame, decisions: Iterable[Decision]) -> dict[Where, Decision]:
    """The last decision about each value that is there as it was when that was made."""
    last = {(*one.where, one.value): one for one in decisions}
    if not last:
        return {}
    rows = frame[_at(frame, {one.where for one in last.values()})]
    there = zip(rows["metric"], rows["day"], rows["source"], rows["value"], strict=True)
    keys = [(str(m), day.date(), str(source), float(value)) for m, day, source, value in there]
    return {key[:3]: last[key] for key in keys if key in last}


def _decided(one: Decision, catalogue: Catalogue, currency: str) -> Doubt:
    metric = catalogue.metric(one.metric)
    shown = exact(one.value, metric.unit, currency)
    return Doubt(
        kind="decided",
        metric=metric,
        day=one.day,
        value=one.value,
        source=one.source,
        shown=shown,
        why="",
        done="kept" if one.counts else "excluded",
        serious=False,
        decision=one,
    )


def _with(one: Doubt, decided: Mapping[Where, Decision]) -> Doubt:
    """The doubt with what a person decided about it: that it counts as it is."""
    decision = decided.get(one.where)
    if decision is None:
        return one
    return replace(one, done="kept", serious=False, decision=decision)


def _repaired(frame: pd.DataFrame, told: Iterable[Doubt]) -> pd.DataFrame:
    rows = _at(frame, {one.where for one in told if one.done == "repaired"})
    if not rows.any():
        return frame
    return frame.assign(value=frame["value"].where(~rows, frame["value"] / HUNDRED))


def _at(frame: pd.DataFrame, places: Collection[Where]) -> Mask:
    """Which rows are of these metrics, days and sources; none that people gave by hand."""
    rows = np.zeros(len(frame), dtype=np.bool_)
    if not places or not len(frame):
        return rows
    days = frame["day"].to_numpy().astype("datetime64[D]")
    maybe = np.isin(days, np.array(sorted({day for _, day, _ in places}), dtype="datetime64[D]"))
    if "first" in frame:
        maybe &= frame["first"].isna().to_numpy()
    near = frame[maybe]
    named = zip(near["metric"], days[maybe].astype(object), near["source"], strict=True)
    rows[maybe] = [(str(m), day, str(source)) in places for m, day, source in named]
    return rows
