"""What is said of a goal: how it was agreed, and whether it was met."""

from reports.model import Finding, MetricFigure, Report, Unit
from reports.words import label_within, listed, number

_MOST = 3
_SIGNS = {True: "✓", False: "✗", None: ""}
_WRITTEN_OUT = 10  # digits; a larger number is shortened as all are


def target(value: float | None, unit: Unit, currency: str = "USD") -> str:
    """A goal as it was agreed, not rounded as figures are: ``90 %``, ``99.95 %``, ``1,200``."""
    if value is None or unit in (Unit.MONEY, Unit.DURATION):
        return number(value, unit, currency)
    percent = unit is Unit.PERCENT
    text = f"{value * 100 if percent else value:,.{_WRITTEN_OUT}g}"
    if "e" in text:
        return number(value, unit, currency)
    return text.replace("-", "−") + (" %" if percent else "")


def goal_word(figure: MetricFigure, *, complete: bool) -> str:
    """``met``, ``missed``, ``still open`` while the period runs, else ``not judged``."""
    if figure.goal is None:
        return ""
    if figure.goal_met is not None:
        return "met" if figure.goal_met else "missed"
    return "not judged" if complete else "still open"


def goal_cell(figure: MetricFigure, report: Report) -> str:
    """The goal with its sign and word: ``90 % ✗ missed``, ``1,200 still open``; empty without."""
    if figure.goal is None:
        return ""
    wanted = target(figure.goal, figure.unit, report.client.currency)
    return f"{wanted} {goal_sign(figure, complete=report.period.complete)}"


def goal_sign(figure: MetricFigure, *, complete: bool) -> str:
    """The sign and the word: ``✓ met``; empty without a goal."""
    word = goal_word(figure, complete=complete)
    return " ".join(filter(None, (_SIGNS[figure.goal_met], word)))


def with_goals_told(
    moved: tuple[Finding, ...], figures: tuple[MetricFigure, ...], currency: str, *, met: bool
) -> tuple[Finding, ...]:
    """What moved, and before it which goals were met, or missed: one sentence a metric.

    Beyond three goals one more sentence names the others.
    """
    held = [figure for figure in figures if figure.goal_met is met]
    movements = {one.metric: one.text for one in moved}
    told = [_told(figure, movements.get(figure.key), currency) for figure in held[:_MOST]]
    if more := held[_MOST:]:
        names = listed([label_within(figure.label) for figure in more])
        told.append(Finding(text=f"Also {_verb(met)}: the goal for {names}."))
    named = {one.metric for one in told}
    return (*told, *(one for one in moved if one.metric not in named))


def _told(figure: MetricFigure, movement: str | None, currency: str) -> Finding:
    wanted = target(figure.goal, figure.unit, currency)
    value = number(figure.value, figure.unit, currency)
    subject = f"{movement.removesuffix('.')} and" if movement else f"{figure.label} {value}"
    close = not figure.goal_met and value == number(figure.goal, figure.unit, currency)
    verb = f"{'just ' if close else ''}{_verb(bool(figure.goal_met))}"
    return Finding(text=f"{subject} {verb} the goal of {wanted}.", metric=figure.key)


def _verb(met: bool) -> str:
    return "met" if met else "missed"
