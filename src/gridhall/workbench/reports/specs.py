"""The table of reports of wrongdoing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.servicedesk import selectors as desk
from gridhall.ui.tables import Column, Filter, TableSpec

#: No export: who reported is nowhere in it, but a list of reports has no business in a file.
REPORTS = TableSpec(
    name="reports",
    label=_("Reports of wrongdoing"),
    columns=(
        Column(key="number", label=_("Case"), kind="code", link=True),
        Column(key="summary", label=_("Matter")),
        Column(key="unit", label=_("Unit"), phone=False),
        Column(key="handler", label=_("Handler"), phone=False),
        Column(key="registered_at", label=_("Registered"), kind="moment"),
        Column(key="due_at", label=pgettext_lazy("case", "Due"), kind="moment", phone=False),
        Column(key="status", label=_("State"), kind="status"),
    ),
    filters=(
        Filter(name="q", label=_("Number or words of the matter")),
        Filter(name="status", label=_("State"), kind="choice",
               choices=lambda: desk.choices_of("case_status")),
        Filter(name="whose", label=_("Whose"), kind="choice",
               choices=(("mine", _("Those I am named for")),)),
    ),
    empty_title=_("No report of wrongdoing"),
    empty_text=_("Reports are registered like any case; who reported is sealed at once."),
)  # fmt: skip
