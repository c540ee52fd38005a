"""What can go wrong with customer files."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError


class AccountNotFound(GridHallError):
    """There is no such account, or it is not the asker's business: both look the same."""

    code = "ACCOUNT_NOT_FOUND"
    status: ClassVar[int] = 404
    template = gettext_noop("There is no account {account} here.")


class ReasonMissing(GridHallError):
    """Somebody wants to read personal data without saying why."""

    code = "REASON_MISSING"
    status: ClassVar[int] = 400
    template = gettext_noop("Say why you need to read this; the reason is kept.")


class UnknownPersonalField(GridHallError):
    """There is no such personal field to reveal."""

    code = "UNKNOWN_PERSONAL_FIELD"
    status: ClassVar[int] = 400
    template = gettext_noop("There is no personal field {field}.")


class ProofNotAccepted(GridHallError):
    """Number and proof do not fit; which part was wrong is not told, nor whether it exists."""

    code = "PROOF_NOT_ACCEPTED"
    status: ClassVar[int] = 422
    template = gettext_noop(
        "Account number and proof do not fit together. Check both, or choose another proof."
    )


class TooManyTries(GridHallError):
    """Too many wrong tries, or too many codes asked for: wait."""

    code = "TOO_MANY_TRIES"
    status: ClassVar[int] = 429
    template = gettext_noop("Too many tries. Try again in {minutes} minutes.")


class ProofNotOffered(GridHallError):
    """This kind of proof does not exist or is switched off."""

    code = "PROOF_NOT_OFFERED"
    status: ClassVar[int] = 422
    template = gettext_noop("This proof is not offered. Choose another one.")


class RightMissing(GridHallError):
    """The person has access to the account, but not the right to do this."""

    code = "RIGHT_MISSING"
    status: ClassVar[int] = 403
    template = gettext_noop("This was not shared with you. Ask the holder of the account.")


class AccessNotFound(GridHallError):
    """There is no such access or invitation, or it is not the asker's business."""

    code = "ACCESS_NOT_FOUND"
    status: ClassVar[int] = 404
    template = gettext_noop("There is no such access or invitation here.")


class LastAdministrator(GridHallError):
    """A firm's last administrator must hand over before she goes."""

    code = "LAST_ADMINISTRATOR"
    status: ClassVar[int] = 409
    template = gettext_noop(
        "Account {account} would have nobody left who decides on access. Give this right to a "
        "colleague first."
    )


class HolderStays(GridHallError):
    """Whoever proved to be the holder of an account is not removed by somebody she let in."""

    code = "HOLDER_STAYS"
    status: ClassVar[int] = 409
    template = gettext_noop(
        "This person did not come by invitation and cannot be removed here. Ask a business hall."
    )


class InvitationNotForYou(GridHallError):
    """The invitation was sent to another phone than the one that is verified here."""

    code = "INVITATION_NOT_FOR_YOU"
    status: ClassVar[int] = 403
    template = gettext_noop(
        "This invitation was sent to another phone. Sign in with the phone it was sent to."
    )


class InvitationOver(GridHallError):
    """The invitation was answered, withdrawn, or its time has passed."""

    code = "INVITATION_OVER"
    status: ClassVar[int] = 409
    template = gettext_noop("This invitation no longer counts. Ask for a new one.")


class UnusableInvitation(GridHallError):
    """The invitation lacks something."""

    code = "UNUSABLE_INVITATION"
    status: ClassVar[int] = 422
    template = gettext_noop(
        "Choose at least one account and one right, an 11-digit mobile number and a day to come."
    )


class CallerNotChecked(GridHallError):
    """The identity of the caller was not checked, or the check has run out."""

    code = "CALLER_NOT_CHECKED"
    status: ClassVar[int] = 403
    template = gettext_noop("Check who is calling first; the check counts for {minutes} minutes.")


class UnusableCallerCheck(GridHallError):
    """Too few questions were answered, or the method is not allowed to this role."""

    code = "UNUSABLE_CALLER_CHECK"
    status: ClassVar[int] = 422
    template = gettext_noop("Fill in the answers to at least {answers} different questions.")


class NotOnFile(GridHallError):
    """There is no such entry in the file on that day."""

    code = "NOT_ON_FILE"
    status: ClassVar[int] = 404
    template = gettext_noop("There is no such entry in the file on {day}.")


class AlreadyOnFile(GridHallError):
    """The same entry stands in the file already."""

    code = "ALREADY_ON_FILE"
    status: ClassVar[int] = 409
    template = gettext_noop("{part}: the same entry is in the file already; change that one.")


class NothingChanged(GridHallError):
    """The new values are those that are in the file."""

    code = "NOTHING_CHANGED"
    status: ClassVar[int] = 400
    template = gettext_noop("Nothing was changed: the file says that already.")


class ReviewNeeded(GridHallError):
    """A change that only a second person may let in."""

    code = "REVIEW_NEEDED"
    status: ClassVar[int] = 403
    template = gettext_noop("{field} changes only after a review; file a correction.")


class CorrectionNotFound(GridHallError):
    """There is no such correction, or it is not the asker's business."""

    code = "CORRECTION_NOT_FOUND"
    status: ClassVar[int] = 404
    template = gettext_noop("There is no such correction here.")


class AccountCannotBeOpened(GridHallError):
    """A new file clashes with what is known."""

    code = "ACCOUNT_CANNOT_BE_OPENED"
    status: ClassVar[int] = 409
    template = gettext_noop(
        "This identity document is on file under another name. Look the customer up first."
    )


class DayTooEarly(GridHallError):
    """A change cannot hold before the account was opened."""

    code = "DAY_TOO_EARLY"
    status: ClassVar[int] = 400
    template = gettext_noop("The account was opened on {opened}; a change cannot hold before that.")


class CorrectionAlreadyWaits(GridHallError):
    """The same entry has a correction that waits."""

    code = "CORRECTION_ALREADY_WAITS"
    status: ClassVar[int] = 409
    template = gettext_noop("{part}: a correction waits for review already.")


class UnableToMerge(GridHallError):
    """These two parties cannot become one."""

    code = "UNABLE_TO_MERGE"
    status: ClassVar[int] = 409
    template = gettext_noop("The two customers cannot be merged: {problem}")


class UnableToSplit(GridHallError):
    """A merge cannot be undone any more, for something was built on it."""

    code = "UNABLE_TO_SPLIT"
    status: ClassVar[int] = 409
    template = gettext_noop(
        "The merge cannot be undone: account {account} was given to another customer since."
        " Correct that account first."
    )


class MergeNotFound(GridHallError):
    """There is no such merge, or it is not the asker's business."""

    code = "MERGE_NOT_FOUND"
    status: ClassVar[int] = 404
    template = gettext_noop("There is no such merge here.")


class PlanNotFound(GridHallError):
    """There is no such plan or file in it, or it is closed, or not the asker's business."""

    code = "PLAN_NOT_FOUND"
    status: ClassVar[int] = 404
    template = gettext_noop("There is no such verification plan here, or it is closed.")


class PlanTitleTaken(GridHallError):
    """The unit has a plan of this title."""

    code = "PLAN_TITLE_TAKEN"
    status: ClassVar[int] = 409
    template = gettext_noop("The unit has a plan “{title}” already. Choose another title.")


class UnusablePlan(GridHallError):
    """Days or numbers that make no sense."""

    code = "UNUSABLE_PLAN"
    status: ClassVar[int] = 422
    template = gettext_noop(
        "Choose a last day that is not over and not before the first one, and 1 to 50,000 files."
    )


class NothingToVerify(GridHallError):
    """No file fits, or all that fit are in open plans."""

    code = "NOTHING_TO_VERIFY"
    status: ClassVar[int] = 422
    template = gettext_noop("No file fits that is not in an open plan already.")
