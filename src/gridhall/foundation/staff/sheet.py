"""员工: staff by file, checked row by row like every import; nobody gets a role by a file."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence

from django.utils import timezone
from django.utils.translation import gettext_noop

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.imports import parsing
from gridhall.foundation.imports.errors import ImportNotAllowed
from gridhall.foundation.imports.fault_kinds import FaultKind
from gridhall.foundation.imports.sheets import CREATED, UNCHANGED, Column, ImportContext, Row, Sheet

from .services import people

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,29}")
FAULTS = (
    FaultKind(
        "STAFF_LOGIN_UNFIT",
        gettext_noop("A login name has 2 to 30 small letters, digits, dots or hyphens."),
        gettext_noop("Write it like zhang-wei2."),
    ),
    FaultKind(
        "STAFF_LOGIN_TAKEN",
        gettext_noop("This login name belongs to somebody else."),
        gettext_noop("Choose another login name."),
    ),
    FaultKind(
        "STAFF_NUMBER_TAKEN",
        gettext_noop("This staff number belongs to the login name {username}."),
        gettext_noop("Check the staff number."),
    ),
    FaultKind(
        "STAFF_UNIT_UNFIT",
        gettext_noop("There is no open unit with this code among those you manage."),
        gettext_noop("Compare the code with the organisation tree."),
    ),
)


class Employees(Sheet):
    """Employees with their first main post; each gets a password on her page."""

    name = "employees"
    label = gettext_noop("Employees")
    key_column = "login_name"
    columns = (
        Column("staff_no", gettext_noop("Staff number"), parsing.code_text(20)),
        Column("login_name", gettext_noop("Login name"), parsing.text(30)),
        Column("employee_name", gettext_noop("Employee name"), parsing.text(60)),
        Column("unit_code", gettext_noop("Unit code"), parsing.code_text(20)),
        Column("post", gettext_noop("Post"), parsing.text(60)),
        Column("hired_on", gettext_noop("With the company since"), parsing.day()),
    )

    def demand_allowed(self, context: ImportContext) -> None:
        """Only who manages staff may bring staff by file."""
        if context.actor_id is not None and "staff.manage" not in identity.actions_of(
            user_id=context.actor_id, on=timezone.localdate(context.at)
        ):
            raise ImportNotAllowed()

    def key_of(self, row: Row) -> Hashable | None:
        """Return the login name."""
        return row.values.get("login_name")

    def check_row(self, row: Row) -> None:
        """A login name is simple to type."""
        if row.has("login_name") and not LOGIN.fullmatch(row.values["login_name"]):
            row.refuse("login_name", "STAFF_LOGIN_UNFIT")

    def check_rows(self, rows: Sequence[Row], context: ImportContext) -> None:
        """The unit is open and managed by the actor; number and login name are free or fit."""
        on = timezone.localdate(context.at)
        units = {u.code for u in identity.units_on(scope=_managed(context), on=on)}
        numbers = identity.staff_numbers(staff_nos=[r.values["staff_no"] for r in rows])
        names = identity.login_names(usernames=[r.values["login_name"] for r in rows])
        for row in rows:
            username, owner = row.values["login_name"], numbers.get(row.values["staff_no"])
            if row.values["unit_code"] not in units:
                row.refuse("unit_code", "STAFF_UNIT_UNFIT")
            if owner is not None and owner != username:
                row.refuse("staff_no", "STAFF_NUMBER_TAKEN", username=owner)
            elif owner is None and username in names:
                row.refuse("login_name", "STAFF_LOGIN_TAKEN")

    def write(self, rows: Sequence[Row], context: ImportContext) -> None:
        """Hire who is not known yet; who is known stays as she is."""
        numbers = identity.staff_numbers(staff_nos=[r.values["staff_no"] for r in rows])
        for row in rows:
            values = row.values
            unit = identity.organisation_by_code(code=values["unit_code"])
            if values["staff_no"] in numbers or unit is None:
                row.outcome = UNCHANGED
                continue
            people.hire(
                username=values["login_name"], display_name=values["employee_name"],
                staff_no=values["staff_no"], organisation_id=unit.pk, title=values["post"],
                hired_on=values["hired_on"], actor_id=context.actor_id, scope=_managed(context),
                at=context.at,
            )  # fmt: skip
            row.outcome = CREATED


def _managed(context: ImportContext) -> identity.Scope:
    """Return the units whose staff the actor manages; the system manages all."""
    if context.actor_id is None:
        return context.scope
    return identity.scope_of(
        user_id=context.actor_id, action="staff.manage", on=timezone.localdate(context.at)
    )
