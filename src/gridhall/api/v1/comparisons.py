"""Comparisons of prices: a year of use in, every price's year out. Nothing is stored.

Open to everybody within tight limits; who has signed in may ask for more. A customer also gets
the question about her own last twelve months filled in. See
``docs/explanation/comparing-prices.md``.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Router
from ninja.errors import HttpError

from gridhall.api.v1.doors import CustomerDoor, caller_id
from gridhall.api.v1.problems import problem
from gridhall.billing import selectors as billing
from gridhall.customers import selectors as customers
from gridhall.customers.errors import AccountNotFound
from gridhall.rating.comparing import ComparisonForm, compare_document
from gridhall.rating.comparing.answers import to_json
from gridhall.rating.comparing.compare import NotComparable
from gridhall.rating.quotes import InvalidDocument, Limits
from gridhall.rating.quotes.document import read_json
from gridhall.tariffs import selectors as tariffs

router = Router(tags=["comparisons"])

#: How much one call may ask for: characters, and (as ``cases``) prices beside each other.
ANYBODY = Limits(characters=500_000, cases=6, depth=16)
SIGNED_IN = Limits(characters=2_000_000, cases=20, depth=16)
ANYBODY_RATE = {"compare": "10/m/ip"}
SIGNED_IN_RATE = {"compare_signed_in": "60/m/user"}
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "/api/v1/comparisons/schema"}}},
    }
}


@router.post("/comparisons", response=dict[str, Any], openapi_extra=BODY)
def comparisons(request: HttpRequest, bills: bool = True) -> Any:
    """Rate a year of use by the present price and by others; which was cheapest, and why.

    With ``bills=false`` the months come without the lines and traces of their bills.
    """
    known = request.user.is_authenticated
    limits = SIGNED_IN if known else ANYBODY
    if not may_ask_again(request):
        detail = _("You have asked too often. Please wait a minute.")
        return problem(request, 429, code="TOO_MANY_REQUESTS", detail=detail)
    if len(request.body) > limits.characters:
        detail = _("The question is too long: at most {limit} bytes.")
        detail = detail.format(limit=limits.characters)
        return problem(request, 413, code="COMPARISON_TOO_LONG", detail=detail)
    try:
        data = read_json(request.body, limits=limits)
    except InvalidDocument as wrong:
        detail = wrong.text.get(get_language() or "zh")
        return problem(request, 422, code="INVALID_COMPARISON", detail=detail)
    return _answer(request, data, limits, bills=bills)


@router.get("/comparisons/schema", response=dict[str, Any])
def comparisons_schema(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON Schema of what ``POST /comparisons`` takes."""
    return _schema()


@router.get("/me/comparison", auth=CustomerDoor("VIEW_USAGE"), response=dict[str, Any])
def own_comparison(request: HttpRequest, account_no: str, bills: bool = False) -> Any:
    """Compare the prices for the last twelve months of an own account, as billed and metered."""
    account = request.own.get(account_no)  # type: ignore[attr-defined]
    if account is None:
        raise AccountNotFound
    held = customers.accesses_of_user(user_id=caller_id(request), on=timezone.localdate())
    if any(one.weak for one in held if one.account_id == account.account_id):
        raise HttpError(403, "Details of the use open in the portal, with a code to the phone.")
    question = billing.comparison_question(account_id=account.account_id, on=timezone.localdate())
    if question is None:
        detail = _("There is no month of use yet that could be compared.")
        return problem(request, 409, code="NOTHING_TO_COMPARE", detail=detail)
    return _answer(request, question, SIGNED_IN, bills=bills)


def may_ask_again(request: HttpRequest) -> bool:
    """Count the call; tell whether its caller is within the limit of a minute."""
    if request.user.is_authenticated:
        used = ratelimit.consume(
            request, app="gridhall", action="compare_signed_in", config=SIGNED_IN_RATE,
            user=request.user,
        )  # fmt: skip
    else:
        used = ratelimit.consume(request, app="gridhall", action="compare", config=ANYBODY_RATE)
    return used is not None


def _answer(request: HttpRequest, data: Any, limits: Limits, *, bills: bool) -> Any:
    library, _hash = tariffs.current_library()
    try:
        return to_json(compare_document(data, library, most=limits.cases), with_bills=bills)
    except NotComparable as wrong:
        language = get_language() or "zh"
        faults = [
            {"place": item.place, "value": item.value, "message": item.message.get(language)}
            for item in wrong.mistakes
        ]
        detail = faults[0]["message"]
        return problem(request, 422, code="INVALID_COMPARISON", detail=detail, errors=faults)


@cache
def _schema() -> dict[str, Any]:
    return ComparisonForm.model_json_schema()
