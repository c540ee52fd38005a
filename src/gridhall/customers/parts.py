"""The parts of a customer file (客户档案的组成) and their fields, each said once.

Screens, checks, history, corrections, mass updates and quality rules all read this table: a field
that is added here appears everywhere. ``review`` marks what never changes without a second
person; ``grade`` how much harm it does in the wrong hands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.customers import models as tables
from gridhall.foundation.identity.roles import Sensitivity
from gridhall.foundation.privacy import masking

INTERNAL, PERSONAL, SENSITIVE = Sensitivity.INTERNAL, Sensitivity.PERSONAL, Sensitivity.SENSITIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One fact.

    ``kind``: text, note, choice, many, date, decimal, whole, yes_no, curve, division, party.
    """

    name: str
    label: Any
    kind: str = "text"
    grade: Sensitivity = INTERNAL
    review: bool = False
    required: bool = False
    editable: bool = True
    own: bool = False
    mask: Callable[[str], str] = masking.mask_name
    unit: str = ""

    @property
    def personal(self) -> bool:
        """Whether it leaves this context masked and never stands in the audit trail."""
        return self.grade > INTERNAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part. ``many``: it has entries that come and go. ``own``: the customer may file for it.

    ``of_party``: it belongs to the person or firm, so every account of hers shares it.
    """

    code: str
    label: Any
    icon: str
    model: type[models.Model]
    fields: tuple[Field, ...]
    many: bool = False
    most: int | None = None
    of_party: bool = False

    def field(self, name: str) -> Field:
        """Return a field; raises KeyError."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    def choices(self, name: str) -> list[tuple[str, Any]]:
        """Return codes and labels of a field of choices."""
        column: Any = self.model._meta.get_field(name)
        column = getattr(column, "base_field", column)
        return [(str(code), label) for code, label in column.choices or ()]


PARTY = Part(
    code="PARTY", label=_("Person or firm"), icon="id", model=tables.Party, of_party=True,
    fields=(
        Field(name="kind", label=_("Kind"), kind="choice", editable=False),
        Field(name="name", label=_("Customer name"), grade=PERSONAL, review=True, required=True,
              own=True),
        Field(name="id_document_kind", label=_("Kind of document"), kind="choice", review=True,
              required=True),
        Field(name="id_document", label=_("Identity number"), grade=SENSITIVE, review=True,
              required=True, own=True, mask=masking.mask_id_document),
        Field(name="legal_representative", label=_("Legal representative"), grade=PERSONAL,
              review=True, own=True),
    ),
)  # fmt: skip
ACCOUNT = Part(
    code="ACCOUNT", label=_("Account data"), icon="home-bolt", model=tables.Account,
    fields=(
        Field(name="party_id", label=_("Customer"), kind="party", review=True, editable=False),
        Field(name="category", label=_("Category"), kind="choice", review=True, required=True,
              own=True),
        Field(name="status", label=_("State"), kind="choice", editable=False),
        Field(name="size_class", label=_("Size of customer"), kind="choice"),
        Field(name="area_kind", label=_("Kind of area"), kind="choice"),
        Field(name="industry_code", label=_("Industry"), own=True),
        Field(name="household_persons", label=_("Persons in the household"), kind="whole",
              own=True),
        Field(name="account_manager", label=_("Account manager")),
        Field(name="prepaid", label=_("Prepaid"), kind="yes_no", editable=False),
        Field(name="bank_agreement", label=_("Bank collection"), kind="yes_no", editable=False),
        Field(name="bank_code", label=_("Bank"), editable=False),
    ),
)  # fmt: skip
IMPORTANT = Part(
    code="IMPORTANT", label=_("Important customer"), icon="star", model=tables.Account,
    fields=(
        Field(name="important_grade", label=_("Grade (GB/T 29328)"), kind="choice", review=True),
        Field(name="important_basis", label=_("Named by, with number")),
        Field(name="important_review_on", label=_("To be reviewed on"), kind="date"),
    ),
)  # fmt: skip
PREFERENCE = Part(
    code="PREFERENCE", label=_("How to reach her best"), icon="messages", model=tables.Account,
    fields=(
        Field(name="preferred_channel", label=_("Preferred channel"), kind="choice", own=True),
        Field(name="preferred_language", label=_("Preferred language"), kind="choice", own=True),
    ),
)  # fmt: skip
PREMISE = Part(
    code="PREMISE", label=_("Premises and supply point"), icon="map-pin",
    model=tables.SupplyPoint, many=True,
    fields=(
        Field(name="supply_point_no", label=_("Supply point"), editable=False),
        Field(name="address", label=_("Address"), grade=PERSONAL, review=True, required=True,
              own=True, mask=masking.mask_address),
        Field(name="division_code", label=_("Administrative division"), kind="division"),
        Field(name="province", label=_("Province"), editable=False),
        Field(name="voltage", label=_("Voltage"), editable=False),
    ),
)  # fmt: skip
CONTACT = Part(
    code="CONTACT", label=_("Contacts"), icon="phone", model=tables.Contact, many=True,
    fields=(
        Field(name="kind", label=_("Kind"), kind="choice", required=True, own=True),
        Field(name="name", label=_("Contact person"), grade=PERSONAL, own=True),
        Field(name="value", label=_("Number or address"), grade=PERSONAL, required=True, own=True,
              mask=masking.mask_phone),
        Field(name="purposes", label=_("Used for"), kind="many", own=True),
        Field(name="rank", label=_("Order of trying"), kind="whole", own=True),
    ),
)  # fmt: skip
ROLE = Part(
    code="ROLE", label=_("People and roles"), icon="users-group", model=tables.AccountRole,
    many=True,
    fields=(
        Field(name="role", label=_("Role at the account"), kind="choice", required=True),
        Field(name="party_id", label=_("Known customer"), kind="party", editable=False),
        Field(name="name", label=pgettext_lazy("of a person", "Name"), grade=PERSONAL,
              required=True),
        Field(name="phone", label=_("Phone"), grade=PERSONAL, mask=masking.mask_phone),
        Field(name="relation", label=_("Relation to the customer")),
    ),
)  # fmt: skip
CONSENT = Part(
    code="CONSENT", label=_("Consent"), icon="checkbox", model=tables.Consent, many=True,
    fields=(
        Field(name="use", label=_("For what"), kind="choice", required=True),
        Field(name="given", label=_("Agreed"), kind="yes_no"),
        Field(name="way", label=_("Said how"), kind="choice", required=True),
        Field(name="said_by", label=_("Said by"), grade=PERSONAL),
        Field(name="wording", label=_("Edition of the wording")),
    ),
)  # fmt: skip
CARE = Part(
    code="CARE", label=_("Special care"), icon="heart-handshake", model=tables.CareNeed,
    many=True,
    fields=(
        Field(name="kind", label=_("Reason"), kind="choice", required=True),
        Field(name="person", label=_("Who"), grade=SENSITIVE),
        Field(name="proof", label=_("Proof"), grade=SENSITIVE),
        Field(name="proof_expires_on", label=_("Proof holds until"), kind="date"),
        Field(name="note", label=_("Note"), kind="note", grade=SENSITIVE),
    ),
)  # fmt: skip
EQUIPMENT = Part(
    code="EQUIPMENT", label=_("Equipment"), icon="engine", model=tables.EquipmentItem, many=True,
    fields=(
        Field(name="kind", label=_("Kind"), kind="choice", required=True),
        Field(name="name", label=_("Designation"), required=True),
        Field(name="quantity", label=_("Quantity"), kind="whole", required=True),
        Field(name="rated_kw", label=_("Rated power each"), kind="decimal", unit="kW"),
        Field(name="rated_kva", label=_("Rated capacity each"), kind="decimal", unit="kVA"),
        Field(name="installed_on", label=_("Installed on"), kind="date"),
    ),
)  # fmt: skip
REQUIREMENT = Part(
    code="REQUIREMENT", label=_("Special requirements"), icon="clipboard-list",
    model=tables.SpecialRequirement, many=True,
    fields=(
        Field(name="kind", label=_("Kind"), kind="choice", required=True),
        Field(name="text", label=_("Requirement"), kind="note", required=True),
    ),
)  # fmt: skip
DEMAND = Part(
    code="DEMAND", label=_("Expected demand"), icon="chart-line", model=tables.DemandProfile,
    many=True, most=1,
    fields=(
        Field(name="expected_kw", label=_("Highest load"), kind="decimal", unit="kW"),
        Field(name="expected_kva", label=_("Capacity wanted"), kind="decimal", unit="kVA"),
        Field(name="monthly_kwh", label=_("Energy a month"), kind="decimal", unit="kWh"),
        Field(name="shifts", label=_("Working hours"), kind="choice"),
        Field(name="load_curve_kw", label=_("Load of a typical day"), kind="curve", unit="kW"),
        Field(name="wanted_from", label=_("Wanted from"), kind="date"),
    ),
)  # fmt: skip

PARTS: dict[str, Part] = {
    part.code: part
    for part in (
        PARTY, ACCOUNT, IMPORTANT, PREFERENCE, PREMISE, CONTACT, ROLE, CONSENT, CARE, EQUIPMENT,
        REQUIREMENT, DEMAND,
    )
}  # fmt: skip


def part_of(code: str) -> Part:
    """Return a part of the file; raises KeyError."""
    return PARTS[code]
