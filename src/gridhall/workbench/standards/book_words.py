"""The words of the book of standards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gridhall.foundation.identity.roles import Role
from gridhall.servicedesk import selectors as desk
from gridhall.ui.figures import Status
from gridhall.workbench.cases import words as case_words

if TYPE_CHECKING:
    from gridhall.foundation.standards.models import ServiceStandard

STATES = {
    "DRAFT": Status(pgettext_lazy("standard", "Draft"), "neutral", "pencil"),
    "WAITING": Status(pgettext_lazy("standard", "Waiting for approval"), "warning", "hourglass"),
    "APPROVED": Status(pgettext_lazy("standard", "Approved"), "success", "certificate"),
    "REFUSED": Status(pgettext_lazy("standard", "Turned down"), "danger", "x"),
}
CERTAINTIES = {
    "A": Status(gettext_lazy("Official text"), "success", "certificate"),
    "B": Status(gettext_lazy("Official extract"), "info", "file-text"),
    "C": Status(gettext_lazy("Second hand"), "warning", "quote"),
    "UNV": Status(gettext_lazy("Unverified"), "danger", "question-mark"),
}


def target(row: ServiceStandard) -> str:
    """Return the time allowed in words: 3 working days."""
    return case_words.promised(row.target, row.unit)


def applies_to(row: ServiceStandard) -> str:
    """Return what a standard applies to: Complaint · Urban."""
    parts = [
        str(desk.label_of("kind", row.kind)),
        str(case_words.category(row.category)) if row.category else "",
        row.stage, row.grade, str(desk.label_of("area", row.area)) if row.area else "",
        str(desk.label_of("channel", row.channel)) if row.channel else "",
    ]  # fmt: skip
    return " · ".join(part for part in parts if part) or _("everything")


def floor(row: ServiceStandard) -> str:
    """Return whether no other standard may be worse."""
    return _("yes") if row.floor else _("no")


def state(row: ServiceStandard) -> Status:
    """Return the badge of a version."""
    return STATES[row.status]


def certainty(row: ServiceStandard) -> Status:
    """Return how sure the source is, as a badge."""
    return CERTAINTIES[row.certainty]


def ladder(row: ServiceStandard) -> list[dict[str, Any]]:
    """Return who is told when, the holder's warning first."""
    steps: list[tuple[int, list[str]]] = [(row.warn_percent, [])]
    steps += [(step.percent, step.roles) for step in row.ladder.all()]
    return [
        {"percent": percent, "roles": [str(Role(role).label) for role in roles]}
        for percent, roles in sorted(steps, key=lambda step: (step[0], bool(step[1])))
    ]
