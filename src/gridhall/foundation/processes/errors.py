"""What can go wrong when work moves through a process."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError


class UnknownProcess(GridHallError):
    """No version of this process is published."""

    code = "PROCESS_UNKNOWN"
    template = gettext_noop("No version of the process “{process}” is published.")


class ProcessNotFound(GridHallError):
    """No such process is running."""

    code = "PROCESS_NOT_FOUND"
    template = gettext_noop("There is no such process.")


class WorkItemNotFound(GridHallError):
    """No such work item, or none that this person may see."""

    code = "WORK_ITEM_NOT_FOUND"
    template = gettext_noop("There is no such work item.")


class AlreadyDone(GridHallError):
    """Somebody else finished the step first, or the process left it."""

    code = "WORK_ALREADY_DONE"
    template = gettext_noop(
        "“{step}” of {subject} is already finished or withdrawn. Reload to see what comes next."
    )


class WorkItemChanged(GridHallError):
    """The work item changed since it was looked at."""

    code = "WORK_ITEM_CHANGED"
    template = gettext_noop(
        "“{step}” of {subject} has changed since you opened it. Reload and look again."
    )


class AlreadyTaken(GridHallError):
    """Somebody else works on it."""

    code = "WORK_ALREADY_TAKEN"
    template = gettext_noop("{person} already works on “{step}” of {subject}.")


class UnableToAct(GridHallError):
    """The person has not the right to do this with the work item."""

    code = "WORK_NOT_ENTITLED"
    template = gettext_noop("You may not do this with “{step}” of {subject}.")


class UnableToTake(GridHallError):
    """Who shall get the work does not hold its role there."""

    code = "WORK_PERSON_NOT_ENTITLED"
    template = gettext_noop(
        "{person} cannot get this work: the role {role} is needed at {unit}. Choose somebody else."
    )


class NoteNeeded(GridHallError):
    """An act that others must understand came without a reason."""

    code = "WORK_NOTE_NEEDED"
    template = gettext_noop("Say why: whoever goes on with it reads your reason.")


class OutcomeNeeded(GridHallError):
    """The task ends in one of several ways, and none was chosen."""

    code = "WORK_OUTCOME_NEEDED"
    template = gettext_noop("Choose how it ended: {known}.")


class ValueRefused(GridHallError):
    """A value is none that its field allows."""

    code = "PROCESS_VALUE_REFUSED"
    template = gettext_noop("“{value}” does not fit the field “{field}”. Allowed: {allowed}.")


class ValueMissing(GridHallError):
    """A field that the step needs is empty."""

    code = "PROCESS_VALUE_MISSING"
    template = gettext_noop("Fill in “{field}” first.")


class UnknownField(GridHallError):
    """A value was given for a field that the process or the step does not have."""

    code = "PROCESS_FIELD_UNKNOWN"
    template = gettext_noop("The process “{process}” has no field “{field}” here.")


class SecondPersonNeeded(GridHallError):
    """The same person must not do both steps."""

    code = "GATE_SECOND_PERSON"
    template = gettext_noop("Somebody else must do this: you did the step that it checks.")


class DocumentsMissing(GridHallError):
    """Papers are missing."""

    code = "GATE_DOCUMENTS_MISSING"
    template = gettext_noop("Documents are missing: {missing}.")


class FeeNotPaid(GridHallError):
    """A fee is not paid."""

    code = "GATE_FEE_NOT_PAID"
    template = gettext_noop("The fee is not paid yet. Go on once the payment is there.")


class UnableToSendBack(GridHallError):
    """Work can only go back to a task that was done before."""

    code = "WORK_UNABLE_TO_SEND_BACK"
    template = gettext_noop("It cannot go back to “{step}”: choose a task done before.")


class UnableToReopen(GridHallError):
    """The process runs, or it cannot begin again at this step."""

    code = "PROCESS_UNABLE_TO_REOPEN"
    template = gettext_noop(
        "Only a process that is over can be reopened, at a task outside of parallel branches."
    )


class UnableToCancel(GridHallError):
    """The process is over."""

    code = "PROCESS_UNABLE_TO_CANCEL"
    template = gettext_noop("This process is already over.")


class SubprocessesInCircle(GridHallError):
    """Processes call each other in a circle."""

    code = "PROCESS_IN_CIRCLE"
    template = gettext_noop("The process “{process}” would call itself: {way}.")


class SubprocessMissing(GridHallError):
    """A process calls another that is not published."""

    code = "PROCESS_SUBPROCESS_MISSING"
    template = gettext_noop("The step “{step}” calls the process “{process}”: it is not published.")


class SubprocessFields(GridHallError):
    """A process hands values to another that does not know them, or knows them differently."""

    code = "PROCESS_SUBPROCESS_FIELDS"
    template = gettext_noop(
        "The step “{step}” shares the field “{field}” with the process “{process}”,"
        " where it is not declared in the same way."
    )
