"""The doors for monitoring: alive, ready, figures."""

from __future__ import annotations

import hmac
import os
from ipaddress import ip_address

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST

from gridhall.config import home
from gridhall.config.observing import health, metrics
from gridhall.foundation.identity.access import own_check, public

TOKEN, TOKEN_FILE = "GRIDHALL_METRICS_TOKEN", "metrics_token"
FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded")


@public
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that this process answers; nothing else is asked, so nothing else can kill it."""
    return JsonResponse({"status": "ok"})


@public
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether requests may come here: 200, or 503 when something that must work does not.

    Everybody sees the names of the checks; who may read the metrics sees what they found.
    """
    found = health.checks()
    ready = health.is_ready(found)
    trusted = _is_trusted(request)
    listed = {
        one.name: {"state": one.state, **({"text": one.text} if trusted and one.text else {})}
        for one in found
    }
    content = {"status": "ready" if ready else "not ready", "checks": listed}
    return JsonResponse(content, status=200 if ready else 503)


@own_check("token, or this machine itself")
def figures(request: HttpRequest) -> HttpResponse:
    """Return the figures for Prometheus, to this machine or to who has the token."""
    if not _is_trusted(request):
        raise PermissionDenied
    return HttpResponse(metrics.page(), content_type=CONTENT_TYPE_LATEST)


def _is_trusted(request: HttpRequest) -> bool:
    """Tell whether the caller has the token or, where there is none, is on this machine.

    A caller behind a proxy comes from this machine as well, but the proxy says for whom.
    """
    token = _token()
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if token:
        return hmac.compare_digest(given.encode(), token.encode())
    if any(request.headers.get(name) for name in FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _token() -> str:
    """Return the token of the environment or of ``secrets/metrics_token``; mostly there is none."""
    if os.environ.get(TOKEN):
        return os.environ[TOKEN]
    path = home.data_folder() / "secrets" / TOKEN_FILE
    return home.read_private(path).strip() if path.exists() else ""
