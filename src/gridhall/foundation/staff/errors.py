"""What can go wrong when people are hired, moved, or units changed."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError


class PersonNotFound(GridHallError):
    """No such employee, or none inside the reader's scope."""

    code = "STAFF_PERSON_NOT_FOUND"
    template = gettext_noop("There is no such employee in your units.")


class OutsideYourUnits(GridHallError):
    """A change would touch a unit that the actor does not manage."""

    code = "STAFF_OUTSIDE_SCOPE"
    template = gettext_noop("Unit {unit} is not among the units you manage. Choose another unit.")


class LoginNameTaken(GridHallError):
    """Somebody has this login name."""

    code = "STAFF_LOGIN_NAME_TAKEN"
    template = gettext_noop("The login name {username} is taken. Choose another one.")


class StaffNumberTaken(GridHallError):
    """Somebody has this staff number."""

    code = "STAFF_NUMBER_TAKEN"
    template = gettext_noop("The staff number {staff_no} belongs to {person}. Check the number.")


class ReasonNeeded(GridHallError):
    """A change of people, units or rights came without a reason."""

    code = "STAFF_REASON_NEEDED"
    template = gettext_noop("Give a reason in a few words; it is kept in the history.")


class NothingChanged(GridHallError):
    """A change that changes nothing."""

    code = "STAFF_NOTHING_CHANGED"
    template = gettext_noop("Nothing is different from what holds now. Change something first.")


class UnitInUse(GridHallError):
    """A unit cannot be closed while something is filed under it."""

    code = "STAFF_UNIT_IN_USE"
    template = gettext_noop(
        "Unit {unit} cannot be closed on {day}: {holds}. Move them to another unit first, or merge"
        " this unit into another one."
    )


class NotOneself(GridHallError):
    """Nobody changes her own employment or rights."""

    code = "STAFF_NOT_ONESELF"
    template = gettext_noop("You cannot do this for yourself. Ask a colleague.")


class ReviewOpenAlready(GridHallError):
    """The unit has a review that is not finished."""

    code = "STAFF_REVIEW_OPEN"
    template = gettext_noop("The review of {unit} from {day} is not finished. Finish it first.")


class ReviewItemDecided(GridHallError):
    """A role in a review was decided already, or is the reviewer's own."""

    code = "STAFF_REVIEW_ITEM_DECIDED"
    template = gettext_noop(
        "This role is decided already, or it is your own. Look at the list again."
    )
