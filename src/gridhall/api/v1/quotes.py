"""Quotes for everybody: cases as JSON in, answers out. Nothing is stored, nobody's data is read.

The document and its answers are described in ``docs/reference/quotes.md``.
"""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Router

from gridhall.api.v1.problems import problem
from gridhall.rating.quotes import InvalidDocument, Limits, answer_text
from gridhall.rating.quotes.schema import quote_schema
from gridhall.tariffs import selectors as tariffs

router = Router(tags=["quotes"])

#: How much one call may ask for; who has signed in may ask for more, and more often.
ANYBODY = Limits(characters=200_000, cases=20)
SIGNED_IN = Limits(characters=2_000_000, cases=500)
ANYBODY_RATE = {"quote": "30/m/ip"}
SIGNED_IN_RATE = {"quote_signed_in": "120/m/user"}
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "/api/v1/quotes/schema"}}},
    }
}


@router.post("/quotes", response=dict[str, Any], openapi_extra=BODY)
def quotes(request: HttpRequest) -> Any:
    """Rate any case given as JSON: tariff by reference or inline, facts, readings or intervals.

    A mistake in one case never stops the others: each has its own outcome, rated, refused or
    invalid. Open to everybody within small limits.
    """
    known = request.user.is_authenticated
    limits = SIGNED_IN if known else ANYBODY
    if not _may_ask_again(request, known=known):
        detail = _("You have asked too often. Please wait a minute.")
        return problem(request, 429, code="TOO_MANY_REQUESTS", detail=detail)
    if len(request.body) > limits.characters:
        return _too_long(request, limits)
    library, _hash = tariffs.current_library()
    try:
        return answer_text(request.body, library, limits=limits)
    except InvalidDocument as wrong:
        detail = wrong.text.get(get_language() or "zh")
        return problem(request, 422, code=wrong.code, detail=detail)


@router.get("/quotes/schema", response=dict[str, Any])
def quotes_schema(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON Schema of what ``POST /quotes`` takes."""
    return quote_schema()


def _may_ask_again(request: HttpRequest, *, known: bool) -> bool:
    """Count the call; tell whether its caller is within the limit of a minute."""
    if known:
        used = ratelimit.consume(
            request,
            app="gridhall",
            action="quote_signed_in",
            config=SIGNED_IN_RATE,
            user=request.user,
        )
    else:
        used = ratelimit.consume(request, app="gridhall", action="quote", config=ANYBODY_RATE)
    return used is not None


def _too_long(request: HttpRequest, limits: Limits) -> HttpResponse:
    detail = _("The document is too long: at most {limit} bytes. Split it.")
    return problem(
        request, 413, code="QUOTE_TOO_LONG", detail=detail.format(limit=limits.characters)
    )
