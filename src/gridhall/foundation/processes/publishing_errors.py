"""What can go wrong when versions are written, published and put in place of others."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError


class VersionNotFound(GridHallError):
    """No such version."""

    code = "PROCESS_VERSION_NOT_FOUND"
    template = gettext_noop("There is no such version of a process.")


class NotADraft(GridHallError):
    """Only drafts can be changed, discarded or published."""

    code = "PROCESS_NOT_A_DRAFT"
    template = gettext_noop(
        "{version} is no draft: its text never changes. Write a new version from it."
    )


class AnotherProcess(GridHallError):
    """The text is of another process than the one it was handed in for."""

    code = "PROCESS_IS_ANOTHER"
    template = gettext_noop(
        "The text describes the process “{found}”, not “{expected}”. Correct the line “process”."
    )


class AnotherSubject(GridHallError):
    """A process that a part of the program starts must stay about the same thing."""

    code = "PROCESS_SUBJECT_CHANGED"
    template = gettext_noop(
        "The process “{process}” is about “{expected}”, not “{found}”. Correct the line “subject”."
    )


class FieldIsNeeded(GridHallError):
    """The program hands in this field when it starts the process."""

    code = "PROCESS_FIELD_NEEDED"
    template = gettext_noop(
        "The program fills in the field “{field}” of “{process}”. Keep it, with the kind “{kind}”"
        " and all its choices."
    )


class SameText(GridHallError):
    """The draft says what another version says already."""

    code = "PROCESS_SAME_TEXT"
    template = gettext_noop("Nothing has changed against {version}.")


class ApprovalWaits(GridHallError):
    """A draft that waits for approval stays as it is."""

    code = "PROCESS_APPROVAL_WAITS"
    template = gettext_noop(
        "{version} waits for approval and stays as it is. Withdraw the request first."
    )


class DraftChanged(GridHallError):
    """The draft is not the one that was handed in for approval, or that was opened."""

    code = "PROCESS_DRAFT_CHANGED"
    template = gettext_noop("{version} was changed in the meantime. Open it again and compare.")


class NotInForce(GridHallError):
    """Only the version in force can be retired, and only to it can cases be moved."""

    code = "PROCESS_NOT_IN_FORCE"
    template = gettext_noop("{version} is not in force.")


class ProcessIsCalled(GridHallError):
    """Another process calls this one, or a part of the program starts it."""

    code = "PROCESS_STILL_NEEDED"
    template = gettext_noop(
        "“{process}” is still needed by {users}: new ones could not start. Publish a new version"
        " instead."
    )


class MigrationRuns(GridHallError):
    """Cases of this version are being moved already."""

    code = "PROCESS_MIGRATION_RUNS"
    template = gettext_noop("Cases of {version} are being moved already. Wait until it is done.")


class NotTheSameProcess(GridHallError):
    """Cases can only be moved between versions of one process."""

    code = "PROCESS_MIGRATION_ACROSS"
    template = gettext_noop("{source} and {target} are not versions of the same process.")


class UnknownStep(GridHallError):
    """A mapping names a step that is not there."""

    code = "PROCESS_STEP_UNKNOWN"
    template = gettext_noop("{version} has no step “{step}”.")


class UnableToTakeBack(GridHallError):
    """Work went on since the move."""

    code = "PROCESS_MIGRATION_WORKED"
    template = gettext_noop(
        "{subject} cannot be taken back: work on it went on since it was moved."
    )


class ReasonNeeded(GridHallError):
    """An act that touches others' work came without a reason."""

    code = "PROCESS_REASON_NEEDED"
    template = gettext_noop("Give a reason: it is kept with the act.")
