"""Why an import cannot be undone; each docstring is the sentence people see."""

from reports.errors import Expected


class NoSuchImport(Expected):
    """There is no import {number}; “rapport data imports” lists them."""


class AlreadyUndone(Expected):
    """Import {number} was undone on {day}. Import its file again if it was right after all."""


class NotUndoable(Expected):
    """Import {number} is older than what Rapport keeps for undoing; import a corrected file into
    “{source}” instead."""
