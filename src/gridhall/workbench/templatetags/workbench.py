"""What the workbench's frame shows: the sidebar, the reader's roles, unread notices."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.cache import caches
from django.utils import timezone

from gridhall.foundation.approvals import selectors as approvals
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.messages import selectors as messages
from gridhall.workbench import navigation
from gridhall.workbench.approvals import counting

register = template.Library()


@register.simple_tag(takes_context=True)
def workbench_sections(context: dict[str, Any]) -> list[Any]:
    """Return the sidebar's sections for the reader of this page."""
    request = context["request"]
    actions = identity.actions_of(user_id=request.user.pk, on=timezone.localdate())
    return navigation.sections_for(actions=actions, path=request.path)


@register.simple_tag(takes_context=True)
def workbench_unread(context: dict[str, Any]) -> int:
    """Return how many notices the reader has not seen."""
    return messages.unread_by_employee(employee_id=context["request"].user.pk)


@register.simple_tag(takes_context=True)
def workbench_approvals(context: dict[str, Any]) -> int:
    """Return how many requests wait for the reader; it may be a minute old."""
    user_id, at = context["request"].user.pk, timezone.now()
    waiting = caches["process"].get_or_set(
        counting.key(user_id),
        lambda: approvals.count_waiting_for(user_id=user_id, at=at),
        counting.SECONDS,
    )
    return int(waiting or 0)


@register.simple_tag
def workbench_address(url_name: str) -> str:
    """Return a screen's address, or "" while it does not exist."""
    return navigation.address_of(f"workbench:{url_name}")


@register.simple_tag(takes_context=True)
def workbench_roles(context: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the reader's roles with the organisations they are for."""
    return identity.roles_of(user_id=context["request"].user.pk, on=timezone.localdate())
