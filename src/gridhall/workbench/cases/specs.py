"""The table of cases, and which of its filters stand above it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gridhall.ui import table_parts
from gridhall.ui.figures import Status
from gridhall.ui.tables import Column, Filter, TableSpec
from gridhall.ui.text import Text

from . import choices, words

if TYPE_CHECKING:
    from gridhall.servicedesk.selectors import CaseRow

#: The tabs above the list: which cases, by the value of ``view``.
VIEWS: tuple[tuple[str, Text, str], ...] = (
    ("", pgettext_lazy("service desk", "Open"), "inbox"),
    ("mine", _("Mine"), "user"),
    ("today", _("Due today"), "clock-hour-9"),
    ("overdue", pgettext_lazy("case", "Overdue"), "clock-exclamation"),
    ("waiting", _("Waiting"), "player-pause"),
    ("all", _("All cases"), "list"),
)
DUE: tuple[tuple[str, Text], ...] = (
    ("today", _("Due today")),
    ("overdue", pgettext_lazy("case", "Overdue")),
)
MORE: tuple[tuple[str, Text], ...] = (
    ("repeat", _("Repeats")),
    ("master", _("Master cases")),
    ("escalated", _("Brought before a superior")),
)


def light(due_at: datetime | None, *, is_open: bool) -> SafeString | str:
    """Return the traffic light of a deadline, which the script keeps counting."""
    shown = words.due(due_at, timezone.now(), is_open=is_open)
    if shown is None or due_at is None:
        return "—"
    return format_html(
        '<span class="gh-status gh-status-{}" data-due="{}" title="{}">'
        '<i class="ti ti-{}" aria-hidden="true"></i><span>{}</span></span>',
        shown.tone, due_at.isoformat(), timezone.localtime(due_at).strftime("%Y-%m-%d %H:%M"),
        shown.symbol, shown.label,
    )  # fmt: skip


def _due(row: CaseRow) -> SafeString | str:
    return light(row.due_at, is_open=row.status not in {"CLOSED", "CANCELLED", "MERGED"})


def _status(row: CaseRow) -> Status:
    return words.status(row.status, row.status_label)


def _summary(row: CaseRow) -> SafeString:
    """Return what it is about with what must not be overlooked."""
    flags = [
        Status(gettext("Repeat"), "warning", "repeat") if row.is_repeat else None,
        Status(pgettext("case", "Master"), "info", "sitemap") if row.is_master else None,
        Status(gettext("Sealed"), "danger", "shield-lock") if row.sealed else None,
        Status(gettext("Level {n}").format(n=row.escalation_level), "danger", "arrow-big-up-lines")
        if row.escalation_level else None,
        words.PRIORITIES.get(row.priority),
    ]  # fmt: skip
    shown = format_html_join("", " {}", ((table_parts.badge(one),) for one in flags if one))
    account = format_html('<small class="gh-code">{}</small>', row.account_no or "")
    return format_html('<span class="cs-summary">{}</span>{}{}', row.summary, shown, account)


def _handler(row: CaseRow) -> str:
    return row.handler or str(choices.role_label(row.handler_role))


def _handled(row: CaseRow) -> SafeString:
    """Return who handles it with the unit below."""
    return format_html(
        '<span class="cs-by">{}<small>{}</small></span>', _handler(row) or "—", row.organisation
    )


def _kind(row: CaseRow) -> SafeString:
    """Return the kind with the topic below it."""
    return format_html(
        '<span class="cs-of-kind"><i class="ti ti-{}" aria-hidden="true"></i>'
        "<span>{}<small>{}</small></span></span>",
        words.KIND_ICONS.get(row.kind, "message"), row.kind_label, row.topic,
    )  # fmt: skip


CASES = TableSpec(
    name="cases",
    label=pgettext_lazy("service desk", "Cases"),
    columns=(
        Column(key="number", label=_("Number"), kind="code", link=True),
        Column(key="kind_label", label=_("Kind"), render=_kind),
        Column(key="summary", label=_("Summary"), render=_summary),
        Column(key="topic", label=_("Topic"), phone=False),
        Column(key="account_no", label=_("Account number"), kind="code", phone=False),
        Column(key="status", label=_("State"), kind="status", value=_status),
        Column(key="due_at", label=pgettext_lazy("case", "Due"), kind="moment", render=_due),
        Column(key="handler", label=_("Handled by"), phone=False, value=_handler,
               render=_handled),
        Column(key="channel_label", label=pgettext_lazy("case", "Channel"), phone=False),
        Column(key="organisation", label=_("Unit"), phone=False),
        Column(key="registered_at", label=_("Registered"), kind="moment", phone=False),
    ),
    filters=(
        Filter(name="q", label=_("Search cases"),
               placeholder=_("Number, account, phone or words")),
        Filter(name="kind", label=_("Kind"), kind="choice", choices=lambda: choices.of("kind")),
    ),
    size=20,
    exports=("csv", "xlsx"),
    empty_title=_("No case here"),
    empty_text=_("When a customer brings something, it is registered as a case and appears here."),
)  # fmt: skip

_SHORT = ("number", "kind_label", "summary", "status", "due_at")
OF_ACCOUNT = replace(
    CASES, name="cases-of-account", filters=(), exports=(),
    columns=tuple(column for column in CASES.columns if column.key in _SHORT),
)  # fmt: skip


def cases(*, units: list[tuple[str, str]], topics: list[tuple[str, str]]) -> TableSpec:
    """Return the table with every filter the address may hold."""
    more = (
        Filter(name="view", label=_("Which cases"), kind="choice",
               choices=[(code, label) for code, label, _icon in VIEWS if code]),
        Filter(name="status", label=_("State"), kind="choice", choices=choices.of("status")),
        Filter(name="topic", label=_("Topic"), kind="choice", choices=topics),
        Filter(name="channel", label=pgettext_lazy("case", "Channel"), kind="choice",
               choices=choices.of("channel")),
        Filter(name="priority", label=_("Priority"), kind="choice",
               choices=choices.of("priority")),
        Filter(name="unit", label=_("Unit"), kind="choice", choices=units),
        Filter(name="due", label=pgettext_lazy("case", "Due"), kind="choice", choices=DUE),
        Filter(name="more", label=_("Only"), kind="choice", choices=MORE),
        Filter(name="account", label=_("Account number")),
        Filter(name="first", label=_("Registered from"), kind="day"),
        Filter(name="last", label=_("Registered until"), kind="day"),
    )  # fmt: skip
    return replace(CASES, filters=(*CASES.filters, *more))


#: Columns of the files only: on the screen they stand in others, or take the room of the summary.
FILES_ONLY = frozenset({
    "topic", "channel_label", "account_no", "organisation", "registered_at",
})  # fmt: skip


def short(spec: TableSpec, *, may_export: bool) -> TableSpec:
    """Return the table as it is drawn: the filters used all day, files for who may take them."""
    return replace(
        spec, filters=CASES.filters, exports=CASES.exports if may_export else (),
        columns=tuple(one for one in CASES.columns if one.key not in FILES_ONLY),
    )  # fmt: skip
