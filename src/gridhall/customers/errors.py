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
