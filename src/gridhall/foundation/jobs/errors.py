"""What can go wrong with a job or a schedule, each with its remedy."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError


class JobNotFound(GridHallError):
    """No such job, or none that this person may see."""

    code = "JOB_NOT_FOUND"
    template = gettext_noop("There is no such job. Finished jobs are removed after some days.")
    status = 404


class JobInWrongState(GridHallError):
    """The job is in a state that the act does not fit."""

    code = "JOB_IN_WRONG_STATE"
    template = gettext_noop("Job {job} is not in a state for this. Look at it again.")


class JobAlreadyWaits(GridHallError):
    """The same work already waits in the queue."""

    code = "JOB_ALREADY_WAITS"
    template = gettext_noop("The same work already waits in the queue; job {job} need not run too.")


class JobReasonNeeded(GridHallError):
    """An act on a job or a schedule came without a reason."""

    code = "JOB_REASON_NEEDED"
    template = gettext_noop("Say why: the reason is kept with your name.")


class JobStopped(GridHallError):
    """A person stopped the running job; raised inside the job, between two steps."""

    code = "JOB_STOPPED"
    template = gettext_noop("A person stopped the job. What was done until then stays.")


class WorkerLost(GridHallError):
    """The worker that ran the job ended without a word: killed, or its machine is gone."""

    code = "JOB_WORKER_LOST"
    template = gettext_noop("The worker ended in the middle of the job; the job was put back.")


class WorkerLostTooOften(GridHallError):
    """Worker after worker ended during this job: it is not tried again by itself."""

    code = "JOB_WORKER_LOST_TOO_OFTEN"
    template = gettext_noop(
        "Several workers ended in the middle of this job; it waits for a person."
    )


class ScheduleNotFound(GridHallError):
    """No such schedule."""

    code = "SCHEDULE_NOT_FOUND"
    template = gettext_noop("There is no such schedule.")
    status = 404


class CronNotValid(GridHallError):
    """What was typed is no cron expression of five fields, or never comes."""

    code = "SCHEDULE_CRON_NOT_VALID"
    template = gettext_noop(
        "Schedule “{value}” cannot be read. Write five fields – minute, hour, day, month, weekday –"
        " such as “30 2 * * *” for every day at 02:30."
    )
