"""What each role may do: the one table of permissions.

An action is ``<context>.<verb>``. A role carries a set of actions; a RoleAssignment gives a
role to a person for one organisation and everything below it. Duties that must not meet in
one person (preparing and approving bills) are kept apart by the services as well.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

READ_CUSTOMER = frozenset(
    {
        "customers.read",
        "contracts.read",
        "metering.read",
        "tariffs.read",
        "billing.read",
        "receivables.read",
    }
)


class Role(models.TextChoices):
    """The roles of today; each later context adds its own."""

    HALL_CLERK = "HALL_CLERK", _("Hall clerk")
    CASHIER = "CASHIER", _("Cashier")
    HOTLINE_AGENT = "HOTLINE_AGENT", _("95598 agent")
    METER_READER = "METER_READER", _("Meter reader")
    BILLING_CLERK = "BILLING_CLERK", _("Billing clerk")
    BILLING_APPROVER = "BILLING_APPROVER", _("Billing approver")
    DIRECTOR = "DIRECTOR", _("Director")
    AUDITOR = "AUDITOR", _("Auditor")
    ADMINISTRATOR = "ADMINISTRATOR", _("Administrator")


ACTIONS: dict[str, frozenset[str]] = {
    Role.HALL_CLERK: READ_CUSTOMER
    | {"customers.reveal", "receivables.take_payment", "receivables.reverse_payment"},
    Role.CASHIER: READ_CUSTOMER | {"receivables.take_payment", "receivables.reverse_payment"},
    Role.HOTLINE_AGENT: READ_CUSTOMER,
    Role.METER_READER: frozenset({"customers.read", "metering.read", "imports.run"}),
    Role.BILLING_CLERK: READ_CUSTOMER | {"imports.run", "billing.run"},
    Role.BILLING_APPROVER: READ_CUSTOMER | {"billing.approve"},
    Role.DIRECTOR: READ_CUSTOMER | {"staff.read", "audit.read"},
    Role.AUDITOR: READ_CUSTOMER | {"staff.read", "audit.read"},
    Role.ADMINISTRATOR: frozenset({"staff.read", "imports.run", "tariffs.read", "audit.read"}),
}

ALL_ACTIONS: frozenset[str] = frozenset(action for held in ACTIONS.values() for action in held)


def roles_allowing(action: str) -> list[str]:
    """Return the roles that may do ``action``; raise KeyError for an unknown one."""
    if action not in ALL_ACTIONS:
        raise KeyError(action)
    return [role for role, actions in ACTIONS.items() if action in actions]
