"""What can go wrong with requests, exports and looking at personal data."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError


class NotCleared(GridHallError):
    """The reader's roles at that unit do not reach a value of this grade."""

    code = "NOT_CLEARED"
    status: ClassVar[int] = 403
    template = gettext_noop(
        "Your roles do not allow you to read this value in full. Ask somebody who may."
    )


class TooManyReveals(GridHallError):
    """Somebody looked at more values within the hour than the company allows."""

    code = "TOO_MANY_REVEALS"
    status: ClassVar[int] = 429
    template = gettext_noop(
        "You have looked at {limit} values in full this hour, which is the limit. "
        "The personal data officer has been told."
    )


class PersonNotFound(GridHallError):
    """There is no such customer here."""

    code = "PERSON_NOT_FOUND"
    status: ClassVar[int] = 404
    template = gettext_noop("There is no such customer here.")


class RequestNotFound(GridHallError):
    """There is no such request, or it is not the reader's business."""

    code = "SUBJECT_REQUEST_NOT_FOUND"
    status: ClassVar[int] = 404
    template = gettext_noop("There is no such request here.")


class RequestOpenAlready(GridHallError):
    """The person has an open request of this kind."""

    code = "SUBJECT_REQUEST_OPEN"
    template = gettext_noop("This customer has an open request of this kind already: {number}.")


class WrongStep(GridHallError):
    """The request is at another step."""

    code = "SUBJECT_REQUEST_WRONG_STEP"
    template = gettext_noop("Request {number} is at another step now. Look at it again.")


class ProofMissing(GridHallError):
    """Nobody wrote down how the person proved who she is."""

    code = "PROOF_MISSING"
    template = gettext_noop("Write down how the person proved who she is.")


class ReasonMissing(GridHallError):
    """An act that must be explained was not."""

    code = "PRIVACY_REASON_MISSING"
    template = gettext_noop("Give the reason; it is kept.")


class ErasureRefused(GridHallError):
    """Something stands in the way of erasing the data."""

    code = "ERASURE_REFUSED"
    template = gettext_noop("The data cannot be erased yet: {reasons}.")


class ExportNotReady(GridHallError):
    """The file is not there, not any more, or not the reader's."""

    code = "EXPORT_NOT_READY"
    status: ClassVar[int] = 404
    template = gettext_noop("This file is not ready, or its time is over.")
