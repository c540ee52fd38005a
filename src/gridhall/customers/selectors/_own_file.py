"""A customer's own file at the portal: what she may see, what she may ask to set right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from gridhall.customers.consent_wording import WORDING
from gridhall.customers.errors import AccountNotFound
from gridhall.customers.models import Account, Consent
from gridhall.customers.parts import PARTS, Field, Part

from ._corrections import CorrectionView, corrections_of_account
from ._file import CustomerFile, file_from

OWN_PARTS = ("PARTY", "ACCOUNT", "PREMISE", "CONTACT")
SHOWN_PARTS = (*OWN_PARTS, "PREFERENCE")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentLine:
    """One use of her data and whether she agreed; ``given`` is None while she was never asked."""

    use: str
    label: str
    wording: Any
    given: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFile:
    """Her file, her consents and her corrections."""

    file: CustomerFile
    consents: tuple[ConsentLine, ...]
    corrections: tuple[CorrectionView, ...]


def own_file(*, account_id: int, on: date) -> OwnFile:
    """Return the file for the portal; whoever calls has checked that the account is her own."""
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        raise AccountNotFound(account=account_id)
    said = dict(Consent.objects.filter(account=account).values_list("use", "given"))
    return OwnFile(
        file=file_from(account, on=on, only=SHOWN_PARTS),
        consents=tuple(
            ConsentLine(
                use=use.value, label=str(use.label), wording=WORDING[use], given=said.get(use)
            )
            for use in Consent.Use
        ),
        corrections=tuple(corrections_of_account(account_id=account_id)),
    )


def own_fields(part: Part) -> tuple[Field, ...]:
    """Return the fields a customer may ask to set right herself."""
    return tuple(field for field in part.fields if field.own)


def own_part(code: str) -> Part | None:
    """Return the part if a customer may ask for something in it."""
    return PARTS[code] if code in OWN_PARTS else None
