"""What a team declares about its metrics, as its file says it."""

import unicodedata
from math import isnan
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from reports.metrics.catalogue import TOLERANCE
from reports.metrics.metric import AddsUp, Identity
from reports.model import Better, Unit, Value

# What median, p90 and distinct can be taken of: times of tickets, and who bought or was active.
RECORDED = ("first_response", "handle_time", "resolution_time", "buyers", "active_people")
Recorded = Literal[
    "", "first_response", "handle_time", "resolution_time", "buyers", "active_people"
]


def _key(text: str) -> str:
    letters = all(one == "_" or unicodedata.category(one)[0] in "LMN" for one in text)
    if not text.strip("_") or not letters or text != text.lower():
        raise ValueError(f"“{text}” is no key; write small letters, digits and _")
    return unicodedata.normalize("NFC", text)


def _number(given: float) -> float:
    if isnan(given):
        raise ValueError("nan is no number")
    return given


def _identity(given: Any) -> Any:  # noqa: ANN401 - as it stands in the file
    return {"holds": given} if isinstance(given, str) else given


Key = Annotated[str, AfterValidator(_key)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Share = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Bound = Annotated[float, Field(allow_inf_nan=True), AfterValidator(_number)]


class MetricGiven(Value):
    """What is said of one metric; what is None stays as it is built in, or plain."""

    # A bound that is taken away is infinite, which plain JSON cannot say.
    model_config = ConfigDict(ser_json_inf_nan="constants")

    label: Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")] | None = None
    unit: Unit | None = None
    better: Better | None = None
    adds_up: AddsUp | None = None
    description: Annotated[str, Field(max_length=300)] | None = None
    guides: bool | None = None
    expression: str | None = None
    of: Recorded | None = None
    sources: tuple[Name, ...] | None = None
    tolerance: Share | None = None
    at_least: Bound | None = None
    at_most: Bound | None = None


class Declared(Value):
    """All that a team declares; the next file replaces it whole."""

    metrics: dict[Key, MetricGiven] = Field(default_factory=dict)
    identities: tuple[Annotated[Identity, BeforeValidator(_identity)], ...] = ()
    sources: tuple[Name, ...] = ()
    tolerance: Share = TOLERANCE
