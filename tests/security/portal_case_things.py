"""A request of the owner with a photo, for the matrix to knock at."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gridhall.foundation.documents import services as documents
from gridhall.foundation.documents.access import Reader
from gridhall.servicedesk import services
from gridhall.servicedesk.records import Contact, NewCase
from tests.workbench import town

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def made(own: str, owner: str) -> dict[str, Any]:
    """Return the number of a case of the account and the id of its photo."""
    customer, account_id = town.user(owner), town.account_id(own)
    case = services.register_case(
        new=NewCase(
            kind="CONSULTATION", topic="BILL", summary="咨询：电费", text="请核对", channel="WEB",
            organisation_id=town.account_unit(own), account_id=account_id, by_customer=True,
            contact=Contact(name="钱某", phone="13800000001"),
        ),
        by_id=customer.pk, at=timezone.now(), dedup_key="cast-portal-case",
    )  # fmt: skip
    photo = documents.attach(
        subject_type="case.photos", subject_id=str(case.pk), kind="photo",
        upload=documents.Upload(name="a.png", media_type="image/png", chunks=[PNG]),
        reader=Reader(user_id=customer.pk, on=timezone.localdate()), at=timezone.now(),
    )  # fmt: skip
    return {"own_case": case.number, "own_photo": photo.pk, "case_kind": "CONSULTATION"}
