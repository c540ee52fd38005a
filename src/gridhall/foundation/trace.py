"""Which request or job the running code belongs to: set at the door, read by audit and log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_request_id: ContextVar[str] = ContextVar("request_id", default="")
_job_id: ContextVar[int | None] = ContextVar("job_id", default=None)


def request_id() -> str:
    """Return the id that the log, the audit and the answer of a request share.

    In a job it is ``job-`` and the job's number; in a command it is empty.
    """
    return _request_id.get()


def job_id() -> int | None:
    """Return the number of the job that runs here, if one does."""
    return _job_id.get()


@contextmanager
def request(number: str) -> Iterator[None]:
    """Have the code inside belong to a request."""
    token = _request_id.set(number)
    try:
        yield
    finally:
        _request_id.reset(token)


@contextmanager
def job(number: int) -> Iterator[None]:
    """Have the code inside belong to a job."""
    token = _job_id.set(number)
    try:
        with request(f"job-{number}"):
            yield
    finally:
        _job_id.reset(token)
