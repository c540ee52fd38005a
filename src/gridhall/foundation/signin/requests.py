"""What a request says about where it comes from."""

from __future__ import annotations

from allauth.core.internal.httpkit import get_client_ip
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from . import devices


def address_of(request: HttpRequest) -> str:
    """Return the caller's network address as our proxy reports it; empty when none is known."""
    try:
        return str(get_client_ip(request) or "")
    except ImproperlyConfigured:  # fewer proxies on the way than configured
        return ""


def agent_of(request: HttpRequest) -> str:
    """Return what the browser calls itself."""
    return str(request.META.get("HTTP_USER_AGENT", ""))


def seen_from(request: HttpRequest) -> dict[str, str]:
    """Return device and network, short enough and vague enough for the audit trail."""
    return {
        "device": devices.label_of(agent_of(request)),
        "network": devices.network_of(address_of(request)),
    }


def request_id(request: HttpRequest) -> str:
    """Return the id that the request shares with log and audit."""
    return str(getattr(request, "request_id", ""))
