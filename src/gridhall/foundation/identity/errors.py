"""What can go wrong with organisations, roles and deputies."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError


class UnableToPlaceOrganisation(GridHallError):
    """A unit cannot stand where it is wanted."""

    code = "ORGANISATION_NOT_PLACED"
    template = gettext_noop("Organisation {code}: {problem}")


class OrganisationCodeTaken(UnableToPlaceOrganisation):
    """Another unit has this code."""

    code = "ORGANISATION_CODE_TAKEN"
    template = gettext_noop("The unit code {code} is taken. Choose another one.")


class OrganisationAboveUnfit(UnableToPlaceOrganisation):
    """The unit above is closed, unknown or not of a higher level, now or on a planned day."""

    code = "ORGANISATION_ABOVE_UNFIT"
    template = gettext_noop(
        "On {day} unit {code} would stand below {above}. The unit above must be open on that day"
        " and of a higher level: choose another unit or another day."
    )


class OrganisationChangePlanned(UnableToPlaceOrganisation):
    """A change begins later than the wanted one."""

    code = "ORGANISATION_CHANGE_PLANNED"
    template = gettext_noop(
        "The newest change of unit {code} begins on {day}. Choose a later day, or withdraw that"
        " change first if it still lies ahead."
    )


class OrganisationChangeBegun(UnableToPlaceOrganisation):
    """A change that has begun, or that another one builds on, cannot be withdrawn."""

    code = "ORGANISATION_CHANGE_BEGUN"
    template = gettext_noop(
        "The change of unit {code} has taken effect, or it is the unit’s first day, so it cannot"
        " be withdrawn. Enter a new change instead."
    )


class DutiesInConflict(GridHallError):
    """A person would hold two roles that must not meet in one person."""

    code = "DUTIES_IN_CONFLICT"
    template = gettext_noop(
        "{person} has the role “{held}” in that time: {why}. End that role first, or choose"
        " somebody else."
    )


class UnableToGrantRole(GridHallError):
    """A role cannot be given like this."""

    code = "ROLE_NOT_GRANTED"
    template = gettext_noop("The role cannot be given: {problem}")


class EmployeeNotActive(UnableToGrantRole):
    """Only employees who are with the company can get roles or stand in for somebody."""

    code = "EMPLOYEE_NOT_ACTIVE"
    template = gettext_noop("{person} is no active employee. Open the person’s file first.")


class RoleUnitClosed(UnableToGrantRole):
    """The unit is not open on the first day of the role."""

    code = "ROLE_UNIT_CLOSED"
    template = gettext_noop("Unit {unit} is not open on {day}. Choose another unit or day.")


class RoleHeldAlready(UnableToGrantRole):
    """The person holds that role for that unit in that time."""

    code = "ROLE_HELD_ALREADY"
    template = gettext_noop(
        "{person} has this role for {unit} in that time already. Look at the person’s roles."
    )


class RolePeriodUnfit(UnableToGrantRole):
    """The last day lies before the first."""

    code = "ROLE_PERIOD_UNFIT"
    template = gettext_noop(
        "The period from {first} until {last} is empty. The end must lie after the beginning."
    )


class EmergencyTooLong(UnableToGrantRole):
    """An emergency role may hold for some hours only."""

    code = "EMERGENCY_TOO_LONG"
    template = gettext_noop(
        "{hours} hours are not allowed: an emergency role holds for 1 to {most} hours. Ask for a"
        " role by approval instead."
    )


class UnableToEndRole(GridHallError):
    """A role is over already, or would end before it began."""

    code = "ROLE_NOT_ENDED"
    template = gettext_noop(
        "The role is over on that day already. Look at the person’s roles again."
    )


class UnableToEndDuty(GridHallError):
    """A post is over already, or is a main post, which only a transfer ends."""

    code = "DUTY_NOT_ENDED"
    template = gettext_noop(
        "The post is over already, or it is a main post: transfer the employee instead."
    )


class UnableToDeputise(GridHallError):
    """A deputyship cannot be noted."""

    code = "DEPUTYSHIP_REFUSED"
    template = gettext_noop(
        "The chosen roles are not {person}’s own roles in that time. Choose roles that hold and"
        " that are not for an emergency."
    )


class DeputyIsNobodyElse(UnableToDeputise):
    """Nobody is her own deputy."""

    code = "DEPUTY_IS_NOBODY_ELSE"
    template = gettext_noop("{person} cannot be the person’s own deputy. Choose somebody else.")


class DeputyshipAnswered(UnableToDeputise):
    """A deputyship that was answered, has ended, or belongs to somebody else."""

    code = "DEPUTYSHIP_ANSWERED"
    template = gettext_noop("This deputyship has been answered or is over. Look at the page again.")
