"""Logging: one JSON object a line, ids only, no names, addresses or notes."""

import logging
import sys

import structlog

from crm.settings import Settings


def configure_logging(settings: Settings) -> None:
    """Makes every logger of this process write JSON to standard error, from the level of the settings."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    # Libraries: only what goes wrong, without their tracebacks' values.
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format='{"library": "%(name)s", "level": "%(levelname)s"}'
    )
