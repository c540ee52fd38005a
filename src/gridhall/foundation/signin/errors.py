"""What can go wrong while somebody proves who she is."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError


class TooManyCodes(GridHallError):
    """More codes were asked for than a phone or a network address may have."""

    code = "TOO_MANY_CODES"
    template = gettext_noop(
        "Too many codes were asked for. Wait {minutes} minute(s), then ask for a new one."
    )
    status = 429


class WrongCode(GridHallError):
    """The code typed is not the one that was sent."""

    code = "WRONG_CODE"
    template = gettext_noop("This code is not right. {left} more tries, then ask for a new one.")
    status = 422


class CodeSpent(GridHallError):
    """The code has expired, was used, or was tried too often."""

    code = "CODE_SPENT"
    template = gettext_noop("This code is no longer valid. Ask for a new one.")
    status = 422


class PhoneBelongsToAnother(GridHallError):
    """The phone is proven, but another login has it."""

    code = "PHONE_OF_ANOTHER_LOGIN"
    template = gettext_noop(
        "This phone already belongs to another login."
        " Sign in with the phone, or take it off there first."
    )


class PhoneOnlyForCustomers(GridHallError):
    """An employee signs in with password and second factor, not with a phone."""

    code = "PHONE_ONLY_FOR_CUSTOMERS"
    template = gettext_noop("Logins of employees have no phone for signing in.")


class LastWayIn(GridHallError):
    """Without the phone there would be no way to sign in."""

    code = "LAST_WAY_IN"
    template = gettext_noop(
        "The phone is your only way in. Set a password first, then take it off."
    )


class NoSuchSession(GridHallError):
    """The session has ended already, or belongs to somebody else."""

    code = "NO_SUCH_SESSION"
    template = gettext_noop("This sign-in has already ended.")
    status = 404
