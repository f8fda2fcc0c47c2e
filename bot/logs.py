"""Structured logs; what looks like a token never reaches them."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

SECRET = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")


def configure(style: str = "text") -> None:
    """Log to standard error, as lines for people or as JSON."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            hide_secrets,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(message)s"
    )
    for handler in logging.getLogger().handlers:
        handler.addFilter(_hide)


def hide_secrets(
    _logger: object, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace tokens and database passwords in every string of a log entry."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = SECRET.sub("…", value)
    return event


def _hide(record: logging.LogRecord) -> bool:
    record.msg, record.args = SECRET.sub("…", record.getMessage()), None
    return True
