"""The parts of the pages of prepared texts, ready to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope
from gridhall.ui.figures import Event
from gridhall.ui.text import Text

from . import specs

if TYPE_CHECKING:
    from gridhall.servicedesk.models import Macro, MacroVersion

FIELDS = ("title_zh", "title_en", "body_zh", "body_en", "kinds", "organisation_id")


def units(scope: Scope) -> list[tuple[str, Text]]:
    """Return the units inside, without teams."""
    found = identity.organisations(scope=scope)
    return [(str(unit.pk), unit.name) for unit in found if unit.level != "TEAM"]


def owners(scope: Scope) -> list[tuple[str, Text]]:
    """Return whose a text may be: of all units for who looks after the whole company."""
    own = units(scope)
    return [("", _("All units")), *own] if scope.everything else own


def initial(row: Macro) -> dict[str, Any]:
    """Return what the form of a change begins with."""
    return {
        "title_zh": row.title_zh, "title_en": row.title_en, "body_zh": row.body_zh,
        "body_en": row.body_en, "kinds": row.kinds, "unit": str(row.organisation_id or ""),
        "seen": row.version,
    }  # fmt: skip


def page(row: Macro, versions: Sequence[MacroVersion], *, may_keep: bool) -> dict[str, Any]:
    """Return the page of a text."""
    return {
        "row": row, "title": specs.title(row), "kinds": specs.kinds(row.kinds),
        "unit": specs.unit(row), "state": specs.IN_USE if row.active else specs.RETIRED,
        "may_keep": may_keep, "events": _events(versions),
    }  # fmt: skip


def _events(versions: Sequence[MacroVersion]) -> list[Event]:
    """Return who made which version and what it changed, the newest first."""
    older = {new.pk: old for new, old in pairwise(versions)}
    return [_event(one, older.get(one.pk), one.at) for one in versions if one.at is not None]


def _event(one: MacroVersion, before: MacroVersion | None, at: datetime) -> Event:
    return Event(
        title=_("Version {n}: {what}").format(n=one.version, what=_what(one, before)),
        text=_text(one, before), at=at, icon="pencil", by=str(one.by) if one.by else "",
    )  # fmt: skip


def _what(one: MacroVersion, before: MacroVersion | None) -> str:
    if before is None:
        return pgettext("prepared text", "added")
    if one.active != before.active:
        return (
            pgettext("prepared text", "brought back") if one.active
            else pgettext("prepared text", "retired")
        )  # fmt: skip
    return pgettext("prepared text", "changed")


def _text(one: MacroVersion, before: MacroVersion | None) -> str:
    if one.reason:
        return one.reason
    if before is None or before.body_zh == one.body_zh:
        return ""
    return _("Before: {text}").format(text=before.body_zh)
