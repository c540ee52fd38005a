"""What every template knows about the page around it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

DRAWER_HEADER = "GH-Drawer"


def in_drawer(request: HttpRequest) -> bool:
    """Tell whether the answer goes into the drawer of an open page."""
    return DRAWER_HEADER in request.headers


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give templates the frame of the page and the switches of the installation.

    ``{% extends workbench_base %}`` and ``portal_base`` name the site's frame, or the bare drawer
    when the page was asked for by one.
    """
    drawer = in_drawer(request)
    return {
        "demo": getattr(settings, "GRIDHALL_DEMO", False),
        "in_drawer": drawer,
        "workbench_base": "ui/drawer.html" if drawer else "workbench/base.html",
        "portal_base": "ui/drawer.html" if drawer else "portal/base.html",
    }
