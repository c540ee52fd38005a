"""Where the payment provider reports what was paid; the signature is the proof of who calls."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Header, Router
from ninja.errors import HttpError

from gridhall.api.v1.shapes import NoticeShape
from gridhall.receivables import services

LONGEST_NOTICE = 10_000
router = Router(tags=["payment provider"])


@router.post("/payment-notices", response=NoticeShape)
def payment_notice(
    request: HttpRequest, payment_signature: Annotated[str, Header(alias="Payment-Signature")]
) -> dict[str, Any]:
    """Receive a signed notice. Repeating it is harmless: the answer then says REPEATED."""
    if len(request.body) > LONGEST_NOTICE:
        raise HttpError(413, "The notice is too long.")
    outcome = services.receive_notice(
        body=request.body, signature=payment_signature, at=timezone.now()
    ).outcome
    return {"outcome": str(outcome)}
