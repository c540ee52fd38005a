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

#: Who works on cases: reads them, takes work items, sees the boards and her own appraisal.
WORK_CASE = frozenset({"work.own", "cases.read", "cases.work", "standards.read", "appraisal.own"})


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
    CUSTOMER_STEWARD = "CUSTOMER_STEWARD", _("Customer file steward")
    PRIVACY_OFFICER = "PRIVACY_OFFICER", _("Personal data officer")
    COMMUNICATIONS = "COMMUNICATIONS", _("Customer communications")
    SECURITY_OFFICER = "SECURITY_OFFICER", _("Security officer")
    SERVICE_HANDLER = "SERVICE_HANDLER", _("Service handler")
    QUALITY_HANDLER = "QUALITY_HANDLER", _("Quality handler")
    PRICE_HANDLER = "PRICE_HANDLER", _("Price handler")
    LEGAL_HANDLER = "LEGAL_HANDLER", _("Policy and legal handler")
    REPAIR_CREW = "REPAIR_CREW", _("Repair crew")
    SERVICE_SUPERVISOR = "SERVICE_SUPERVISOR", _("Service supervisor")
    REPORT_OFFICER = "REPORT_OFFICER", _("Officer for reports of wrongdoing")
    QUALITY_INSPECTOR = "QUALITY_INSPECTOR", _("Service quality inspector")
    PROCESS_MANAGER = "PROCESS_MANAGER", _("Process manager")
    TARIFF_EDITOR = "TARIFF_EDITOR", _("Tariff editor")
    TARIFF_APPROVER = "TARIFF_APPROVER", _("Tariff approver")


ACTIONS: dict[str, frozenset[str]] = {
    Role.HALL_CLERK: READ_CUSTOMER
    | WORK_CASE
    | {
        "cases.create",
        "customers.reveal",
        "customers.edit",
        "customers.verify",
        "documents.read",
        "documents.attach",
        "receivables.take_payment",
        "receivables.reverse_payment",
    },
    Role.CASHIER: READ_CUSTOMER | {"receivables.take_payment", "receivables.reverse_payment"},
    Role.HOTLINE_AGENT: READ_CUSTOMER
    | WORK_CASE
    | {
        "cases.create",
        "cases.route",
        "customers.reveal",
        "customers.edit",
        "documents.read",
        "documents.attach",
        "messages.read",
        "messages.answer",
    },
    Role.METER_READER: frozenset(
        {"customers.read", "customers.verify", "metering.read", "imports.run"}
    ),
    Role.BILLING_CLERK: READ_CUSTOMER | {"imports.run", "billing.run"},
    Role.BILLING_APPROVER: READ_CUSTOMER | {"billing.approve"},
    Role.DIRECTOR: READ_CUSTOMER
    | {
        "staff.read",
        "audit.read",
        "customers.quality",
        "exports.approve",
        "messages.read",
        "messages.approve",
        "work.own",
        "work.assign",
        "cases.read",
        "cases.export",
        "cases.improve",
        "processes.read",
        "processes.publish",
        "standards.read",
        "standards.approve",
        "surveys.read",
        "appraisal.read",
        "appraisal.decide",
    },
    Role.AUDITOR: READ_CUSTOMER
    | {
        "staff.read",
        "audit.read",
        "documents.read",
        "cases.read",
        "processes.read",
        "standards.read",
        "surveys.read",
        "appraisal.read",
    },
    Role.ADMINISTRATOR: frozenset(
        {
            "staff.read",
            "staff.manage",
            "imports.run",
            "tariffs.read",
            "audit.read",
            "calendar.manage",
            "jobs.read",
            "jobs.manage",
        }
    ),
    Role.CUSTOMER_STEWARD: READ_CUSTOMER
    | {
        "customers.reveal",
        "customers.edit",
        "customers.review",
        "customers.merge",
        "customers.mass_update",
        "documents.read",
        "documents.attach",
        "customers.quality",
        "customers.verify",
        "imports.run",
    },
    Role.PRIVACY_OFFICER: frozenset(
        {
            "customers.read",
            "customers.reveal",
            "documents.read",
            "documents.manage",
            "privacy.manage",
            "privacy.approve",
            "exports.approve",
            "audit.read",
            "staff.read",
        }
    ),
    Role.COMMUNICATIONS: frozenset(
        {
            "customers.read",
            "messages.read",
            "messages.answer",
            "messages.manage",
            "messages.send_bulk",
        }
    ),
    Role.SECURITY_OFFICER: frozenset({"staff.read", "staff.approve", "audit.read", "jobs.read"}),
    Role.SERVICE_HANDLER: WORK_CASE | {"customers.read", "documents.read", "documents.attach"},
    Role.QUALITY_HANDLER: WORK_CASE | {"customers.read", "documents.read", "documents.attach"},
    Role.PRICE_HANDLER: WORK_CASE | READ_CUSTOMER | {"documents.read", "documents.attach"},
    Role.LEGAL_HANDLER: WORK_CASE | {"customers.read", "documents.read", "documents.attach"},
    Role.REPAIR_CREW: WORK_CASE | {"documents.read", "documents.attach"},
    Role.SERVICE_SUPERVISOR: WORK_CASE
    | READ_CUSTOMER
    | {
        "cases.create",
        "cases.route",
        "cases.supervise",
        "cases.export",
        "cases.improve",
        "documents.read",
        "documents.attach",
        "messages.read",
        "processes.read",
        "standards.manage",
        "surveys.read",
        "surveys.manage",
        "work.assign",
        "appraisal.read",
        "appraisal.manage",
    },
    Role.REPORT_OFFICER: WORK_CASE | {"cases.create", "cases.sealed", "documents.read"},
    Role.QUALITY_INSPECTOR: WORK_CASE
    | {"customers.read", "quality.sample", "surveys.read", "appraisal.read"},
    Role.PROCESS_MANAGER: frozenset(
        {"work.own", "processes.read", "processes.manage", "standards.read", "standards.manage"}
    ),
    Role.TARIFF_EDITOR: frozenset(
        {"tariffs.read", "tariffs.edit", "billing.read", "customers.read", "contracts.read"}
    ),
    Role.TARIFF_APPROVER: frozenset(
        {"tariffs.read", "tariffs.approve", "billing.read", "customers.read", "contracts.read"}
    ),
}


class Sensitivity(models.IntegerChoices):
    """How much harm a value does in the wrong hands; a field's grade, a role's clearance.

    SENSITIVE is what the Personal Information Protection Law, article 28, calls sensitive
    (identity numbers, bank accounts, health and hardship); PERSONAL names or reaches somebody.
    """

    INTERNAL = 1, _("Internal")
    PERSONAL = 2, _("Personal")
    SENSITIVE = 3, _("Sensitive")


#: The highest grade a role may read in clear; who is not named reads masked values only.
CLEARANCE: dict[str, Sensitivity] = {
    Role.HALL_CLERK: Sensitivity.SENSITIVE,
    Role.HOTLINE_AGENT: Sensitivity.PERSONAL,
    Role.CUSTOMER_STEWARD: Sensitivity.SENSITIVE,
    Role.SERVICE_HANDLER: Sensitivity.PERSONAL,
    Role.QUALITY_HANDLER: Sensitivity.PERSONAL,
    Role.PRICE_HANDLER: Sensitivity.PERSONAL,
    Role.LEGAL_HANDLER: Sensitivity.PERSONAL,
    Role.REPAIR_CREW: Sensitivity.PERSONAL,
    Role.SERVICE_SUPERVISOR: Sensitivity.PERSONAL,
    Role.REPORT_OFFICER: Sensitivity.SENSITIVE,
    Role.PRIVACY_OFFICER: Sensitivity.SENSITIVE,
}

ALL_ACTIONS: frozenset[str] = frozenset(action for held in ACTIONS.values() for action in held)


def roles_allowing(action: str) -> list[str]:
    """Return the roles that may do ``action``; raise KeyError for an unknown one."""
    if action not in ALL_ACTIONS:
        raise KeyError(action)
    return [role for role, actions in ACTIONS.items() if action in actions]
