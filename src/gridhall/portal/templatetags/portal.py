"""What the portal's frame shows."""

from __future__ import annotations

from typing import Any

from django import template

from gridhall.customers.portal_rights import RIGHT_LABELS
from gridhall.portal import navigation

register = template.Library()


@register.simple_tag(takes_context=True)
def portal_links(context: dict[str, Any]) -> list[navigation.Link]:
    """Return the main menu for this page."""
    return navigation.links_for(path=context["request"].path, may=context.get("may"))


@register.filter
def right_label(right: str) -> str:
    """Return what a right allows, in words."""
    return str(RIGHT_LABELS.get(right, right))
