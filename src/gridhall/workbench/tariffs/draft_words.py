"""The words of drafts: states, origins, changes and faults as screens print them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.foundation import language
from gridhall.ui.figures import Status

if TYPE_CHECKING:
    from gridhall.billing.selectors import ReplayRow
    from gridhall.rating.books.diff import BookChange
    from gridhall.tariffs.models import TariffDraft

STATES = {
    "DRAFT": Status(pgettext_lazy("tariff", "Draft"), "neutral", "pencil"),
    "CHECKED": Status(pgettext_lazy("tariff", "Checked"), "info", "list-check"),
    "WAITING": Status(pgettext_lazy("tariff", "Waiting for approval"), "warning", "hourglass"),
    "PUBLISHED": Status(pgettext_lazy("tariff", "Published"), "success", "certificate"),
    "REJECTED": Status(pgettext_lazy("tariff", "Turned down"), "danger", "x"),
    "DISCARDED": Status(pgettext_lazy("tariff", "Given up"), "neutral", "trash"),
    "WITHDRAWN": Status(pgettext_lazy("tariff", "Withdrawn"), "neutral", "arrow-back-up"),
}
KINDS = {
    "new_key": Status(_("New value"), "info", "plus"),
    "new_entry": Status(_("Another value from a day on"), "info", "calendar-plus"),
    "corrected": Status(_("Corrected"), "warning", "eraser"),
    "ended": Status(_("Ends"), "neutral", "calendar-x"),
    "removed": Status(_("Taken out"), "danger", "minus"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change in the reader's words."""

    kind: Status
    key: str
    day: date
    words: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """One fault with the line it stands on and that line's text."""

    text: str
    line: int
    source: str


def state(row: TariffDraft) -> Status:
    """Return the badge of a draft."""
    return STATES[row.status]


def kept_changes(rows: Iterable[dict[str, Any]]) -> list[Change]:
    """Return changes as they were kept with a draft or a version."""
    return [
        Change(
            KINDS[one["kind"]], one["key"], date.fromisoformat(one["from_day"]),
            language.either(one["zh"], one["en"]),
        )
        for one in rows
    ]  # fmt: skip


def changes(rows: Iterable[BookChange]) -> list[Change]:
    """Return the changes between two versions."""
    return [
        Change(
            KINDS[str(one.kind)], one.key, one.from_day,
            language.either(one.words.zh, one.words.en),
        )
        for one in rows
    ]  # fmt: skip


def mistakes(row: TariffDraft) -> list[Mistake]:
    """Return the faults of a draft with the lines they stand on."""
    lines = row.text.splitlines()
    return [
        Mistake(
            text=f"{one['place']}: {told}" if one["place"] else told, line=one["line"],
            source=lines[one["line"] - 1][:200] if 0 < one["line"] <= len(lines) else "",
        )
        for one in row.faults
        for told in [language.either(one["text"]["zh"], one["text"]["en"])]
    ]  # fmt: skip


def findings(row: TariffDraft) -> list[dict[str, Any]]:
    """Return the numbers of a sheet that must be decided."""
    return [one | {"told": language.either(one["zh"], one["en"])} for one in row.findings]


def refusal(row: ReplayRow) -> str:
    """Return why the draft refuses a bill, if it does."""
    return language.either(row.reason_zh, row.reason_en)
