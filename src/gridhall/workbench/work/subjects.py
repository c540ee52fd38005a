"""Where the page of a work item's subject is: one line for each type of subject."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from gridhall.ui.text import Text

if TYPE_CHECKING:
    from gridhall.foundation.processes.selectors import WorkItemView

#: Type of subject → its name, the address that shows it, what the address needs.
PAGES: dict[str, tuple[Text, str, Callable[[WorkItemView], str]]] = {
    "case": (_("Case"), "workbench:case", lambda item: item.subject_label),
}


def name_of(subject_type: str) -> Text:
    """Return what a type of subject is called."""
    return PAGES[subject_type][0] if subject_type in PAGES else subject_type


def address_of(item: WorkItemView) -> str:
    """Return the page of an item's subject, "" if there is none."""
    if item.subject_type not in PAGES:
        return ""
    _name, url_name, argument = PAGES[item.subject_type]
    try:
        return reverse(url_name, args=[argument(item)])
    except NoReverseMatch:
        return ""
