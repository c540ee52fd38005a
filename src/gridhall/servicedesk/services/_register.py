"""A matter comes in: it gets a number, a place and a process."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from gridhall.customers import blind
from gridhall.customers import selectors as customers
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.numbering import services as numbering
from gridhall.foundation.rows import give_ids
from gridhall.foundation.sequences import taken_together
from gridhall.foundation.stamps.memory import looked_once
from gridhall.servicedesk import events, routing, search_text
from gridhall.servicedesk.informants import Informant
from gridhall.servicedesk.models import (
    Case,
    CaseStatusChange,
    Kind,
    Party,
    Status,
)
from gridhall.servicedesk.records import Contact, NewCase

from . import _checks, _hand, _route, _sealed
from ._repeats import first_repeat
from ._told import facts

NUMBER = "case"


def register_case(
    *, new: NewCase, by_id: int | None, at: datetime, dedup_key: str, scope: Scope | None = None
) -> Case:
    """Register a case, route it and start its process and clocks; return it.

    Repeating a ``dedup_key`` returns the first one. With a ``scope`` (of ``cases.create``) unit
    and account must lie inside; without, the caller vouches for them. A report of wrongdoing is
    sealed: who brought it lies apart (R69). Raises CaseValueRefused with what does not do (R65).
    """
    if _is_known(dedup_key):
        return Case.objects.get(dedup_key=dedup_key)
    try:
        with looked_once():
            ground = _checks.check_new(new, scope=scope, on=timezone.localdate(at))
            contact = _checks.clean_contact(new.contact)
            with transaction.atomic(), taken_together(f"case {new.kind}"):
                return _registered(new, contact, ground, by_id=by_id, at=at, dedup_key=dedup_key)
    except IntegrityError:
        known = Case.objects.filter(dedup_key=dedup_key).first()
        if known is None:
            raise
        return known


def _is_known(dedup_key: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM servicedesk_case WHERE dedup_key = %s", [dedup_key])
        return cursor.fetchone() is not None


def _registered(
    new: NewCase, contact: Contact, ground: _checks.Ground, *, by_id: int | None, at: datetime,
    dedup_key: str,
) -> Case:  # fmt: skip
    case = _row(new, contact, ground, by_id=by_id, at=at, dedup_key=dedup_key)
    informant = _informant(new, contact) if case.sealed else Informant()
    statement = _seal(case, informant) if case.sealed else ""
    repeated = first_repeat(case, at=at)
    case.repeat_of_id = repeated.pk if repeated else None
    case.number = numbering.issue_number(code=NUMBER, on=timezone.localdate(at))
    give_ids(case)  # process and clocks name it; the row is written once, with the rest
    hand = _hand.Hand(case=case, at=at, by_id=by_id, by_customer=new.by_customer, new=True)
    with _hand.joined(hand):
        hand.changes.append(CaseStatusChange(before="", after=Status.RECEIVED, at=at, by_id=by_id))
        hand.happened("REGISTERED", shown=True, channel=case.channel)
        if repeated is not None:
            hand.happened("REPEATS", case=repeated.number)
        hand.signal("received", at=case.received_at)
        hand.signal("registered")
        hand.record("registered", kind=case.kind, channel=case.channel, category=case.category)
        hand.events.append(events.CaseRegistered(**facts(case), received_at=_iso(case)))
        if case.kind == Kind.REPAIR:
            hand.events.append(events.RepairReported(**facts(case), received_at=_iso(case)))
        hand.hold(party=Party.COMPANY, organisation_id=case.handler_organisation_id,
                  role=case.handler_role)  # fmt: skip
        _route.start(hand)
    if case.sealed:
        _sealed.seal(case_id=case.pk, informant=informant, at=at, statement=statement)
    return case


def _row(
    new: NewCase, contact: Contact, ground: _checks.Ground, *, by_id: int | None, at: datetime,
    dedup_key: str,
) -> Case:  # fmt: skip
    topic, sealed = ground.topic, new.kind == Kind.REPORT
    front = routing.front_role(kind=new.kind, channel=new.channel)
    summary = new.summary.strip()
    return Case(
        kind=new.kind, topic=topic, category=topic.category if topic else "",
        channel=new.channel, area=ground.area, grade=ground.grade, summary=summary,
        priority=_priority(new, ground), text=new.text.strip(), place=new.place.strip(),
        organisation_id=ground.organisation_id, handler_organisation_id=ground.organisation_id,
        handler_role=topic.handler_role if topic else front, anonymous=new.anonymous,
        wants_reply=new.wants_reply and not new.anonymous, sealed=sealed,
        received_at=min(new.received_at or at, at), registered_at=at, registered_by_id=by_id,
        by_customer=new.by_customer, dedup_key=dedup_key, part_of_id=new.part_of_id,
        **({} if sealed or new.anonymous else _names(new, contact, summary)),
    )  # fmt: skip


def _names(new: NewCase, contact: Contact, summary: str) -> dict[str, Any]:
    """Return what tells who it is; of sealed and anonymous cases none of it stands in the row."""
    return {
        "account_id": new.account_id, "contact_name": contact.name,
        "contact_phone": contact.phone, "contact_email": contact.email,
        "contact_phone_index": blind.phone_index(contact.phone) if contact.phone else None,
        "search_tokens": search_text.case_tokens(summary=summary, name=contact.name),
    }  # fmt: skip


def _priority(new: NewCase, ground: _checks.Ground) -> int:
    if new.priority is not None:
        return new.priority
    return ground.topic.priority if ground.topic else 0


def _informant(new: NewCase, contact: Contact) -> Informant:
    refs = customers.account_refs_by_id(account_ids=[new.account_id] if new.account_id else [])
    number = next((one.account_no for one in refs.values()), "")
    return Informant(name=contact.name, phone=contact.phone, email=contact.email, account_no=number)


def _seal(case: Case, informant: Informant) -> str:
    """Take out of a report what may tell who reported (R69); return it as it was said, if so."""
    said = "\n".join((case.summary, case.text, case.place))
    case.summary = _sealed.blotted(case.summary, informant)[: _checks.SUMMARY]
    case.text = _sealed.blotted(case.text, informant)
    case.place = _sealed.blotted(case.place, informant)
    return "" if said == "\n".join((case.summary, case.text, case.place)) else said


def _iso(case: Case) -> str:
    return case.received_at.isoformat()
