"""The lists that screens choose from, by name: codes and their labels."""

from __future__ import annotations

from typing import Any

from gridhall.servicedesk.models import (
    Area,
    CaseChannel,
    CaseLink,
    ContactAttempt,
    Finding,
    Kind,
    Measure,
    Party,
    PlannedContact,
    Priority,
    Status,
)

LISTS: dict[str, Any] = {
    "kind": Kind, "channel": CaseChannel, "area": Area, "finding": Finding, "case_status": Status,
    "priority": Priority, "party": Party, "link": CaseLink.LinkKind,
    "measure_kind": Measure.Kind, "measure_status": Measure.Status,
    "contact_form": PlannedContact.Form, "contact_why": PlannedContact.Why,
    "contact_status": PlannedContact.Status, "outcome": ContactAttempt.Outcome,
}  # fmt: skip


def choices_of(name: str) -> list[tuple[str, Any]]:
    """Return codes and labels of a list; raise KeyError for an unknown one."""
    return [(str(code), label) for code, label in LISTS[name].choices]


def label_of(name: str, code: str) -> Any:
    """Return what a code of a list is called; the code itself if the list does not know it."""
    return dict(choices_of(name)).get(code, code)
