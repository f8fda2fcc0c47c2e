"""What the process that acknowledges costs to start: ``python -m benchmarks.start``."""

import os
import subprocess
import sys

from benchmarks.table import Row, show

ROUNDS = 7
OURS = "import bot.cli.app, bot.run"
EVERYTHING = (
    "import slack_bolt, sqlmodel, pandas, matplotlib.figure, matplotlib.backends.backend_agg"
)


def measure() -> tuple[list[Row], list[str]]:
    """Imports of ours against those of a bot that loads at the start all it will ever need."""
    ours, everything = _cpu(OURS), _cpu(EVERYTHING)
    for _ in range(ROUNDS - 1):
        ours, everything = min(ours, _cpu(OURS)), min(everything, _cpu(EVERYTHING))
    row = Row("start-up CPU, process that acknowledges", "import all", ours / everything, 0.4)
    return [row], [f"start-up: {ours * 1000:.0f} ms against {everything * 1000:.0f} ms"]


def _cpu(statement: str) -> float:
    """CPU seconds of a fresh interpreter that does it."""
    # As installed: with the compiled files that Python keeps, whatever this shell says of them.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = os.times()
    subprocess.run([sys.executable, "-c", statement], check=True, env=kept)
    after = os.times()
    used = after.children_user + after.children_system
    return used - before.children_user - before.children_system


if __name__ == "__main__":
    show(*measure())
