"""The lists a clerk chooses from: kinds, channels, states, units, people. Labels are translated."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils import timezone

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.roles import Role
from gridhall.servicedesk import selectors as servicedesk
from gridhall.ui.text import Text
from gridhall.workbench import rights

Choices = Sequence[tuple[str, Text]]
LISTS = {"status": "case_status"}
NONE: tuple[str, Text] = ("", "—")
#: Roles a case can be handed to.
HANDLERS = (
    Role.SERVICE_HANDLER, Role.QUALITY_HANDLER, Role.PRICE_HANDLER, Role.LEGAL_HANDLER,
    Role.REPAIR_CREW, Role.HOTLINE_AGENT, Role.HALL_CLERK, Role.SERVICE_SUPERVISOR,
    Role.REPORT_OFFICER,
)  # fmt: skip


def of(name: str) -> list[tuple[str, Text]]:
    """Return a list by its name: values with labels, without the empty one."""
    return [
        (value, label) for value, label in servicedesk.choices_of(LISTS.get(name, name)) if value
    ]


def roles() -> list[tuple[str, Text]]:
    """Return the roles a case can be handed to."""
    return [(role.value, role.label) for role in HANDLERS]


def role_label(code: str) -> Text:
    """Return a role in words."""
    return dict(Role.choices).get(code, code)


def units(request: HttpRequest, *, action: str = "") -> list[tuple[str, str]]:
    """Return the units where the reader may do ``action`` (empty: the view's), the own first."""
    scope = rights.scope(request)
    if action:
        scope = identity.scope_of(
            user_id=rights.reader_id(request), action=action, on=timezone.localdate()
        )
    return [
        (str(unit.pk), unit.name)
        for unit in identity.organisations(scope=scope)
        if unit.level != "TEAM"
    ]
