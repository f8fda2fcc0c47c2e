"""Read a team's declarations from its file."""

import tomllib
from pathlib import Path

from pydantic import ValidationError

from reports.errors import Expected
from reports.metrics.declared import Declared

LARGEST = 1_000_000  # bytes


class NoDeclarations(Expected):
    """{file} cannot be read: {reason}. Give a TOML file such as
    [metrics.signups] with label = "Sign-ups" below it."""


class DeclarationsRefused(Expected):
    """{file} declares what cannot be: {reasons}. Nothing was declared."""


def read_declarations(path: Path) -> Declared:
    """What the file declares, each part of it of a kind that can be; whether it makes sense
    together is not looked at. Raises NoDeclarations, DeclarationsRefused."""
    try:
        if path.stat().st_size > LARGEST:
            raise NoDeclarations(file=path.name, reason=f"it is over {LARGEST // 1000} kB")
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise NoDeclarations(file=path.name, reason=error.strerror or str(error)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NoDeclarations(file=path.name, reason=f"it is no TOML ({error})") from error
    try:
        return Declared.model_validate(found)
    except ValidationError as error:
        raise DeclarationsRefused(file=path.name, reasons=_reasons(error)) from error


def _reasons(error: ValidationError) -> str:
    """Every reason at once, each with the place in the file."""
    reasons = []
    for one in error.errors():
        place = ".".join(str(step) for step in one["loc"] if step != "[key]")
        message = one["msg"].removeprefix("Value error, ")
        reasons.append(f"{place}: {message[:1].lower()}{message[1:]}" if place else message)
    return "; ".join(reasons)
