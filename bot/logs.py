"""Structured logs on standard error, without personal data.

What people type, their names and numbers never reach a log line: events carry ids, kinds and counts. Records
of libraries pass a filter that removes the bot's token and anything that looks like an ID or phone number.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog
from structlog.typing import EventDict

from knowledge.privacy import without_personal_numbers

_QUIET = ("httpx", "httpcore", "aiosqlite", "alembic", "uvicorn.access", "matplotlib", "fontTools")


def set_up_logs(level: str, token: str | None) -> None:
    """Routes structlog and the standard library's logging through one renderer."""

    def _strip(_logger: Any, _name: str, event: EventDict) -> EventDict:
        for key, value in event.items():
            if isinstance(value, str):
                if token:
                    value = value.replace(token, "<token>")
                event[key] = without_personal_numbers(value)
        return event

    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    # plain tracebacks: the pretty ones print local variables, and those are people's words
    last: Any = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if sys.stderr.isatty()
        else structlog.processors.LogfmtRenderer()
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _strip,
                last,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
