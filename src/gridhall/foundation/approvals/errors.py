"""What can go wrong when two people must agree."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError


class ApprovalNotFound(GridHallError):
    """No such request, or none that this person may see."""

    code = "APPROVAL_NOT_FOUND"
    template = gettext_noop("There is no such request.")


class ApprovalReasonNeeded(GridHallError):
    """A request, a refusal or a withdrawal came without a reason."""

    code = "APPROVAL_REASON_NEEDED"
    template = gettext_noop("Say why: the other person decides by it.")


class ApprovalAlreadyWaits(GridHallError):
    """The same act on the same subject already waits for a decision."""

    code = "APPROVAL_ALREADY_WAITS"
    template = gettext_noop(
        "The same request for {subject} already waits for approval (no. {request})."
        " Wait for the decision or withdraw it first."
    )


class UnableToDecideOwnRequest(GridHallError):
    """Who asked, or who profits, may not decide."""

    code = "APPROVAL_OWN_REQUEST"
    template = gettext_noop("Who asked for it, or profits from it, may not decide it.")


class UnableToDecide(GridHallError):
    """The person has not the right to decide this kind at this place."""

    code = "APPROVAL_NOT_ENTITLED"
    template = gettext_noop("You have no right to decide this request.")


class AlreadyDecided(GridHallError):
    """Somebody was faster, or the request was withdrawn."""

    code = "APPROVAL_ALREADY_DECIDED"
    template = gettext_noop("Request no. {request} is already decided or withdrawn.")
