"""How the loopback Slack refuses."""

from __future__ import annotations

from typing import Any


class SlackError(Exception):
    """A refusal as the Web API words it; `body` is the JSON that the caller gets."""

    def __init__(self, error: str, **extra: object) -> None:
        super().__init__(error)
        self.error = error
        self.body: dict[str, Any] = {"ok": False, "error": error, **extra}


def missing_scope(needed: str, provided: set[str]) -> SlackError:
    return SlackError("missing_scope", needed=needed, provided=",".join(sorted(provided)))


def explained(error: str, problems: list[str]) -> SlackError:
    """A refusal with its reasons in `errors` and `response_metadata.messages`, as Slack gives."""
    messages = [f"[ERROR] {problem}" for problem in problems]
    return SlackError(error, errors=problems, response_metadata={"messages": messages})
