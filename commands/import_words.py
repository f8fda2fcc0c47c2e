"""What an import would do and what it did, in lines for people."""

from typing import TYPE_CHECKING

from reports.metrics import Catalogue
from reports.words import listed

if TYPE_CHECKING:
    # Reading files is worth loading only when one comes in.
    from storage.records.kind import Kind
    from storage.records.plan import WouldChange
    from storage.records.taken import RecordsTaken
    from storage.tickets.ticket import TicketsTaken
    from storage.values import ImportResult, Refusal

_FEW = 5


def numbers_taken(result: "ImportResult", name: str) -> list[str]:
    """What was taken of a file of numbers, and what else there is to know, one line each."""
    counts = f"{result.new:,} new, {result.changed:,} changed, {result.unchanged:,} unchanged"
    lines = [f"{name}: {result.taken:,} observations taken ({counts})."]
    if result.first_day and result.last_day:
        clients = clients_of(result.clients, result.new_clients)
        lines.append(f"Days {result.first_day} to {result.last_day}; clients: {clients}.")
    lines += [
        f"“{key}” is not in the catalogue: treated as a count that adds up, more is better."
        for key in result.new_metrics
    ]
    if result.ignored:
        lines.append(f"Columns not read: {', '.join(result.ignored)}.")
    if result.unknown or result.repeated:
        lines.append(
            f"{result.unknown:,} cells were unknown, {result.repeated:,} stood there twice."
        )
    return lines


def tickets_taken(result: "TicketsTaken", name: str, catalogue: Catalogue) -> list[str]:
    """What was taken of a file of tickets, and which figures it gives and cannot give."""
    counts = f"{result.new:,} new, {result.changed:,} changed, {result.unchanged:,} unchanged"
    what = "ticket" if result.taken == 1 else "tickets"
    lines = [f"{name}: {result.taken:,} {what} taken ({counts})."]
    if result.first_day and result.last_day:
        new = " (new)" if result.new_clients else ""
        days = f"Days {result.first_day} to {result.last_day}"
        lines.append(f"{days}; client: {result.client}{new}; source: {result.source}.")
    aside = result.set_aside
    besides = [f"Not used, from calls that nobody answered: {aside:,}."] if aside else []
    return lines + _figures(result, catalogue) + besides + _besides(result)


def records_taken(
    result: "RecordsTaken", name: str, kind: "Kind", catalogue: Catalogue
) -> list[str]:
    """What was taken of a file of records of a kind, and its figures."""
    what = kind.one if result.taken == 1 else kind.many
    counts = f"{result.new:,} new, {result.changed:,} changed, {result.unchanged:,} unchanged"
    lines = [f"{name}: {result.taken:,} {what} taken ({counts})."]
    clients = clients_of(result.clients, result.new_clients)
    if result.first_day and result.last_day:
        days = f"Days {result.first_day} to {result.last_day}"
        lines.append(f"{days}; clients: {clients}; source: {result.source}.")
    elif result.clients:
        lines.append(f"Clients: {clients}.")
    return lines + _figures(result, catalogue) + _besides(result)


def would_change(would: "WouldChange") -> list[str]:
    """What an import would do to what is stored, one line each."""
    counts = f"{would.new:,} new, {would.changed:,} changed, {would.unchanged:,} unchanged"
    lines = [f"This would bring {counts}, {would.refused_count:,} refused."]
    if would.repeated:
        lines.append(f"Rows that stand there twice: {would.repeated:,}.")
    if would.new_clients:
        lines.append(f"New clients: {listed([one_line(n) for n in would.new_clients], most=_FEW)}.")
    return lines


def refusals(refused: "list[Refusal]", count: int, most: int = _FEW) -> list[str]:
    """The first refusals with their lines, and how many more there are."""
    lines = [f"line {one.line}: {one_line(one.reason)}" for one in refused[:most]]
    left = count - len(lines)
    return [*lines, f"… and {left:,} more"] if left else lines


def clients_of(clients: list[str], new: list[str]) -> str:
    """``acme, borealis (new: borealis)``."""
    return ", ".join(clients) + (f" (new: {', '.join(new)})" if new else "")


def one_line(text: str) -> str:
    """A sentence without what would move a terminal's cursor."""
    return "".join(one if one.isprintable() else " " for one in text)


def _figures(result: "TicketsTaken | RecordsTaken", catalogue: Catalogue) -> list[str]:
    lines = []
    if result.gives:
        lines.append(f"Figures: {_labels(result.gives, catalogue)}.")
    if result.lacks:
        lines.append(f"Not known from this file: {_labels(result.lacks, catalogue)}.")
    if result.parts:
        parts = [f"{kind} ({count:,})" for kind, count in result.parts.items()]
        lines.append(f"Told apart by {listed(parts, most=len(parts))}.")
    return lines


def _besides(result: "TicketsTaken | RecordsTaken") -> list[str]:
    counts = {
        "Rows that stood there twice": result.repeated,
        "Figures that stand no longer (the journal keeps them)": result.withdrawn,
    }
    lines = [f"{what}: {count:,}." for what, count in counts.items() if count]
    names = ", ".join(result.too_many)
    return lines + ([f"Too many names to tell apart: {names}."] if names else [])


def _labels(keys: list[str], catalogue: Catalogue) -> str:
    return ", ".join(catalogue.metric(key).label for key in keys)
