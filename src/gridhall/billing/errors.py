"""What can go wrong in billing; each is told to the user as a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError


class UnableToStartRun(GridHallError):
    """A run of the month already covers this organisation, one above it or one below it."""

    code = "BILL_RUN_EXISTS"
    template = gettext_noop(
        "{month} is already billed for this organisation by run {run_no} ({organisation}). "
        "Cancel that run first if it must be done again."
    )


class NobodyToBill(GridHallError):
    """No active account of the organisation has a supply contract in the month."""

    code = "NOBODY_TO_BILL"
    template = gettext_noop(
        "No account of {organisation} has a supply contract in {month}: there is nothing to bill."
    )


class OrganisationOutsideScope(GridHallError):
    """The person may not bill this organisation."""

    code = "ORGANISATION_OUTSIDE_SCOPE"
    template = gettext_noop("This organisation lies outside your area.")


class RunNotFound(GridHallError):
    """There is no such run in the caller's scope."""

    code = "BILL_RUN_NOT_FOUND"
    template = gettext_noop("There is no such bill run.")


class BillNotFound(GridHallError):
    """There is no such bill in the caller's scope."""

    code = "BILL_NOT_FOUND"
    template = gettext_noop("There is no such bill.")


class WrongRunStatus(GridHallError):
    """The run is not in the status that the step needs."""

    code = "BILL_RUN_WRONG_STATUS"
    template = gettext_noop("Run {run_no} is {status}; this step needs {needed}.")


class UnableToApproveOwnRun(GridHallError):
    """Whoever started a run does not approve it: four eyes."""

    code = "BILL_RUN_OWN_APPROVAL"
    template = gettext_noop(
        "Run {run_no} was started by you. Another person with the right to approve must do it."
    )


class ApprovalNeedsPerson(GridHallError):
    """A run is approved by a person, never by the system itself."""

    code = "BILL_RUN_APPROVAL_NEEDS_PERSON"
    template = gettext_noop("Run {run_no} must be approved by a person.")


class SupplementsAlive(GridHallError):
    """A supplementary run would be left behind: its accounts would miss in the next run."""

    code = "BILL_RUN_HAS_SUPPLEMENTS"
    template = gettext_noop(
        "Run {run_no} has supplementary runs ({supplements}). Cancel those first."
    )


class UnableToReverseBill(GridHallError):
    """Only an issued bill can be reversed."""

    code = "BILL_NOT_ISSUED"
    template = gettext_noop("Bill {bill_no} is {status}; only an issued bill can be reversed.")


class ReasonNeeded(GridHallError):
    """The step is kept in the history and needs a reason in words."""

    code = "REASON_NEEDED"
    template = gettext_noop("Please give a reason; it is kept in the history.")


class StillHeld(GridHallError):
    """The account was rated again and still cannot be billed."""

    code = "ACCOUNT_STILL_HELD"
    template = gettext_noop("Account {account_no} is still held: {reason}")


class AlreadyBilled(GridHallError):
    """The account has a bill for the month: reverse it first."""

    code = "ACCOUNT_ALREADY_BILLED"
    template = gettext_noop("Account {account_no} already has a bill for {month}.")


class ControlTotalMismatch(GridHallError):
    """What lies in the database is not what was rated: nothing is issued."""

    code = "CONTROL_TOTAL_MISMATCH"
    template = gettext_noop(
        "Run {run_no}, chunk {chunk}: the bills add up to {found}, {expected} was rated."
    )


class AccountNotBilled(GridHallError):
    """The account does not exist in the caller's scope, or was not in use in the month."""

    code = "ACCOUNT_NOT_BILLED"
    template = gettext_noop("This account was not in use in that month, or does not exist.")


class NothingToReplay(GridHallError):
    """No bill is issued yet, or the draft has faults."""

    code = "NOTHING_TO_REPLAY"
    template = gettext_noop(
        "There is nothing to replay: no month is issued yet, or the draft has faults."
    )


class ReplayNotFound(GridHallError):
    """No replay has this number."""

    code = "REPLAY_NOT_FOUND"
    template = gettext_noop("There is no such replay of a draft.")
