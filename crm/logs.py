"""Logging: one JSON object a line, ids only, no names, addresses or notes."""

import logging
import sys
from pathlib import Path

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from crm.settings import Settings

# Their messages are sentences of their own with addresses and numbers of processes in them, nothing of ours.
_TRUSTED = ("uvicorn", "apscheduler.scheduler")


def configure_logging(settings: Settings) -> None:
    """Makes every logger of this process write JSON to standard error, from the level of the settings."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    # Libraries: what goes wrong, and what the server says of itself.
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[_say_library, structlog.processors.JSONRenderer()],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("uvicorn").setLevel(level)


def _say_library(_logger: WrappedLogger, _method: str, said: EventDict) -> EventDict:
    """Leaves of a library's line what cannot hold personal data: an error's message and values may repeat it."""
    record: logging.LogRecord = said.pop("_record")
    said.pop("_from_structlog", None)
    said.pop("exc_info", None)
    sentence, said["event"] = said["event"], "library.said"
    said["library"] = record.name
    said["place"] = f"{record.module}:{record.lineno}"
    if record.name.startswith(_TRUSTED):
        said["message"] = sentence
    if record.exc_info and record.exc_info[1] is not None:
        said["error"] = _kind_and_place(record.exc_info[1])
    return said


def _kind_and_place(error: BaseException) -> str:
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    where = f"{Path(last.tb_frame.f_code.co_filename).name}:{last.tb_lineno}" if last else "?"
    return f"{type(error).__name__} at {where}"
