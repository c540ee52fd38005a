"""The log: one JSON object a line, with the numbers of request, job and person, and no data.

What an error says may quote a customer (a database error quotes the whole row), so of an error
its class and the places in the program are written, never its text. Of an address the template is
written (``workbench/customers/<account_no>/``), never the address itself or its query.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from gridhall.foundation import trace

#: What a caller may add with ``extra=``; anything else stays out.
EXTRAS = ("method", "route", "status", "ms", "user", "slow", "action")
DJANGO_REQUEST, DJANGO_SECURITY = "django.request", "django.security"
ErrorInfo = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]


class Discreet(logging.Formatter):
    """Formats a record as a line of text in which no error and no address quotes anybody."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        moment = datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds")
        where = f" [{trace.request_id()}]" if trace.request_id() else ""
        line = f"{moment} {record.levelname} {record.name}{where} {message_of(record)}"
        return "\n".join([line, *(f"  {place}" for place in places_of(record.exc_info))])


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        content: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
            "request": trace.request_id(),
            "job": trace.job_id() or _job_of(record),
            **{name: getattr(record, name, None) for name in EXTRAS},
            "error": _kind(record.exc_info),
            "places": places_of(record.exc_info),
        }
        kept = {name: value for name, value in content.items() if value not in (None, "", [])}
        return json.dumps(kept, ensure_ascii=False, default=str)


def message_of(record: logging.LogRecord) -> str:
    """Return what is said; what Django says of a request is said anew, without its address."""
    request = getattr(record, "request", None)
    if record.name.startswith(DJANGO_REQUEST) and request is not None:
        return f"{getattr(record, 'status_code', '')} {request.method} {route_of(request)}".strip()
    if record.name.startswith(DJANGO_SECURITY):
        return record.name.rpartition(".")[2]
    return record.getMessage()


def route_of(request: Any) -> str:
    """Return the template of a request's address; an address that nothing answers is unknown."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "unknown"


def places_of(info: Any) -> list[str]:
    """Return the classes of an error and of those behind it, and where each went through."""
    found: list[str] = []
    error = info[1] if isinstance(info, tuple) else None
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = traceback.extract_tb(error.__traceback__)
        found.append(f"{type(error).__module__}.{type(error).__qualname__}")
        found += [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def _kind(info: Any) -> str:
    error = info[1] if isinstance(info, tuple) else None
    return type(error).__qualname__ if error else ""


def _job_of(record: logging.LogRecord) -> int | None:
    """Return the job that procrastinate speaks of."""
    job = getattr(record, "job", None)
    number = job.get("id") if isinstance(job, dict) else None
    return number if isinstance(number, int) else None


def logging_settings(*, as_json: bool, level: str) -> dict[str, Any]:
    """Return Django's LOGGING: all to standard error, ours and the worker's from ``level`` on."""
    shape = "gridhall.config.observing.logs." + ("JsonLines" if as_json else "Discreet")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": shape}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            # Django's own handlers would print addresses and send mail
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "gridhall": {"level": level},
            "procrastinate": {"level": level},
        },
    }
