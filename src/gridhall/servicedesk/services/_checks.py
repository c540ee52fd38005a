"""What is checked of a new case and of every text, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gridhall.customers import checks
from gridhall.customers import selectors as customers
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.stamps.memory import remembered
from gridhall.servicedesk import errors
from gridhall.servicedesk.models import Area, CaseChannel, Cause, Kind, Priority, Topic
from gridhall.servicedesk.records import Contact, NewCase

SUMMARY, TEXT, PLACE, NAME, REASON = 120, 5000, 200, 60, 300
#: The customer file's word for an area, where the service standards know it.
AREAS = {"URBAN": Area.URBAN, "RURAL": Area.RURAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a new case stands on, as it was found out: unit, topic, area, grade."""

    organisation_id: int
    topic: Topic | None
    area: str
    grade: str


def check_new(new: NewCase, *, scope: Scope | None, on: date) -> Ground:
    """Return the ground of a new case. Raises what of CaseValueRefused fits."""
    _choices(new)
    needed(new.summary, _("summary"), SUMMARY)
    fitting(new.text, _("text"), TEXT)
    fitting(new.place, _("place"), PLACE)
    if new.anonymous and (new.account_id is not None or new.contact):
        raise errors.AnonymousNamesNobody
    topic = topic_of(new.kind, new.topic, on=on) if new.topic else None
    organisation_id, area, grade = _where(new, scope)
    return Ground(
        organisation_id=organisation_id, topic=topic, area=new.area or area,
        grade=new.grade or grade,
    )  # fmt: skip


def _choices(new: NewCase) -> None:
    for value, words, field in (
        (new.kind, Kind, _("kind")),
        (new.channel, CaseChannel, _("channel")),
        (new.area, Area, _("area")),
        *([(new.priority, Priority, _("priority"))] if new.priority is not None else []),
    ):
        chosen(value, words, field)


def _where(new: NewCase, scope: Scope | None) -> tuple[int, str, str]:
    """Return unit, area and grade: the account's own where there is one."""
    if new.account_id is None:
        _unit(new.organisation_id, scope)
        return new.organisation_id, "", ""
    names = ["organisation_id", "area_kind", "important_grade", "size_class"]
    facts = customers.facts_of(account_ids=[new.account_id], names=names).get(new.account_id)
    if facts is None or (scope is not None and not scope.holds(facts["organisation_id"])):
        raise errors.AccountRefused
    if new.kind == Kind.REPORT:  # nothing of the informant's account stands in the case
        _unit(new.organisation_id, scope)
        return new.organisation_id, "", ""
    grade = facts["important_grade"] or facts["size_class"]
    return facts["organisation_id"], AREAS.get(facts["area_kind"], Area.UNKNOWN), grade


def _unit(organisation_id: int, scope: Scope | None) -> None:
    if scope is not None and not scope.holds(organisation_id):
        raise errors.UnitRefused
    if scope is None and not identity.names_of(organisation_ids=[organisation_id]):
        raise errors.UnitRefused


@remembered("servicedesk.topics")
def topic_of(kind: str, code: str, *, on: date) -> Topic:
    """Return the topic in force, from memory while none changes. Raises TopicRefused."""
    found = Topic.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), kind=kind, code=code, valid_from__lte=on
    )
    topic = found.order_by("-valid_from").first()
    if topic is None:
        raise errors.TopicRefused(topic=code)
    return topic


def cause_of(code: str, *, on: date) -> Cause:
    """Return the cause in force. Raises CauseRefused."""
    found = Cause.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), code=code, valid_from__lte=on
    ).first()
    if found is None:
        raise errors.CauseRefused(cause=code)
    return found


def clean_contact(contact: Contact) -> Contact:
    """Return the contact with its number and address in one form. Raises ContactRefused."""
    return Contact(
        name=fitting(contact.name, _("name"), NAME),
        phone=_clean("PHONE", contact.phone, _("phone")),
        email=_clean("EMAIL", contact.email, _("e-mail")),
    )


def _clean(kind: str, value: str, field: Any) -> str:
    if not value.strip():
        return ""
    try:
        return checks.contact(kind, value)
    except checks.Unfit:
        raise errors.ContactRefused(value=value.strip()[:NAME], field=field) from None


def chosen(value: object, words: Any, field: Any) -> None:
    """Refuse a value that is not on its list. Raises CaseChoiceRefused."""
    if value not in words.values:
        known = ", ".join(str(one) for one in words.values if one != "")
        raise errors.CaseChoiceRefused(field=field, value=str(value)[:NAME], known=known)


def fitting(text: str, field: Any, limit: int) -> str:
    """Return the text without blanks around it. Raises CaseTextTooLong, CaseTextUnreadable."""
    plain = text.strip()
    if "\x00" in plain:
        raise errors.CaseTextUnreadable(field=field)
    if len(plain) > limit:
        raise errors.CaseTextTooLong(field=field, length=len(plain), limit=limit)
    return plain


def needed(text: str, field: Any, limit: int) -> str:
    """Return a text that must not be empty. Raises CaseTextMissing, CaseTextTooLong."""
    plain = fitting(text, field, limit)
    if not plain:
        raise errors.CaseTextMissing(field=field)
    return plain


def reason_given(reason: str) -> str:
    """Return a reason. Raises ReasonMissing, CaseTextTooLong."""
    plain = fitting(reason, _("reason"), REASON)
    if not plain:
        raise errors.ReasonMissing
    return plain
