"""The command line: `rapport …`. Exit status 0, 1 (failed) or 2 (misuse)."""

import sys

from bot import logs
from bot.cli.app import app
from reports.errors import Expected

__all__ = ["app", "main"]


def main() -> None:
    """Run the program; an expected failure is one sentence on standard error."""
    # Unconfigured, a logged traceback shows the values of variables, tokens among them.
    logs.configure()
    try:
        app()
    except Expected as expected:
        print(expected, file=sys.stderr)  # noqa: T201 - the sentence is for the person typing
        sys.exit(1)
