"""Logging of every process: one line per act, nothing twice on replay."""

import logging
import sys
from pathlib import Path
from typing import Any

import structlog
from temporalio import workflow

from bootstrap.settings import Settings


def configure_logging(settings: Settings, *, to: Path | None = None) -> None:
    """One line per act on standard error, or into a file: JSON off a terminal; nothing is repeated on replay."""
    on_terminal = to is None and sys.stderr.isatty()
    style = settings.log or ("console" if on_terminal else "json")
    renderer: structlog.types.Processor = (
        structlog.dev.ConsoleRenderer()
        if style == "console"
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    shared: list[structlog.types.Processor] = [
        _not_on_replay,
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
    handler = logging.FileHandler(to) if to else logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    logging.getLogger("temporalio").setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _not_on_replay(
    logger: Any,
    method: str,
    event: structlog.types.EventDict,
) -> structlog.types.EventDict:
    if workflow.in_workflow() and workflow.unsafe.is_replaying_history_events():
        raise structlog.DropEvent
    return event
