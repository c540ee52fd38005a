"""Failures as RFC 9457 problem details (``application/problem+json``)."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from gridhall.kernel.errors import GridHallError
from gridhall.ui.errors import as_text

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"


def problem(
    request: HttpRequest, status: int, *, code: str, detail: str, **more: Any
) -> HttpResponse:
    """Return a problem: ``type`` and ``code`` are for programs, ``detail`` for people."""
    content = {
        "type": f"urn:gridhall:problem:{code.lower().replace('_', '-')}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "instance": request.path,
        "request_id": getattr(request, "request_id", ""),
        **more,
    }
    return JsonResponse(content, status=status, content_type=MEDIA_TYPE)


def status_of(error: GridHallError) -> int:
    """Return the HTTP status of an expected failure: 404 for what is not found, else 409."""
    known = getattr(error, "status", None)
    if isinstance(known, int):
        return known
    return 404 if error.code.endswith("NOT_FOUND") else 409


def install(api: NinjaAPI) -> None:
    """Have every failure of ``api`` answered as a problem."""

    @api.exception_handler(GridHallError)
    def expected(request: HttpRequest, error: GridHallError) -> HttpResponse:
        return problem(request, status_of(error), code=error.code, detail=as_text(error))

    @api.exception_handler(AuthenticationError)
    def unknown_caller(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem(request, 401, code="NOT_SIGNED_IN", detail=_("Sign in first."))

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        faults = [
            {"place": "/".join(str(part) for part in fault["loc"]), "message": fault["msg"]}
            for fault in error.errors
        ]
        detail = _("The request does not have the agreed form.")
        return problem(request, 422, code="INVALID_REQUEST", detail=detail, errors=faults)

    @api.exception_handler(Http404)
    def absent(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(request, 404, code="NOT_FOUND", detail=_("There is no such thing here."))

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
        code = HTTPStatus(error.status_code).name
        return problem(request, error.status_code, code=code, detail=str(error))

    @api.exception_handler(RawPostDataException)
    def a_form(request: HttpRequest, error: RawPostDataException) -> HttpResponse:
        detail = _("Send JSON: this address takes no form.")
        return problem(request, 415, code="UNSUPPORTED_MEDIA_TYPE", detail=detail)

    @api.exception_handler(Exception)
    def unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
        logger.error("api request failed", exc_info=error)
        detail = _("The fault has been recorded. Please try again in a moment.")
        return problem(request, 500, code="INTERNAL", detail=detail)
