"""Two small guards that see every request of somebody who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from . import selectors, services
from .requests import address_of

GetResponse = Callable[[HttpRequest], HttpResponse]
SECONDS_BETWEEN_NOTES = 300
NEW_PASSWORD = "signin.new_password"  # noqa: S105 - a key of the session
PASSWORD, ENROL = "account_change_password", "account_enrol"
ALWAYS_OPEN = frozenset({"account_logout", "set_language", "healthz"})
#: What an employee without a second factor may open: the way to one.
OPEN_BEFORE_ENROLMENT = frozenset(
    {
        ENROL, "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes",
        "account_reauthenticate", "account_reauthenticate_phone", "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)  # fmt: skip


class SessionActivityMiddleware:
    """Notes every few minutes that a session is in use, and from where."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if key and request.user.is_authenticated:
            self._note(request, key)
        return self.get_response(request)

    def _note(self, request: HttpRequest, key: str) -> None:
        address = address_of(request)
        fresh = caches["process"].add(f"seen:{key}", 1, SECONDS_BETWEEN_NOTES)
        if fresh and address:
            services.note_activity(session_key=key, address=address, at=timezone.now())


class FirstThingsMiddleware:
    """Leads to what must be done first; nothing else opens before.

    That is a password of one's own instead of one that was handed over, and for an employee a
    second factor.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        user = request.user
        match = request.resolver_match
        name = match.view_name if match else ""
        if not user.is_authenticated or name in ALWAYS_OPEN:
            return None
        if NEW_PASSWORD in request.session:
            return None if name == PASSWORD else _lead(request, PASSWORD)
        if name in OPEN_BEFORE_ENROLMENT or not selectors.must_enrol(user=user):
            return None
        return _lead(request, ENROL)


def _lead(request: HttpRequest, to: str) -> HttpResponse:
    """Send a person to the page that must come first, and a program away."""
    if request.path.startswith("/api/"):
        detail = _("This login is not ready yet: sign in with a browser and follow the page.")
        body = {
            "title": "Forbidden", "status": 403, "detail": detail, "code": "LOGIN_NOT_READY",
        }  # fmt: skip
        return JsonResponse(body, status=403, content_type="application/problem+json")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": reverse(to)})
    return redirect(to)
