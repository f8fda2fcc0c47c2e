"""What processes and their children have spent, from Linux's own books."""

import os
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
Spent = dict[str, float]  # CPU seconds by part


def spent(roles: Mapping[int, str]) -> Spent:
    """CPU seconds of the processes with these numbers and roles, and of their children apart.

    Every PostgreSQL server of the machine counts as ``PostgreSQL``.
    """
    found: Spent = defaultdict(float)
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (line := _line(folder)):
            part = _part(int(folder.name), *line[:2], roles)
            if part:
                found[part] += line[2]
    return found


def between(before: Spent, after: Spent) -> Spent:
    """What was spent meanwhile."""
    return {part: seconds - before.get(part, 0.0) for part, seconds in after.items()}


def _part(number: int, name: str, parent: int, roles: Mapping[int, str]) -> str | None:
    if name.startswith("postgres"):
        return "PostgreSQL"
    if number in roles:
        return roles[number]
    return f"{roles[parent]}'s drawing" if parent in roles else None


def _line(folder: Path) -> tuple[str, int, float] | None:
    """Name, parent and CPU seconds; None where it has ended."""
    try:
        text = (folder / "stat").read_text()
    except OSError:
        return None
    name = text[text.index("(") + 1 : text.rindex(")")]
    fields = text[text.rindex(")") + 2 :].split()
    return name, int(fields[1]), (int(fields[11]) + int(fields[12])) / TICKS
