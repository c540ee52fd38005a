"""Reports of running jobs, acts of people on jobs, schedules, and the recovery of lost jobs."""

from ._acts import cancel_job, retry_job
from ._progress import keep_failure, report_progress, reporter
from ._recovery import recover_stalled, remove_old
from ._schedules import change_schedule, defer_due

__all__ = [
    "cancel_job", "change_schedule", "defer_due", "keep_failure", "recover_stalled", "remove_old",
    "report_progress", "reporter", "retry_job",
]  # fmt: skip
