"""The personal fields of the foundation's own tables, and what foundation holds about a person."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.documents import services as documents
from gridhall.foundation.identity.roles import Sensitivity
from gridhall.foundation.privacy import masking

from . import rules
from .register import About, Basis, PersonalField, declare, declare_harmless
from .subjects import Kept, Person, Section, Subject, register

PERSONAL, SENSITIVE = Sensitivity.PERSONAL, Sensitivity.SENSITIVE
STAFF: dict[str, Any] = {
    "about": About.EMPLOYEE, "basis": Basis.EMPLOYMENT, "retention": "EMPLOYMENT",
    "sensitivity": PERSONAL,
}  # fmt: skip

declare(
    PersonalField(
        name="identity.User.display_name", label=_("Employee's name"),
        purpose=_("Tell who did what; customers' own log-ins hold a masked name"), **STAFF,
    ),
    PersonalField(
        name="identity.User.username", label=_("Log-in name"), purpose=_("Log in"), **STAFF
    ),
    PersonalField(
        name="identity.User.first_name", label=_("Given name (not used)"),
        purpose=_("Log in"), **STAFF,
    ),
    PersonalField(
        name="identity.User.last_name", label=_("Surname (not used)"), purpose=_("Log in"), **STAFF
    ),
    PersonalField(
        name="identity.User.email", label=_("E-mail of a log-in"),
        purpose=_("Log in and recover access"), **STAFF,
    ),
    PersonalField(
        name="imports.ImportFault.value", label=_("Refused value of an imported file"),
        purpose=_("Correct a file that was refused"), sensitivity=SENSITIVE, basis=Basis.CONTRACT,
        retention="WORKING",
    ),
    PersonalField(
        name="imports.ImportFault.taken", label=_("Value taken instead of another in a file"),
        purpose=_("Correct a file that was refused"), sensitivity=SENSITIVE, basis=Basis.CONTRACT,
        retention="WORKING",
    ),
    PersonalField(
        name="personal_data.SubjectRequest.note", label=_("What the person asked for"),
        purpose=_("Answer requests about personal data"), sensitivity=SENSITIVE, basis=Basis.LAW,
        retention="IMPACT_RECORD",
    ),
    PersonalField(
        name="personal_data.SubjectRequest.proof_note", label=_("How identity was proven"),
        purpose=_("Answer requests about personal data"), sensitivity=SENSITIVE, basis=Basis.LAW,
        retention="IMPACT_RECORD",
    ),
    PersonalField(
        name="personal_data.MassExport.query", label=_("Question of a large export"),
        purpose=_("Account for who took which list"), sensitivity=PERSONAL, basis=Basis.LAW,
        retention="IMPACT_RECORD",
    ),
)  # fmt: skip
LOGIN: dict[str, Any] = {"basis": Basis.CONTRACT, "retention": "LOG", "sensitivity": PERSONAL}
declare(
    PersonalField(
        name="documents.Document.name", label=_("Name of a paper"),
        purpose=_("Keep what customers hand in"), sensitivity=SENSITIVE, basis=Basis.CONTRACT,
        retention="CUSTOMER_FILE",
    ),
    PersonalField(
        name="documents.Document.data_key", label=_("Key of a paper's bytes"),
        purpose=_("Keep what customers hand in"), sensitivity=SENSITIVE, basis=Basis.CONTRACT,
        retention="CUSTOMER_FILE",
    ),
    PersonalField(
        name="documents.DocumentVersion.note", label=_("Note on a paper"),
        purpose=_("Keep what customers hand in"), sensitivity=PERSONAL, basis=Basis.CONTRACT,
        retention="CUSTOMER_FILE",
    ),
    PersonalField(
        name="documents.LegalHold.reason", label=_("Reason of a legal hold"),
        purpose=_("Keep what customers hand in"), sensitivity=PERSONAL, basis=Basis.LAW,
        retention="IMPACT_RECORD",
    ),
    PersonalField(
        name="signin.VerifiedPhone.phone", label=_("Phone of a log-in"),
        purpose=_("Log in and recover access"), mask=masking.mask_phone, **LOGIN,
    ),
    PersonalField(
        name="signin.OneTimeCode.phone", label=_("Phone a one-time code went to"),
        purpose=_("Log in and recover access"), mask=masking.mask_phone, **LOGIN,
    ),
)  # fmt: skip
declare_harmless("names of units, not of persons", "identity.Organisation.name",
                 "identity.Organisation.phone", "identity.OrganisationPlacement.name",
                 )  # fmt: skip
declare_harmless("names of things", "outbox.OutboxEvent.name", "jobs.Schedule.task_name",
                 "stamps.Stamp.name",
                 "workcalendar.WorkCalendar", "workcalendar.DayRule",
                 "personal_data.MassExport.list_name")  # fmt: skip
declare_harmless("a keyed hash", "personal_data.Erasure.subject_key")


def _export(person: Person) -> list[Section]:
    rows = [
        (event.at, event.action, event.object_label, event.reason)
        for account_id in person.account_ids
        for event in audit.history_of_account(account_id=account_id, limit=1000)
    ]
    columns = (_("When"), _("Act"), _("Object"), _("Reason"))
    return [Section(title=_("Who did what with the account"), columns=columns, rows=rows)]


def _erase(person: Person, at: datetime, actor_id: int | None) -> tuple[int, list[Kept]]:
    """The audit trail cannot be changed; it holds numbers of accounts and no name."""
    del person, actor_id
    rule = rules.retention("IMPACT_RECORD", on=at.date())
    until: date = at.date() + timedelta(days=366 * rule.amount)
    reason = _("The law demands a record of processing; it names the account, not the person")
    return 0, [Kept(what=_("Audit trail"), reason=reason, rule="IMPACT_RECORD", until=until)]


register(Subject(name="audit", label=_("Audit trail"), export=_export, erase=_erase, rank=90))


def _no_copy(person: Person) -> list[Section]:
    """Papers are handed out as they are, by the page of the customer's papers."""
    del person
    return []


def _erase_papers(person: Person, at: datetime, actor_id: int | None) -> tuple[int, list[Kept]]:
    erased = held = 0
    for account_id in person.account_ids:
        done = documents.erase_of_account(
            account_ref=account_id, reason="PIPL 47", at=at, actor_id=actor_id
        )
        erased, held = erased + done.erased, held + done.held
    if not held:
        return erased, []
    reason = _("Somebody placed a hold on them, for a dispute or a proceeding")
    return erased, [Kept(what=_("Papers under a hold"), reason=reason, rule="CONTRACT")]


register(
    Subject(name="documents", label=_("Papers"), export=_no_copy, erase=_erase_papers, rank=40)
)
