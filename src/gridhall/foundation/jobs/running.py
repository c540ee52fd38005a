"""What surrounds each job while it runs: its number, its reports, its failure."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import JobAborted
from procrastinate.job_context import AbortReason
from procrastinate.psycopg_connector import PsycopgConnector

from gridhall.foundation import trace

from .errors import JobStopped
from .failing import Reason, reason_of

if TYPE_CHECKING:
    from procrastinate.job_context import JobContext

logger = logging.getLogger(__name__)
Keep = Callable[..., None]

_context: ContextVar[JobContext | None] = ContextVar("job_context", default=None)


class WorkerConnector(PsycopgConnector):
    """The worker's own connections; but what a job itself enqueues goes through Django's.

    Otherwise a job that a job enqueues would be written beside its transaction: it could start
    before the commit, and would be there after a rollback.
    """

    def get_sync_connector(self) -> Any:
        """Return the connector of Django's connection of this thread."""
        return DjangoConnector()


def around_job(keep_failure: Keep) -> Callable[[Callable[[], Any], JobContext, Any], Any]:
    """Return the middleware: it names the job to log and audit and keeps why it failed."""

    def surround(call_next: Callable[[], Any], context: JobContext, worker: Any) -> Any:
        del worker
        number = context.job.id or 0
        token = _context.set(context)
        try:
            with trace.job(number):
                return call_next()
        except Exception as error:
            _keep(keep_failure, context, reason_of(error))
            if isinstance(error, JobStopped):
                raise JobAborted from None
            raise
        finally:
            _context.reset(token)

    return surround


def _keep(keep_failure: Keep, context: JobContext, reason: Reason) -> None:
    try:
        keep_failure(job_id=context.job.id or 0, attempt=context.job.attempts + 1, reason=reason)
    except Exception as error:  # the database is gone: the job's own failure must come out
        logger.error("the reason of a failed job could not be kept: %s", type(error).__name__)


def raise_if_stopped() -> None:
    """Raise JobStopped when a person asked for the end of the job that runs here."""
    context = _context.get()
    if context is not None and context.abort_reason() is AbortReason.USER_REQUEST:
        raise JobStopped()
