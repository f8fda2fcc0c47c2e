"""`rapport import FILE --as tickets`: what it did, in words."""

from reports.metrics import metric
from reports.words import listed
from storage.tickets.ticket import TicketsTaken


def summary(result: TicketsTaken, name: str) -> list[str]:
    """What was taken, and which figures the file gives and cannot give, one line each."""
    lines = [
        f"{name}: {result.taken:,} tickets taken "
        f"({result.new:,} new, {result.changed:,} changed, {result.unchanged:,} unchanged)."
    ]
    if result.first_day and result.last_day:
        new = " (new)" if result.new_clients else ""
        days = f"Days {result.first_day} to {result.last_day}"
        lines.append(f"{days}; client: {result.client}{new}; source: {result.source}.")
    return lines + _figures(result) + _besides(result)


def _figures(result: TicketsTaken) -> list[str]:
    lines = []
    if result.gives:
        lines.append(f"Figures: {_labels(result.gives)}.")
    if result.lacks:
        lines.append(f"Not known from this file: {_labels(result.lacks)}.")
    if result.parts:
        parts = [f"{kind} ({count:,})" for kind, count in result.parts.items()]
        lines.append(f"Told apart by {listed(parts, most=len(parts))}.")
    return lines


def _besides(result: TicketsTaken) -> list[str]:
    counts = {
        "Not used, from calls that nobody answered": result.set_aside,
        "Rows that stood there twice": result.repeated,
        "Figures that stand no longer (the journal keeps them)": result.withdrawn,
    }
    lines = [f"{what}: {count:,}." for what, count in counts.items() if count]
    names = ", ".join(result.too_many)
    return lines + ([f"Too many names to tell apart: {names}."] if names else [])


def _labels(keys: list[str]) -> str:
    return ", ".join(metric(key).label for key in keys)
