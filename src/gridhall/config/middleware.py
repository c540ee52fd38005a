"""Small middlewares that concern every request of every site."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gridhall.api.v1.problems import problem
from gridhall.kernel.errors import GridHallError
from gridhall.ui.errors import as_text

GetResponse = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class SecurityHeadersMiddleware:
    """Forbids inline script and style and every request that would leave this server."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        if request.method == "POST" and request.path == reverse("account_logout"):
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


class EncryptedApiMiddleware:
    """Refuses calls of the API in clear: a redirect would hide that the first one was readable."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        in_clear = settings.SECURE_SSL_REDIRECT and not request.is_secure()
        if in_clear and request.path.startswith("/api/"):
            return problem(request, 403, code="HTTPS_NEEDED", detail=_("Call this by HTTPS."))
        return self.get_response(request)


class MethodMiddleware:
    """Refuses methods no page knows, TRACE among them: views ask for GET or POST only by habit."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in METHODS:
            return self.get_response(request)
        return HttpResponseNotAllowed(METHODS)


class NullByteMiddleware:
    """Refuses a null byte in an address or a form: no number or name has one, the database none."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path or "%00" in query or "\x00" in query:
            return self._refused(request, _("This address cannot be read."))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Look into a form after its limits and its token were checked."""
        if request.method != "POST" or request.content_type not in FORMS:
            return None
        values = (value for _name, values in request.POST.lists() for value in values)
        if any("\x00" in str(value) for value in values):
            return self._refused(request, _("A field holds a character that cannot be stored."))
        return None

    def _refused(self, request: HttpRequest, message: str) -> HttpResponse:
        if request.path.startswith("/api/"):
            return problem(request, 400, code="BAD_ADDRESS", detail=message)
        context = {"title": _("This could not be read"), "message": message}
        return render(request, "ui/error.html", context, status=400)


class RequestIdMiddleware:
    """Gives each request an id that the audit, the log and the answer share."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        offered = request.headers.get("X-Request-ID", "")
        request_id = offered if REQUEST_ID.fullmatch(offered) else uuid.uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        return response


class ErrorPageMiddleware:
    """Turns an anticipated failure that a view let through into a page that says what to do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, GridHallError) or request.path.startswith("/api/"):
            return None
        context = {"title": _("This could not be done"), "message": as_text(error)}
        return render(request, "ui/error.html", context, status=getattr(error, "status", 409))
