"""What cases say about a person: the register of their fields, a copy, and letting go."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.identity.roles import Sensitivity
from gridhall.foundation.personal_data.blanking import blank
from gridhall.foundation.personal_data.register import (
    About,
    Basis,
    PersonalField,
    declare,
    declare_harmless,
)
from gridhall.foundation.personal_data.subjects import Kept, Person, Section, Subject, register
from gridhall.foundation.privacy import masking
from gridhall.foundation.processes import services as processes

from . import search_text
from .models import Case, CaseEntry, ContactAttempt
from .models.cases import OPEN

MOST = 5000
PERSONAL, SENSITIVE = Sensitivity.PERSONAL, Sensitivity.SENSITIVE
SETTLE = _("Settle what the customer brought before the company")
CARE = _("Call on customers, those who need care above all")
PROTECT = _("Work on reports of wrongdoing and protect who reported")


def _field(
    name: str, label: Any, purpose: Any, grade: Sensitivity = PERSONAL, **more: Any
) -> PersonalField:
    defaults: dict[str, Any] = {
        "basis": Basis.CONTRACT, "retention": "WORKING", "about": About.CUSTOMER,
    }  # fmt: skip
    return PersonalField(
        name=f"servicedesk.{name}", label=label, purpose=purpose, sensitivity=grade,
        **{**defaults, **more},
    )  # fmt: skip


def _sealed(name: str, label: Any, **more: Any) -> PersonalField:
    return _field(
        f"SealedInformant.{name}", label, PROTECT, SENSITIVE, basis=Basis.LAW,
        about=About.ANYBODY, **more,
    )  # fmt: skip


declare(
    _field("Case.text", _("What was said in a case"), SETTLE),
    _field("Case.place", _("Where a case happened"), SETTLE, mask=masking.mask_address),
    _field("Case.contact_name", _("Who brought a case"), SETTLE, mask=masking.mask_name),
    _field("Case.contact_phone", _("Phone of a case"), SETTLE, mask=masking.mask_phone),
    _field("Case.contact_email", _("E-mail of a case"), SETTLE),
    _field("CaseEntry.body", _("Conversation of a case"), SETTLE),
    _field("MassAnswer.body", _("Answer to many cases"), SETTLE),
    _field("PlannedContact.note", _("What to ask at a contact"), CARE, SENSITIVE),
    _field("ContactAttempt.note", _("What was said at a contact"), CARE, SENSITIVE),
    _sealed("name", _("Name of an informant"), mask=masking.mask_name),
    _sealed("phone", _("Phone of an informant"), mask=masking.mask_phone),
    _sealed("email", _("E-mail of an informant")),
    _sealed("address", _("Address of an informant"), mask=masking.mask_address),
    _sealed("account_no", _("Account of an informant")),
    _sealed("statement", _("A report in the informant's own words")),
)
declare_harmless("a keyed hash", "servicedesk.Case.contact_phone_index")
declare_harmless("a text of the company", "servicedesk.Macro", "servicedesk.MacroVersion")
declare_harmless("a name of a thing", "servicedesk.WallScreen")


def _obstacles(person: Person) -> list[Any]:
    found = Case.objects.filter(OPEN, account_id__in=person.account_ids).order_by("pk")
    return [
        _("case %(case)s is still open") % {"case": number}
        for number in found.values_list("number", flat=True)[:20]
    ]


def _export(person: Person) -> list[Section]:
    """Return her cases and what was said to her in them; remarks stay inside the company."""
    cases = Case.objects.filter(account_id__in=person.account_ids).order_by("pk")[:MOST]
    listed = [
        (one.number, one.registered_at, one.get_kind_display(), one.get_status_display(),
         one.summary, one.text, one.place, one.contact_name, one.contact_phone, one.contact_email)
        for one in cases
    ]  # fmt: skip
    said = CaseEntry.objects.filter(case__account_id__in=person.account_ids, shown_to_customer=True)
    turns = [
        (one.case.number, one.at, one.get_kind_display(), one.body)
        for one in said.exclude(kind="EVENT").select_related("case").order_by("pk")[:MOST]
    ]
    return [
        Section(
            title=_("Cases"), rows=listed,
            columns=(_("Case"), _("When"), _("Kind"), _("Status"), _("Summary"), _("Text"),
                     _("Place"), _("Name"), _("Phone"), _("E-mail")),
        ),
        Section(
            title=_("Conversations of cases"), rows=turns,
            columns=(_("Case"), _("When"), _("Kind"), _("Text")),
        ),
    ]  # fmt: skip


def _erase(person: Person, at: datetime, actor_id: int | None) -> tuple[int, list[Kept]]:
    """Blank what was said and who said it; the case stays as a number of the statistics."""
    del at, actor_id
    count = blank("servicedesk", person)
    for case in Case.objects.filter(account_id__in=person.account_ids).order_by("pk"):
        case.search_tokens = search_text.case_tokens(summary=case.summary, name="")
        case.save(update_fields=["search_tokens"])
    for entry in CaseEntry.objects.filter(case__account_id__in=person.account_ids).order_by("pk"):
        if entry.body:
            entry.body = ""
            entry.save(update_fields=["body"])
            count += 1
    cases = Case.objects.filter(account_id__in=person.account_ids).values_list("pk", flat=True)
    count += processes.forget_notes(subject_type="case", subject_ids=cases)
    mine = {"contact__account_id__in": person.account_ids}
    for attempt in ContactAttempt.objects.filter(**mine).order_by("pk"):
        if attempt.note:
            attempt.note = ""
            attempt.save(update_fields=["note"])
            count += 1
    kept = Kept(
        what=_("Numbers, kinds and moments of cases"), rule="WORKING",
        reason=_("The company answers for its deadlines; they lead to no person any more"),
    )  # fmt: skip
    return count, [kept]


register(
    Subject(
        name="servicedesk", label=_("Cases"), export=_export, erase=_erase, obstacles=_obstacles,
        rank=45,
    )
)  # fmt: skip
