"""Cases for employees' tools: list, one, register, write, answer, close."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Header, Router

from gridhall.api.v1.case_shapes import (
    Closing,
    NewAnswer,
    NewEntry,
    NewStaffCase,
    StaffCaseDetail,
    StaffCases,
)
from gridhall.api.v1.doors import EmployeeDoor, caller_id
from gridhall.api.v1.shapes import Key
from gridhall.customers import selectors as customers
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope
from gridhall.servicedesk import selectors as servicedesk
from gridhall.servicedesk import services
from gridhall.servicedesk.errors import UnitRefused
from gridhall.servicedesk.records import Contact, NewCase
from gridhall.servicedesk.selectors import CaseFile, CaseFilters, CaseRow

READ, WORK = EmployeeDoor("cases.read"), EmployeeDoor("cases.work")
IdempotencyKey = Annotated[Key, Header(alias="Idempotency-Key")]
router = Router(tags=["cases"])


def _scope(request: HttpRequest) -> Scope:
    found: Scope = request.scope  # type: ignore[attr-defined]
    return found


@router.get("/cases", response=StaffCases, auth=READ)
def cases(
    request: HttpRequest, search: str = "", kind: str = "", status: str = "",
    overdue: bool = False, after: str = "", limit: int = 50,
) -> dict[str, Any]:  # fmt: skip
    """List cases of the caller's units; ``status`` is one of them or OPEN."""
    page = servicedesk.cases_page(
        scope=_scope(request), reader_id=caller_id(request), at=timezone.now(),
        filters=CaseFilters(text=search, kind=kind, status=status, overdue=overdue), after=after,
        limit=max(1, min(limit, 200)),
    )  # fmt: skip
    rows = [_shape(one) for one in page.rows]
    return {"cases": rows, "count": page.count, "after": page.next_key}


@router.get("/cases/{number}", response=StaffCaseDetail, auth=READ)
def case(request: HttpRequest, number: str) -> dict[str, Any]:
    """Return one case with its conversation and clocks."""
    return _detail(request, number)


@router.post("/cases", response={201: StaffCaseDetail}, auth=EmployeeDoor("cases.create"))
def create_case(
    request: HttpRequest, wanted: NewStaffCase, idempotency_key: IdempotencyKey
) -> tuple[int, dict[str, Any]]:
    """Register a case; the same Idempotency-Key again returns the same one."""
    organisation_id, account_id = _where(request, wanted)
    made = services.register_case(
        new=NewCase(
            kind=wanted.kind, topic=wanted.topic, summary=wanted.summary, text=wanted.text,
            place=wanted.place, channel=wanted.channel, organisation_id=organisation_id,
            account_id=account_id, contact=Contact(**wanted.contact.dict()),
            anonymous=wanted.anonymous, wants_reply=wanted.wants_reply,
        ),
        by_id=caller_id(request), at=timezone.now(), scope=_scope(request),
        dedup_key=f"api:{caller_id(request)}:{idempotency_key}",
    )  # fmt: skip
    return 201, _detail(request, made.number)


@router.post("/cases/{number}/entries", response={201: StaffCaseDetail}, auth=WORK)
def write_into_case(
    request: HttpRequest, number: str, written: NewEntry, idempotency_key: IdempotencyKey
) -> tuple[int, dict[str, Any]]:
    """Write an internal remark, or (``internal: false``) a reply to the customer."""
    act = services.remark if written.internal else services.reply
    act(case_id=_id(request, number), body=written.text, by_id=caller_id(request),
        at=timezone.now(), dedup_key=f"api:{idempotency_key}")  # fmt: skip
    return 201, _detail(request, number)


@router.post("/cases/{number}/answer", response=StaffCaseDetail, auth=WORK)
def answer_case(
    request: HttpRequest, number: str, given: NewAnswer, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Give the customer the result; 409 when the case does not stand where this belongs."""
    services.answer(
        case_id=_id(request, number), body=given.text, finding=given.finding, cause=given.cause,
        liable=given.liable, channel=given.channel, by_id=caller_id(request), at=timezone.now(),
        dedup_key=f"api:{idempotency_key}",
    )  # fmt: skip
    return _detail(request, number)


@router.post("/cases/{number}/close", response=StaffCaseDetail, auth=WORK)
def close_case(request: HttpRequest, number: str, wanted: Closing) -> dict[str, Any]:
    """Close a case before its process ends, with the reason; a second time is refused (409)."""
    services.close(
        case_id=_id(request, number), reason=wanted.reason, finding=wanted.finding,
        by_id=caller_id(request), at=timezone.now(),
    )  # fmt: skip
    return _detail(request, number)


def _id(request: HttpRequest, number: str) -> int:
    """Return the id of a case that lies where the caller may do this."""
    return servicedesk.find_case(
        number=number, scope=_scope(request), reader_id=caller_id(request), at=timezone.now()
    ).pk


def _where(request: HttpRequest, wanted: NewStaffCase) -> tuple[int, int | None]:
    """Return unit and account of a new case. Raises AccountNotFound, UnitRefused."""
    if wanted.account_no:
        card = customers.account_card(scope=_scope(request), account_no=wanted.account_no)
        return card.organisation_id, card.account_id
    unit = identity.organisation_by_code(code=wanted.organisation)
    if unit is None or not _scope(request).holds(unit.pk):
        raise UnitRefused
    return unit.pk, None


def _shape(row: CaseRow) -> dict[str, Any]:
    names = (
        "number", "kind", "category", "topic", "summary", "channel", "status", "priority",
        "organisation", "account_no", "handler_role", "held_by", "registered_at", "due_at",
        "is_overdue", "closed_at", "satisfied", "rating",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names}


def _detail(request: HttpRequest, number: str) -> dict[str, Any]:
    file = servicedesk.case_of(
        number=number, scope=_scope(request), reader_id=caller_id(request), at=timezone.now()
    )
    return {**_shape(file.row), **_more(file)}


def _more(file: CaseFile) -> dict[str, Any]:
    return {
        "version": file.version, "text": file.text, "place": file.place,
        "texts_hidden": file.texts_hidden, "contact_name": file.contact_name,
        "contact_phone": file.contact_phone, "contact_email": file.contact_email,
        "finding": file.finding,
        "entries": [
            {"kind": one.kind, "sentence": one.sentence, "text": one.text, "at": one.at,
             "by_customer": one.by_customer}
            for one in file.entries
        ],
        "clocks": [
            {"code": one.code, "title": one.title, "status": one.status, "due_at": one.due_at,
             "overdue": one.overdue, "met": one.met, "standard": one.standard,
             "version": one.version, "source": one.source}
            for one in file.clocks
        ],
    }  # fmt: skip
