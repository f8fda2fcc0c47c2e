"""Whether a score is a rating from 1 to 5 or a recommendation from 0 to 10: never guessed."""

from storage.cells import Refused, number, quoted
from storage.errors import MappingUnreadable, ScaleUnclear
from storage.records.columns import Columns, Overrides

FIELD_OF = {"csat": "rating", "nps": "recommend"}
HIGHEST = 5  # of ratings
ENOUGH = 10  # so many scores, all of them from 1 to 5, are ratings


def settle(file: str, columns: Columns, chosen: dict[str, str], told: Overrides) -> dict[str, str]:
    """The fields with the score's column as what it is; raises ScaleUnclear, MappingUnreadable."""
    kept = {key: column for key, column in chosen.items() if key != "score"}
    score = chosen.get("score")
    if "scale" in told:
        return _as_told(kept, score, told["scale"])
    if score is not None and not kept.keys() & set(FIELD_OF.values()):
        kept[FIELD_OF[_scale(file, score, _numbers(columns, score))]] = score
    _check_rating(file, columns, kept, told)
    return kept


def _as_told(kept: dict[str, str], score: str | None, scale: str) -> dict[str, str]:
    if scale not in FIELD_OF:
        raise MappingUnreadable(text=f"scale={scale}", reason="a scale is nps or csat")
    named = [kept.pop(key) for key in FIELD_OF.values() if key in kept and score is None]
    column = score or (named[0] if len(named) == 1 else None)
    if column is None:
        raise MappingUnreadable(
            text=f"scale={scale}", reason=f"name the scores with --map {FIELD_OF[scale]}=COLUMN"
        )
    return {**kept, FIELD_OF[scale]: column}


def _scale(file: str, column: str, scores: list[float]) -> str:
    if any(not 0 <= one <= 10 for one in scores):
        raise _unclear(file, column, "some of its values are outside 0–10")
    if any(one > HIGHEST or one == 0 for one in scores):
        return "nps"
    if len(scores) < ENOUGH:
        reason = "its few values are all from 1 to 5" if scores else "it has no value in sight"
        raise _unclear(file, column, reason)
    return "csat"


def _check_rating(file: str, columns: Columns, chosen: dict[str, str], told: Overrides) -> None:
    """A column named like ratings that holds other numbers is not taken for ratings."""
    column = chosen.get("rating")
    if column is None or "rating" in told:
        return
    scores = _numbers(columns, column)
    above = [one for one in scores if one > HIGHEST]
    if len(above) * 10 > len(scores):
        raise _unclear(file, column, f"it is called a rating from 1 to 5, but holds {above[0]:g}")


def _numbers(columns: Columns, column: str) -> list[float]:
    return [one for cell in columns.cells(column) if (one := _number(cell)) is not None]


def _number(cell: str) -> float | None:
    try:
        return number(cell)
    except Refused:
        return None


def _unclear(file: str, column: str, reason: str) -> ScaleUnclear:
    return ScaleUnclear(file=file, column=quoted(column), reason=reason)
