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
ENROL = "account_enrol"
#: What an employee without a second factor may open: the way to one, and the way out.
OPEN_BEFORE_ENROLMENT = frozenset(
    {
        ENROL, "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes",
        "account_reauthenticate", "account_reauthenticate_phone", "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn", "account_logout", "set_language", "healthz",
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


class SecondFactorMiddleware:
    """Leads an employee without a second factor to setting one up; nothing else opens."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        user = request.user
        match = request.resolver_match
        if not user.is_authenticated or (match and match.view_name in OPEN_BEFORE_ENROLMENT):
            return None
        if not selectors.must_enrol(user=user):
            return None
        if request.path.startswith("/api/"):
            detail = _("Set up a second factor first: sign in with a browser.")
            body = {"title": "Forbidden", "status": 403, "detail": detail,
                    "code": "SECOND_FACTOR_REQUIRED"}  # fmt: skip
            return JsonResponse(body, status=403, content_type="application/problem+json")
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": reverse(ENROL)})
        return redirect(ENROL)
