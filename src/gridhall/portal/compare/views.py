"""Which price would have been cheapest? A page for everybody; nothing is stored, no log-in."""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from gridhall.foundation.identity.access import public
from gridhall.portal.compare import pictures, questions
from gridhall.portal.compare.forms import CompareForm
from gridhall.rating.comparing import answers, compare_document
from gridhall.rating.comparing.compare import Comparison, NotComparable
from gridhall.rating.comparing.files import UnreadableFile
from gridhall.rating.quotes import InvalidDocument, Limits
from gridhall.rating.quotes.document import read_json
from gridhall.rating.result import Notice
from gridhall.tariffs import selectors as tariffs

RATE = {"compare_page": "20/m/ip"}
MOST_PRICES = 8
LIMITS = Limits(characters=questions.LARGEST_QUESTION, cases=1, depth=16)
Json = dict[str, Any]


@public
@csrf_exempt
def compare(request: HttpRequest) -> HttpResponse:
    """Ask for a year's use, and show what it would have cost at each price.

    It changes nothing and reads nobody's data unless a customer names her own account, so the
    form needs neither cookie nor token.
    """
    library, _hash = tariffs.current_library()
    prices = questions.prices(library, timezone.localdate())
    if request.method != "POST":
        own = questions.own_question(request)
        if own is not None:
            return _result(request, own, (), prices)
        return _form(request, CompareForm(prices=prices, initial=_initial()), 200)
    form = CompareForm(request.POST, request.FILES, prices=prices)
    if ratelimit.consume(request, app="gridhall", action="compare_page", config=RATE) is None:
        form = CompareForm(prices=prices, initial=_initial())
        return _form(request, form, 429, [_("You have asked too often. Please wait a minute.")])
    if request.POST.get("document"):
        return _asked_again(request, prices)
    if not form.is_valid():
        return _form(request, form, 422)
    try:
        question, notices = questions.question_of(form.cleaned_data)
    except UnreadableFile as wrong:
        faults = [fault.get(_spoken()) for fault in wrong.faults]
        return _form(request, form, 422, faults)
    return _result(request, question, notices, prices, form)


def _asked_again(request: HttpRequest, prices: list[Any]) -> HttpResponse:
    """Answer the question that the result's page carries, with another share to move."""
    try:
        question = read_json(request.POST["document"], limits=LIMITS)
    except InvalidDocument as wrong:
        form = CompareForm(prices=prices, initial=_initial())
        return _form(request, form, 422, [wrong.text.get(_spoken())])
    percent = request.POST.get("percent", "")
    if isinstance(question, dict) and percent:
        question["shift"] = {"percent": percent}
    return _result(request, question, (), prices)


def _result(
    request: HttpRequest, question: Any, notices: tuple[Notice, ...], prices: list[Any],
    form: CompareForm | None = None,
) -> HttpResponse:  # fmt: skip
    library, _hash = tariffs.current_library()
    try:
        found = compare_document(question, library, most=MOST_PRICES)
    except NotComparable as wrong:
        faults = [mistake.message.get(_spoken()) for mistake in wrong.mistakes[:12]]
        shown = form or CompareForm(prices=prices, initial=_initial())
        return _form(request, shown, 422, faults)
    wanted = request.POST.get("answer", "")
    if wanted == "csv":
        text = "\ufeff" + answers.as_csv(found, _spoken())
        return _download(HttpResponse(text, content_type="text/csv; charset=utf-8"), "csv")
    if wanted == "json":
        data = answers.to_json(found)
        shown_json = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
        return _download(shown_json, "json")
    return render(request, "portal/compare/result.html", _context(found, question, notices))


def _context(found: Comparison, question: Json, notices: tuple[Notice, ...]) -> Json:
    percent = question.get("shift", {}).get("percent", "20")
    return {
        "found": found,
        "rows": pictures.shares(found),
        "months": pictures.months(found),
        "shifting": pictures.shifting(found),
        "cheapest": found.cheapest and pictures.name_of(found.cheapest),
        "saving": found.cheapest.saving if found.cheapest else None,
        "stay": found.cheapest is found.present,
        "names": [pictures.name_of(item) for item in found.candidates],
        "prices": [_price(item) for item in found.candidates],
        "notices": [n.text.get(_spoken()) for n in (*notices, *found.notices)],
        "document": questions.as_text(question),
        "percent": percent,
        "kwh": sum(month.kwh for month in found.months),
        "by_hours": "from_hours" in question.get("shift", {}),
    }


def _price(item: Any) -> Json:
    """Return one price for the page: its rule, its break-even, its bills, its refusals."""
    language = _spoken()
    refused, reason = answers.reason_of(item)
    return {
        "item": item,
        "name": pictures.name_of(item),
        "refused": refused,
        "reason": reason.get(language, ""),
        "rules": [
            {"name": rule.name.get(language), "source": " ".join(
                filter(None, (rule.citation.title, rule.citation.number))),
             "href": rule.citation.href, "verified": rule.verified}
            for rule in item.candidate.rules
        ],
        "bills": [_bill(bill, language) for bill in item.bills if bill.total is not None],
    }  # fmt: skip


def _bill(bill: Any, language: str) -> Json:
    return {
        "month": bill.month,
        "kwh": bill.kwh,
        "total": bill.total,
        "lines": [
            {
                "name": line["description"][language],
                "amount": line["amount"],
                "numbers": line["trace"]["numbers"][language],
                "sources": sorted({
                    " ".join(filter(None, (p["citation"]["title"], p["citation"]["number"])))
                    for p in line["trace"]["parameters"]
                }),
            }
            for line in bill.answer["lines"]
        ],
    }  # fmt: skip


def _form(
    request: HttpRequest, form: CompareForm, status: int, faults: list[str] | None = None
) -> HttpResponse:
    context = {"form": form, "faults": faults or []}
    return render(request, "portal/compare/form.html", context, status=status)


def _initial() -> Json:
    return {"first": date(timezone.localdate().year - 1, 1, 1), "spread": "days"}


def _spoken() -> str:
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


def _download(response: HttpResponse, ending: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="comparison.{ending}"'
    return response
