"""Is this receipt genuine? Anybody may ask; no personal data is shown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gridhall.foundation.identity.access import public
from gridhall.receivables import receipts, selectors


@public
def receipt_check(request: HttpRequest, code: str) -> HttpResponse:
    """Says genuine, reversed or unknown; the number comes from the code, nothing else does."""
    receipt_no = receipts.receipt_no_of(code)
    state = selectors.receipt_state(receipt_no=receipt_no) if receipt_no else ""
    context = {"state": state or "UNKNOWN", "receipt_no": receipt_no}
    return render(request, "portal/receipt_check.html", context, status=200 if state else 404)
