"""Reading how a customer is reached: audited, with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.roles import Sensitivity
from gridhall.servicedesk import errors
from gridhall.servicedesk.models import Case
from gridhall.servicedesk.records import Contact

from ._checks import reason_given


@transaction.atomic
def reveal_contact(*, case_id: int, by_id: int, at: datetime, reason: str) -> Contact:
    """Return the contact of a case in clear; the reading and its reason stay in the audit trail.

    Raises CaseNotFound (also when the person's roles may not read it), ReasonMissing.
    """
    why = reason_given(reason)
    case = Case.objects.filter(pk=case_id, sealed=False).first()
    if case is None or not _may(case, by_id, at):
        raise errors.CaseNotFound(case=case_id)
    audit.record(
        action="servicedesk.contact_revealed", at=at, actor_id=by_id, object_type="case",
        object_id=case.pk, object_label=case.number, account_id=case.account_id,
        organisation_id=case.organisation_id, reason=why,
    )  # fmt: skip
    return Contact(name=case.contact_name, phone=case.contact_phone, email=case.contact_email)


def _may(case: Case, user_id: int, at: datetime) -> bool:
    on = timezone.localdate(at)
    units = {case.organisation_id, case.handler_organisation_id or case.organisation_id}
    return any(
        identity.clearance_at(user_id=user_id, organisation_id=unit, on=on) >= Sensitivity.PERSONAL
        for unit in units
    )
