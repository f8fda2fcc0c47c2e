"""Structured logs; what looks like a token never reaches them."""

import io
import logging
import re
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any, TextIO, cast

import structlog

SECRET = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=://)[^/\s:@]*:[^/\s@]+(?=@)|(?<=[?&]ticket=)[\w-]+"
)
style = "text"  # what this process logs in; a render process is told to do the same


def configure(new_style: str = "text") -> None:
    """Log to standard error, as lines for people or as JSON."""
    global style
    style = new_style
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
            _hide_secrets,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", _Unfailing(sys.stderr))),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Formatter("%(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def without_secrets(text: str) -> str:
    """The text with … for tokens, database passwords and the tickets of sockets."""
    return SECRET.sub("…", text)


def _hide_secrets(_logger: object, _name: str, line: MutableMapping[str, Any] | str) -> str:
    # After the renderer: whatever a value was, a nested one or an exception, it is text by now.
    return without_secrets(str(line))


class _Unfailing(io.TextIOBase):
    """A stream whose lines are lost where they cannot be written: a full disk ends no thread."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()


class _Formatter(logging.Formatter):
    """Lines of libraries, their tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))
