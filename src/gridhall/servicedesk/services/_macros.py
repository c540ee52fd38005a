"""Prepared texts (快捷短语): added, changed, retired; every version is kept with who made it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity.selectors import Scope
from gridhall.servicedesk.models import Kind, Macro, MacroVersion
from gridhall.servicedesk.refusals import MacroChanged, MacroNotFound, MacroUnitRefused

from ._checks import TEXT, chosen, fitting, needed, reason_given

TITLE = 60
FIELDS = ("kinds", "title_zh", "title_en", "body_zh", "body_en", "organisation_id", "active")


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroText:
    """A prepared text as somebody wrote it. No ``kinds``: for every kind; no unit: for all."""

    title_zh: str
    body_zh: str
    title_en: str = ""
    body_en: str = ""
    kinds: Sequence[str] = ()
    organisation_id: int | None = None


@transaction.atomic
def add_macro(*, text: MacroText, scope: Scope, by_id: int, at: datetime) -> Macro:
    """Add a prepared text; return it.

    ``scope`` is where the person supervises cases; one for all units needs the whole company.
    Raises CaseTextMissing, CaseTextTooLong, CaseTextUnreadable, CaseChoiceRefused,
    MacroUnitRefused.
    """
    values = _checked(text, scope)
    macro = Macro.objects.create(
        code=f"OWN_{uuid4().hex[:16]}", changed_by_id=by_id, changed_at=at, **values
    )
    _keep(macro, by_id=by_id, at=at)
    _record("macro_added", macro, by_id=by_id, at=at)
    return macro


@transaction.atomic
def change_macro(
    *, pk: int, text: MacroText, scope: Scope, by_id: int, at: datetime, seen_version: int
) -> Macro:
    """Change a prepared text; what was sent with it stays as it was. Return it.

    Raises MacroNotFound, MacroChanged (somebody was quicker), MacroUnitRefused (also when it
    belongs to all units and the person looks after a part only), and what ``add_macro`` does.
    """
    macro = _own(pk, scope)
    if macro.version != seen_version:
        raise MacroChanged(title=macro.title_zh)
    values = _checked(text, scope)
    changes = {
        name: [getattr(macro, name), value]
        for name, value in values.items() if getattr(macro, name) != value
    }  # fmt: skip
    if changes:
        _write(macro, values, by_id=by_id, at=at)
        _record("macro_changed", macro, by_id=by_id, at=at, changes=changes)
    return macro


@transaction.atomic
def retire_macro(*, pk: int, scope: Scope, by_id: int, at: datetime, reason: str) -> Macro:
    """Take a prepared text out of use; it stays readable. Return it.

    Raises ReasonMissing, MacroNotFound, MacroUnitRefused.
    """
    _own(pk, scope)  # who may not know of it is not told what its form lacks
    return _switch(pk, scope, active=False, by_id=by_id, at=at, reason=reason_given(reason))


@transaction.atomic
def restore_macro(*, pk: int, scope: Scope, by_id: int, at: datetime) -> Macro:
    """Bring a retired text back into use. Raises MacroNotFound, MacroUnitRefused."""
    return _switch(pk, scope, active=True, by_id=by_id, at=at, reason="")


def _switch(
    pk: int, scope: Scope, *, active: bool, by_id: int, at: datetime, reason: str
) -> Macro:  # fmt: skip
    macro = _own(pk, scope)
    if macro.active != active:
        _write(macro, {"active": active}, by_id=by_id, at=at, reason=reason)
        action = "macro_restored" if active else "macro_retired"
        _record(action, macro, by_id=by_id, at=at, reason=reason)
    return macro


def _checked(text: MacroText, scope: Scope) -> dict[str, Any]:
    for kind in text.kinds:
        chosen(kind, Kind, _("kind"))
    if not _holds(scope, text.organisation_id):
        raise MacroUnitRefused
    title = needed(text.title_zh, _("title"), TITLE)
    return {
        "kinds": sorted(set(text.kinds)), "title_zh": title,
        "title_en": fitting(text.title_en, _("title"), TITLE) or title,
        "body_zh": needed(text.body_zh, _("text"), TEXT),
        "body_en": fitting(text.body_en, _("text"), TEXT),
        "organisation_id": text.organisation_id,
    }  # fmt: skip


def _holds(scope: Scope, organisation_id: int | None) -> bool:
    return scope.everything if organisation_id is None else scope.holds(organisation_id)


def _own(pk: int, scope: Scope) -> Macro:
    """Return the text, locked. One of another unit is not there; one of all may be refused."""
    macro = Macro.objects.select_for_update().filter(pk=pk).first()
    if macro is None:
        raise MacroNotFound
    if not _holds(scope, macro.organisation_id):
        raise MacroUnitRefused if macro.organisation_id is None else MacroNotFound
    return macro


def _write(
    macro: Macro, values: dict[str, Any], *, by_id: int, at: datetime, reason: str = ""
) -> None:
    _keep(macro)  # one that came with the system: as it came
    for name, value in values.items():
        setattr(macro, name, value)
    macro.version += 1
    macro.changed_by_id, macro.changed_at = by_id, at
    macro.save()
    _keep(macro, by_id=by_id, at=at, reason=reason)


def _keep(
    macro: Macro, *, by_id: int | None = None, at: datetime | None = None, reason: str = ""
) -> None:
    MacroVersion.objects.get_or_create(
        macro=macro, version=macro.version,
        defaults={
            "by_id": by_id, "at": at, "reason": reason,
            **{name: getattr(macro, name) for name in FIELDS},
        },
    )  # fmt: skip


def _record(
    action: str, macro: Macro, *, by_id: int, at: datetime, reason: str = "",
    changes: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    audit.record(
        action=f"servicedesk.{action}", at=at, actor_id=by_id, object_type="macro",
        object_id=macro.pk, object_label=macro.title_zh, organisation_id=macro.organisation_id,
        changes=changes or {"version": macro.version}, reason=reason,
    )  # fmt: skip
