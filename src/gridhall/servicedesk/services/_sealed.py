"""Sealing who reported wrongdoing, and stopping texts that may tell it (举报人保密)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from gridhall.foundation.audit import services as audit
from gridhall.servicedesk import informants
from gridhall.servicedesk.desk_rules import sealed_rule
from gridhall.servicedesk.informants import Informant
from gridhall.servicedesk.models import (
    Case,
    SealedInformant,
    SealedReader,
    SealedWarning,
)
from gridhall.servicedesk.refusals import MayIdentifyInformant


def blotted(text: str, informant: Informant) -> str:
    """Return a text with everything blotted out that may tell who the informant is."""
    return informants.blotted(text, informant)


@transaction.atomic
def seal(
    *, case_id: int, informant: Informant, at: datetime, statement: str = ""
) -> None:  # fmt: skip
    """Put who reported into a place of its own; called once, when a report is registered.

    ``statement`` is the report as it was said, given when summary or text had to be ``blotted``.
    Nothing is kept of somebody who gave no name: an anonymous report has an empty seal.
    """
    SealedInformant.objects.get_or_create(
        case_id=case_id,
        defaults={
            "name": informant.name, "phone": informant.phone, "email": informant.email,
            "address": informant.address, "account_no": informant.account_no,
            "statement": statement, "sealed_at": at,
        },
    )  # fmt: skip


def names_informant(*, text: str, case_id: int) -> bool:
    """Tell whether a text may identify the informant of a sealed case; False for other cases.

    Any phone, account or identity number counts, whoever's it is: so the answer tells nothing
    about a number that somebody tries.
    """
    sealed = SealedInformant.objects.filter(case_id=case_id).first()
    if sealed is None or not text.strip():
        return False
    return informants.holds_number(text) or informants.may_identify(text, informant_of(sealed))


def guard_text(
    *, case_id: int, text: str, by_id: int | None, at: datetime, confirmed: bool = False
) -> None:
    """Let a text into a sealed case only if it does not tell who reported; other cases pass.

    A person named for the report may confirm that the text stays as it is; that is audited. For
    anybody else ``confirmed`` changes nothing. Who was warned as often as the rule says within a
    day is stopped whatever she writes, so that no name can be found by trying. Raises
    MayIdentifyInformant. To be called before the transaction that writes the text: the warning
    stays when the text does not.
    """
    if not SealedInformant.objects.filter(case_id=case_id).exists():
        return
    standing = SealedReader.objects.filter(case_id=case_id, revoked_at__isnull=True)
    reader = by_id is not None and standing.filter(user_id=by_id).exists()
    stopped = not reader and _warned_out(case_id, by_id, at)
    if not stopped and not names_informant(text=text, case_id=case_id):
        return
    if reader and confirmed:
        _record("servicedesk.naming_confirmed", case_id, by_id, at)
        return
    with transaction.atomic():
        SealedWarning.objects.create(case_id=case_id, user_id=by_id, at=at)
        _record("servicedesk.naming_stopped", case_id, by_id, at)
    raise MayIdentifyInformant


def _warned_out(case_id: int, by_id: int | None, at: datetime) -> bool:
    rule = sealed_rule(on=timezone.localdate(at))
    since = at - timedelta(days=1)
    warned = SealedWarning.objects.filter(case_id=case_id, at__gt=since, at__lte=at)
    own = warned.filter(user_id=by_id) if by_id is not None else warned.filter(user__isnull=True)
    return own.count() >= rule.warnings_a_day


def informant_of(sealed: SealedInformant) -> Informant:
    """Return what lies under the seal."""
    return Informant(
        name=sealed.name, phone=sealed.phone, email=sealed.email, address=sealed.address,
        account_no=sealed.account_no,
    )  # fmt: skip


def _record(action: str, case_id: int, by_id: int | None, at: datetime) -> None:
    case = Case.objects.only("number", "organisation_id").get(pk=case_id)
    audit.record(
        action=action, at=at, actor_id=by_id, object_type="case", object_id=case_id,
        object_label=case.number, organisation_id=case.organisation_id,
    )  # fmt: skip
