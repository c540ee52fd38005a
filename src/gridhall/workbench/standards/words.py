"""The words of the boards."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.standards import selectors as standards
from gridhall.servicedesk import selectors as desk
from gridhall.ui.figures import Status
from gridhall.ui.text import Text
from gridhall.workbench.cases import words as case_words

SPLITS: dict[str, Text] = {
    "team": gettext_lazy("Unit"),
    "person": gettext_lazy("Person"),
    "area": gettext_lazy("Area"),
    "kind": gettext_lazy("Kind of case"),
    "category": pgettext_lazy("case", "Category"),
    "grade": gettext_lazy("Customer grade"),
    "channel": pgettext_lazy("case", "Channel"),
    "promise": gettext_lazy("Promise"),
}
STATES: dict[str, Text] = {
    "OVERDUE": pgettext_lazy("case", "Overdue"),
    "SOON": gettext_lazy("Due within the hour"),
    "TODAY": gettext_lazy("Due today"),
    "RUNNING": pgettext_lazy("clock", "Running"),
    "PAUSED": pgettext_lazy("clock", "Paused"),
    "MISSED": gettext_lazy("Not kept"),
    "MET": pgettext_lazy("promise", "Kept"),
}
OVERDUE = Status(pgettext_lazy("case", "Overdue"), "danger", "clock-exclamation")


def groups(by: str, keys: list[object]) -> dict[object, str]:
    """Return the names of the groups of a split by their keys."""
    numbers = {key for key in keys if isinstance(key, int)}
    if by == "team":
        units = identity.names_of(organisation_ids=numbers)
        return {key: units[key] for key in numbers if key in units}
    if by == "person":
        people = identity.names_of_people(user_ids=numbers)
        return {None: _("Nobody yet")} | {key: people[key] for key in numbers if key in people}
    if by == "promise":
        titles = standards.promise_titles()
        return {key: titles.get(str(key), str(key)) for key in keys}
    return {key: _group(by, str(key or "")) for key in keys}


def _group(by: str, code: str) -> str:
    if not code:
        return _("Not given")
    if by == "grade":
        return code
    return str(case_words.category(code) if by == "category" else desk.label_of(by, code))
