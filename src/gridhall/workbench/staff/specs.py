"""The tables of the staff screens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.foundation.identity.roles import Role
from gridhall.ui.tables import Column, Filter, TableSpec

ASSIGNMENTS = TableSpec(
    name="roles",
    label=_("Roles of employees"),
    columns=(
        Column(key="person", label=_("Employee")),
        Column(key="username", label=_("Login name"), kind="code", phone=False),
        Column(key="role", label=pgettext_lazy("employee", "Role")),
        Column(key="unit", label=_("For the unit and all below it")),
        Column(key="code", label=_("Unit code"), kind="code", phone=False),
        Column(key="valid_from", label=_("Valid from"), kind="day", phone=False),
        Column(key="valid_to", label=_("Until"), kind="day", phone=False),
        Column(key="state", label=_("State"), kind="status"),
    ),
    filters=(
        Filter(name="q", label=_("Name, login name or unit")),
        Filter(
            name="role",
            label=pgettext_lazy("employee", "Role"),
            kind="choice",
            choices=Role.choices,
        ),
    ),
    size=50,
    exports=("csv", "xlsx"),
    empty_title=_("Nobody holds a role here"),
)
