"""The customer's own cases: list, one, a new one, something written into it."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Header, Router
from ninja.errors import HttpError

from gridhall.api.v1.case_shapes import (
    NewOwnCase,
    NewOwnEntry,
    OwnCaseDetail,
    OwnCases,
    OwnCaseShape,
)
from gridhall.api.v1.doors import CustomerDoor, caller_id
from gridhall.api.v1.shapes import Key
from gridhall.customers import selectors as customers
from gridhall.customers.errors import AccountNotFound
from gridhall.servicedesk import selectors as servicedesk
from gridhall.servicedesk import services
from gridhall.servicedesk.records import Contact, NewCase
from gridhall.servicedesk.selectors import OwnCase, OwnCaseFile

RIGHT = "VIEW_MESSAGES"
SEALED_KIND = "REPORT"
router = Router(auth=CustomerDoor(RIGHT), tags=["own cases"])


@router.get("/cases", response=OwnCases)
def own_cases(
    request: HttpRequest, state: str = "", after: str = "", limit: int = 20
) -> dict[str, Any]:
    """List the cases of the caller's accounts and those she wrote; ``state``: open or ended."""
    page = servicedesk.own_cases(
        account_ids=_seen(request), user_id=caller_id(request), at=timezone.now(),
        open_only=state == "open", ended_only=state == "ended", after=after,
        limit=max(1, min(limit, 100)),
    )  # fmt: skip
    numbers = _numbers(request)
    return {"cases": [_shape(one, numbers) for one in page.rows], "after": page.next_key}


@router.get("/cases/{number}", response=OwnCaseDetail)
def own_case(request: HttpRequest, number: str) -> dict[str, Any]:
    """Return one own case with its conversation: what the company shows, nothing internal."""
    return _detail(_find(request, number), _numbers(request))


@router.post("/cases", response={201: OwnCaseShape})
def create_own_case(
    request: HttpRequest, wanted: NewOwnCase,
    idempotency_key: Annotated[Key, Header(alias="Idempotency-Key")],
) -> tuple[int, dict[str, Any]]:  # fmt: skip
    """Register a case; the same Idempotency-Key again returns the same one.

    Reports of wrongdoing are not taken here: the session would tell who reported.
    """
    if wanted.kind == SEALED_KIND:
        raise HttpError(422, "Reports of wrongdoing are taken on the page for them or at 95598.")
    account = _account(request, wanted.account_no)
    case = services.register_case(
        new=NewCase(
            kind=wanted.kind, topic=wanted.topic, summary=_summary(wanted), text=wanted.text,
            place=wanted.place, channel="APP", organisation_id=account.organisation_id,
            account_id=account.account_id if wanted.account_no else None, by_customer=True,
            contact=Contact(**wanted.contact.dict()), wants_reply=wanted.wants_reply,
        ),
        by_id=caller_id(request), at=timezone.now(),
        dedup_key=f"api:{caller_id(request)}:{idempotency_key}",
    )  # fmt: skip
    return 201, _shape(_find(request, case.number).case, _numbers(request))


@router.post("/cases/{number}/entries", response={201: OwnCaseDetail})
def write_into_own_case(
    request: HttpRequest, number: str, written: NewOwnEntry,
    idempotency_key: Annotated[Key, Header(alias="Idempotency-Key")],
) -> tuple[int, dict[str, Any]]:  # fmt: skip
    """Write something into an own case that is open."""
    found = _find(request, number)
    services.write_in(
        case_id=found.case.id, body=written.text, by_id=caller_id(request), at=timezone.now(),
        channel="APP", dedup_key=f"api:{idempotency_key}",
    )  # fmt: skip
    return 201, _detail(_find(request, number), _numbers(request))


def _seen(request: HttpRequest) -> list[int]:
    """Return the accounts whose whole correspondence the caller sees: not weakly bound ones."""
    if not request.own:  # type: ignore[attr-defined]
        raise HttpError(404, "No account of yours was shared with you for this.")
    held = customers.accesses_of_user(user_id=caller_id(request), on=timezone.localdate())
    return [one.account_id for one in held if one.may(RIGHT) and not one.weak]


def _numbers(request: HttpRequest) -> dict[int, str]:
    return {one.account_id: one.account_no for one in request.own.values()}  # type: ignore[attr-defined]


def _find(request: HttpRequest, number: str) -> OwnCaseFile:
    return servicedesk.own_case(
        number=number, account_ids=_seen(request), user_id=caller_id(request), at=timezone.now()
    )


def _account(request: HttpRequest, account_no: str) -> customers.AccountHit:
    """Return the account of the case; without one any of hers says which unit looks at it."""
    own: dict[str, customers.AccountHit] = request.own  # type: ignore[attr-defined]
    found = own.get(account_no) if account_no else next(iter(own.values()), None)
    if found is None:
        raise AccountNotFound(account=account_no)
    return found


def _summary(wanted: NewOwnCase) -> str:
    """Return the line of lists: kind and topic, nothing of what was written."""
    kind = servicedesk.label_of("kind", wanted.kind)
    return f"{kind} {wanted.topic}".strip()


def _shape(case: OwnCase, numbers: dict[int, str]) -> dict[str, Any]:
    return {
        "number": case.number, "kind": case.kind, "topic": case.topic, "status": case.status,
        "account_no": numbers.get(case.account_id or 0, ""), "department": case.department,
        "registered_at": case.registered_at, "due_at": case.due_at, "closed_at": case.closed_at,
        "rating": case.rating,
    }  # fmt: skip


def _detail(file: OwnCaseFile, numbers: dict[int, str]) -> dict[str, Any]:
    may = {"write": file.may_write, "confirm": file.may_confirm, "object": file.may_object,
           "rate": file.may_rate, "cancel": file.may_cancel}  # fmt: skip
    return {
        **_shape(file.case, numbers), "text": file.text, "place": file.place, "step": file.step,
        "next": list(file.next), "may": [name for name, allowed in may.items() if allowed],
        "entries": [
            {"kind": one.kind, "sentence": one.sentence, "text": one.text, "at": one.at,
             "by_customer": one.by_customer}
            for one in file.entries
        ],
    }  # fmt: skip
