"""The words and colours of surveys on screens."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.servicedesk import selectors as servicedesk
from gridhall.ui.figures import Status
from gridhall.ui.text import Text
from gridhall.workbench import rights

VERDICTS: dict[str, Status] = {
    "REACHED": Status(_("Target reached"), "success", "circle-check"),
    "MISSED": Status(_("Target missed"), "danger", "alert-octagon"),
    "UNSURE": Status(pgettext_lazy("survey", "Not certain"), "warning", "help-circle"),
    "TOO_FEW": Status(_("Too few answers"), "neutral", "users-minus"),
    "NONE": Status(_("No answers"), "neutral", "circle-dashed"),
}
BY: tuple[tuple[str, Text], ...] = (
    ("area", _("Kind of area")),
    ("team", _("Team")),
    ("unit", _("Unit")),
    ("kind", _("Kind of case")),
    ("channel", _("Channel of the case")),
    ("way", _("Way of answering")),
    ("person", _("Person")),
    ("plan", pgettext_lazy("survey", "Plan")),
)
WAYS: tuple[tuple[str, Text], ...] = (
    ("LINK", _("Link in a message")),
    ("PORTAL", _("Customer portal")),
    ("PHONE", _("Telephone")),
    ("HALL", _("Terminal in the hall")),
)
MOODS: tuple[tuple[str, Text], ...] = (
    ("satisfied", _("Satisfied")),
    ("between", _("In between")),
    ("low", _("Low score")),
)
MOOD: dict[str, Status] = {
    "satisfied": Status(_("Satisfied"), "success", "thumb-up"),
    "between": Status(_("In between"), "neutral", "minus"),
    "low": Status(_("Low score"), "danger", "thumb-down"),
}
FOLLOW_UP: dict[str, Status] = {
    "WAITING": Status(_("Not yet handed over"), "warning", "hourglass"),
    "OPENED": Status(_("Call planned"), "info", "phone-outgoing"),
    "CLOSED": Status(_("Dealt with"), "success", "circle-check"),
}
PAPER: dict[str, Status] = {
    "DRAFT": Status(pgettext_lazy("survey", "Draft"), "neutral", "pencil"),
    "PUBLISHED": Status(_("In use"), "success", "circle-check"),
    "RETIRED": Status(_("No longer in use"), "neutral", "archive"),
}
PLAN_KINDS: tuple[tuple[str, Text], ...] = (
    ("AFTER_CASE", _("After a closed case")),
    ("PERIODIC", _("At intervals")),
)
MARKS: tuple[tuple[str, Text], ...] = (
    ("5", _("5 – very satisfied")),
    ("4", _("4 – satisfied")),
    ("3", _("3 – neither nor")),
    ("2", _("2 – not satisfied")),
    ("1", _("1 – not satisfied at all")),
)


def choices_of(name: str) -> list[tuple[str, Text]]:
    """Return kinds, channels or areas of cases with their labels."""
    return [(value, label) for value, label in servicedesk.choices_of(name) if value]


def kinds() -> list[tuple[str, Text]]:
    """Return the kinds of cases."""
    return choices_of("kind")


def channels() -> list[tuple[str, Text]]:
    """Return the channels of cases."""
    return choices_of("channel")


def areas() -> list[tuple[str, Text]]:
    """Return the kinds of areas."""
    return choices_of("area")


def label_of(by: str, key: str, label: str) -> Text:
    """Return a line of the board in words; what is not known is said so."""
    lists: dict[str, Any] = {
        "area": areas, "kind": kinds, "channel": channels, "way": lambda: WAYS
    }  # fmt: skip
    if not key:
        return pgettext_lazy("survey", "Not known")
    return dict(lists[by]()).get(key, key) if by in lists else label


def mood(row: Any) -> Status:
    """Return how an answer sounds as a badge."""
    return MOOD["satisfied" if row.is_satisfied else "low" if row.is_low else "between"]


def tabs(request: Any, active: str) -> list[dict[str, Any]]:
    """Return the tabs the survey screens share, those the reader may open."""
    names = (
        ("survey_results", _("Results"), "chart-bar", "surveys.read"),
        ("survey_answers", _("Answers"), "message-star", "surveys.read"),
        ("follow_ups", _("Follow-ups"), "phone-outgoing", "surveys.read"),
        ("open_surveys", _("To be asked by telephone"), "headset", "cases.work"),
        ("survey_plans", _("Plans"), "calendar-event", "surveys.read"),
        ("questionnaires", _("Questionnaires"), "list-details", "surveys.read"),
        ("survey_rules", _("Target share"), "target", "surveys.read"),
    )
    return [
        {"url": reverse(f"workbench:{name}"), "label": label, "icon": icon,
         "active": name == active}
        for name, label, icon, action in names if rights.may(request, action)
    ]  # fmt: skip
