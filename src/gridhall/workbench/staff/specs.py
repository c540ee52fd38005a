"""The tables of the staff screens."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.foundation.identity.roles import Role
from gridhall.ui.tables import Column, Filter, TableSpec

if TYPE_CHECKING:
    from .trees import ReviewRow

ROLE = pgettext_lazy("employee", "Role")
ROLE_FILTER = Filter(name="role", label=ROLE, kind="choice", choices=Role.choices)

PEOPLE = TableSpec(
    name="staff",
    label=_("Employees"),
    columns=(
        Column(key="name", label=_("Employee"), link=True),
        Column(key="username", label=_("Login name"), kind="code"),
        Column(key="staff_no", label=_("Staff number"), kind="code", phone=False),
        Column(key="unit", label=_("Unit")),
        Column(key="title", label=_("Post"), phone=False),
        Column(key="roles", label=_("Roles today")),
        Column(key="state", label=_("State"), kind="status"),
    ),
    filters=(
        Filter(
            name="q", label=_("Employee or unit"), placeholder=_("Name, pinyin, number or unit …")
        ),
        ROLE_FILTER,
        Filter(
            name="state", label=_("State"), kind="choice",
            choices=(("active", _("with the company")), ("left", _("locked only"))),
        ),
    ),
    size=50,
    exports=("csv", "xlsx"),
    empty_title=_("Nobody was found here"),
)  # fmt: skip

ASSIGNMENTS = TableSpec(
    name="roles",
    label=_("Roles of employees"),
    columns=(
        Column(key="person", label=_("Employee"), link=True),
        Column(key="username", label=_("Login name"), kind="code", phone=False),
        Column(key="role", label=ROLE),
        Column(key="unit", label=_("For the unit and all below it")),
        Column(key="code", label=_("Unit code"), kind="code", phone=False),
        Column(key="valid_from", label=_("Valid from"), kind="day", phone=False),
        Column(key="valid_to", label=_("Until"), kind="day", phone=False),
        Column(key="state", label=_("State"), kind="status"),
    ),
    filters=(Filter(name="q", label=_("Name, login name or unit")), ROLE_FILTER),
    size=50,
    exports=("csv", "xlsx"),
    empty_title=_("Nobody holds a role here"),
)

REVIEWS = TableSpec(
    name="reviews",
    label=_("Reviews of rights"),
    columns=(
        Column(key="opened_on", label=_("Opened"), kind="day", link=True),
        Column(key="unit", label=_("Unit")),
        Column(key="opened_by", label=_("Opened by"), phone=False),
        Column(key="due_on", label=_("To be finished by"), kind="day"),
        Column(
            key="decided",
            label=pgettext_lazy("approval", "Decided"),
            value=lambda row: f"{row.decided} / {row.total}",
        ),
        Column(key="withdrawn", label=_("Taken away"), kind="number"),
        Column(key="closed_on", label=_("Finished"), kind="day"),
    ),
    empty_title=_("No review yet"),
    empty_text=_("In a review every role is confirmed or taken away, one by one."),
)

REVIEW_ITEMS = TableSpec(
    name="review-items",
    label=_("Roles in this review"),
    columns=(
        Column(key="person", label=_("Employee"), link=True),
        Column(key="role", label=ROLE),
        Column(key="unit", label=_("For the unit and all below it")),
        Column(key="last_used_at", label=_("Last act or log-in"), kind="moment"),
        Column(key="unused", label=_("Unused")),
        Column(key="decided_by", label=_("Decided by"), phone=False),
        Column(key="note", label=_("Note"), phone=False),
        Column(key="state", label=_("State"), kind="status"),
    ),
    filters=(
        Filter(name="q", label=_("Name, login name or unit")),
        Filter(
            name="decision", label=_("State"), kind="choice",
            choices=(
                ("OPEN", _("Not decided yet")), ("CONFIRMED", _("Confirmed")),
                ("WITHDRAWN", _("Taken away")),
            ),
        ),
        Filter(
            name="unused", label=_("Unused"), kind="choice", choices=(("yes", _("only unused")),)
        ),
    ),
    size=50,
    exports=("csv", "xlsx"),
    empty_title=_("No role fits"),
)  # fmt: skip


def review_items(*, may_decide: bool, request: HttpRequest) -> TableSpec:
    """Return the table of a review, with the buttons that decide for who may."""
    if not may_decide:
        return REVIEW_ITEMS

    def buttons(row: ReviewRow) -> str:
        if not row.may_decide:
            return ""
        return render_to_string("workbench/staff/_decide.html", {"row": row}, request)

    action = Column(
        key="action", label=pgettext_lazy("column", "Action"), render=buttons, export=False
    )
    return replace(REVIEW_ITEMS, columns=(*REVIEW_ITEMS.columns, action))
