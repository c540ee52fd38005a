"""What the text message provider calls: a message from a customer, a receipt for one of ours."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Header, Router
from ninja.errors import HttpError

from gridhall.api.v1.shapes import ProviderAnswer
from gridhall.foundation.messages import services

LONGEST_CALL = 100_000
router = Router(tags=["message provider"])


@router.post("/messages/inbound-sms", response=ProviderAnswer)
def inbound_sms(
    request: HttpRequest, signature: Annotated[str, Header(alias="Signature")]
) -> dict[str, Any]:
    """Receive a signed text message of a customer. Repeating it is harmless."""
    services.receive_sms(body=_body(request), signature=signature, at=timezone.now())
    return {"outcome": "TAKEN"}


@router.post("/messages/sms-receipts", response=ProviderAnswer)
def sms_receipt(
    request: HttpRequest, signature: Annotated[str, Header(alias="Signature")]
) -> dict[str, Any]:
    """Receive a signed receipt: DELIVERED or UNDELIVERABLE. Repeating it is harmless."""
    outcome = services.receive_receipt(body=_body(request), signature=signature, at=timezone.now())
    return {"outcome": outcome}


def _body(request: HttpRequest) -> bytes:
    if len(request.body) > LONGEST_CALL:
        raise HttpError(413, "The call is too long.")
    return request.body
