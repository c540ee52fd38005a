"""What a caller hands in to open or correct customer files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class NewParty:
    """The person or organisation behind an account.

    ``kind`` is PERSON or ORGANISATION, ``id_document_kind`` RESIDENT_ID or CREDIT_CODE.
    """

    kind: str
    name: str
    id_document_kind: str
    id_document: str
    legal_representative: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """One customer file as it shall be; codes are those of ``customers.models``."""

    account_no: str
    organisation_id: int
    category: str  # RESIDENTIAL, COMMERCIAL, LARGE_INDUSTRY, PUBLIC_INSTITUTION, AGRICULTURE
    party: NewParty
    contact_name: str
    phone: str  # digits only
    address: str
    supply_point_no: str
    province: str
    voltage: str
    opened_on: date
    status: str = "ACTIVE"
    industry_code: str = ""
    equipment: tuple[str, ...] = ()
    account_manager: str = ""
    important_grade: str = ""  # "", FIRST, SECOND, TEMPORARY
    care_flags: tuple[str, ...] = ()
    household_persons: int | None = None
    prepaid: bool = False
    bank_agreement: bool = False
    bank_code: str = ""
