"""The table of prepared texts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gridhall.foundation import language
from gridhall.servicedesk import selectors as servicedesk
from gridhall.ui.figures import Status
from gridhall.ui.tables import Column, Filter, TableSpec
from gridhall.ui.text import Text

if TYPE_CHECKING:
    from gridhall.servicedesk.models import Macro

SHOWN = 60
IN_USE = Status(pgettext_lazy("prepared text", "In use"), "success", "check")
RETIRED = Status(pgettext_lazy("prepared text", "Retired"), "neutral", "archive")


def title(row: Macro) -> str:
    """Return the title in the reader's language."""
    return language.either(row.title_zh, row.title_en)


def kinds(codes: list[str]) -> str:
    """Return for which kinds of cases a text is meant."""
    if not codes:
        return _("Every kind")
    return _(", ").join(str(servicedesk.label_of("kind", code)) for code in codes)


def unit(row: Macro) -> str:
    """Return whose text it is."""
    return row.organisation.name if row.organisation else _("All units")


def _beginning(row: Macro) -> SafeString:
    text = language.either(row.body_zh, row.body_en)
    return format_html(
        '<span class="wb-clip">{}</span>', text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    )


def _body(row: Macro) -> str:
    return language.either(row.body_zh, row.body_en)


MACROS = TableSpec(
    name="macros",
    label=gettext_lazy("Prepared texts"),
    columns=(
        Column(key="title_zh", label=pgettext_lazy("prepared text", "Title"), link=True,
               value=title),
        Column(key="body_zh", label=pgettext_lazy("prepared text", "Text"), value=_body,
               render=_beginning),
        Column(key="kinds", label=pgettext_lazy("prepared text", "For which cases"),
               value=lambda row: kinds(row.kinds)),
        Column(key="organisation", label=gettext_lazy("Unit"), value=unit),
        Column(key="active", label=gettext_lazy("State"), kind="status",
               value=lambda row: IN_USE if row.active else RETIRED),
        Column(key="version", label=gettext_lazy("Version"), kind="number", phone=False),
        Column(key="changed_at", label=gettext_lazy("Changed"), kind="moment", phone=False),
        Column(key="changed_by", label=pgettext_lazy("prepared text", "By whom"), phone=False,
               value=lambda row: str(row.changed_by) if row.changed_by else _("With the system")),
    ),
    filters=(
        Filter(name="q", label=gettext_lazy("Search prepared texts"),
               placeholder=gettext_lazy("Words of title or text")),
        Filter(name="kind", label=gettext_lazy("Kind"), kind="choice",
               choices=lambda: servicedesk.choices_of("kind")),
        Filter(name="show", label=pgettext_lazy("prepared text", "Retired ones"), kind="choice",
               choices=(("all", gettext_lazy("Shown too")),)),
    ),
    size=50,
    exports=("csv", "xlsx"),
    empty_title=gettext_lazy("No prepared text here"),
    empty_text=gettext_lazy("Write down what agents say every day; on a case the key m finds it."),
)  # fmt: skip


def with_units(units: list[tuple[str, Text]]) -> TableSpec:
    """Return the table with the units of the reader to choose from."""
    one = Filter(name="unit", label=gettext_lazy("Unit"), kind="choice", choices=units)
    return replace(MACROS, filters=(*MACROS.filters, one))
