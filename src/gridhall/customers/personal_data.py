"""What this context holds about a person: the register of its fields, a copy, and letting go."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.identity.roles import Sensitivity
from gridhall.foundation.personal_data import register as the_register
from gridhall.foundation.personal_data.blanking import rows_of
from gridhall.foundation.personal_data.register import About, Basis, PersonalField, declare
from gridhall.foundation.personal_data.subjects import (
    Directory,
    Kept,
    Person,
    Section,
    Subject,
    register,
    register_directory,
)
from gridhall.foundation.privacy import masking
from gridhall.foundation.privacy.fields import EncryptedTextField

from . import models, selectors, services

INTERNAL, PERSONAL, SENSITIVE = Sensitivity.INTERNAL, Sensitivity.PERSONAL, Sensitivity.SENSITIVE
SUPPLY = _("Conclude and perform the supply contract")
REACH = _("Reach the customer about supply, bills and outages")
CARE = _("Look after people who depend on electricity")
ACCESS = _("Let somebody act for an account online, and know who")
HISTORY = _("Show a file as it was on a day, and who corrected it")


def _field(name: str, label: Any, grade: Sensitivity, purpose: Any, **more: Any) -> PersonalField:
    defaults: dict[str, Any] = {"basis": Basis.CONTRACT, "retention": "CUSTOMER_FILE"}
    return PersonalField(
        name=f"customers.{name}", label=label, sensitivity=grade, purpose=purpose,
        **{**defaults, **more},
    )  # fmt: skip


declare(
    _field("Party.name", _("Customer name"), PERSONAL, SUPPLY, mask=masking.mask_name,
           revealed_as="name"),
    _field("Party.id_document", _("Identity number"), SENSITIVE, SUPPLY, basis=Basis.LAW,
           mask=masking.mask_id_document, revealed_as="id_document"),
    _field("Party.id_document_kind", _("Kind of identity document"), INTERNAL, SUPPLY),
    _field("Party.legal_representative", _("Legal representative"), PERSONAL, SUPPLY,
           mask=masking.mask_name, revealed_as="legal_representative"),
    _field("SupplyPoint.address", _("Address"), PERSONAL, SUPPLY, mask=masking.mask_address,
           revealed_as="address"),
    _field("Contact.value", _("Phone"), PERSONAL, REACH, retention="CONTACT",
           mask=masking.mask_phone, revealed_as="phone"),
    _field("Contact.name", _("Contact"), PERSONAL, REACH, retention="CONTACT",
           mask=masking.mask_name, revealed_as="contact_name"),
    _field("Account.bank_code", _("Bank of the direct debit"), INTERNAL, SUPPLY),
    _field("Account.household_persons", _("Persons in the household"), PERSONAL,
           _("Grant the larger tiers of a large household"), basis=Basis.LAW),
    _field("Account.account_manager", _("Account manager"), INTERNAL,
           _("Tell the customer who looks after it"), about=About.EMPLOYEE,
           basis=Basis.EMPLOYMENT, retention="EMPLOYMENT"),
    _field("Account.care_flags", _("Needs of care, as flags"), SENSITIVE, CARE,
           basis=Basis.EMERGENCY),
    _field("CareNeed.kind", _("Kind of care needed"), SENSITIVE, CARE, basis=Basis.EMERGENCY),
    _field("CareNeed.person", _("Who needs care"), SENSITIVE, CARE, basis=Basis.EMERGENCY,
           mask=masking.mask_name),
    _field("CareNeed.proof", _("Proof of a need of care"), SENSITIVE, CARE, basis=Basis.EMERGENCY),
    _field("CareNeed.note", _("Note on care"), SENSITIVE, CARE, basis=Basis.EMERGENCY),
    _field("Consent.said_by", _("Who gave or refused consent"), PERSONAL,
           _("Prove a consent: marketing, surveys, advice, passing on; asked for one by one"),
           basis=Basis.CONSENT, retention="CONSENT_PROOF", mask=masking.mask_name),
    _field("AccountRole.name", _("Person in a role of the account"), PERSONAL, SUPPLY,
           mask=masking.mask_name),
    _field("AccountRole.phone", _("Phone of a person in a role"), PERSONAL, REACH,
           mask=masking.mask_phone),
    _field("AccountRole.relation", _("Relation of a person in a role"), PERSONAL, SUPPLY),
    _field("Correction.before", _("Value before a correction"), SENSITIVE, HISTORY),
    _field("Correction.values", _("Value asked for by a correction"), SENSITIVE, HISTORY),
    _field("FileVersion.values", _("Earlier values of the file"), SENSITIVE, HISTORY),
    _field("PortalAccess.known_as", _("Name of a person with access"), PERSONAL, ACCESS,
           mask=masking.mask_name),
    _field("PortalAccess.nickname", _("Nickname of an account"), PERSONAL, ACCESS),
    _field("AccessInvitation.known_as", _("Name of an invited person"), PERSONAL, ACCESS,
           mask=masking.mask_name),
    _field("AccessInvitation.phone", _("Phone of an invited person"), PERSONAL, ACCESS,
           mask=masking.mask_phone),
)  # fmt: skip
the_register.declare_harmless(
    "a keyed hash", "customers.Party.id_document_index", "customers.Contact.value_index",
    "customers.SupplyPoint.address_index", "customers.AccessInvitation.phone_index",
)  # fmt: skip
the_register.declare_harmless(
    "name of a thing", "customers.EquipmentItem.name", "customers.Party.kind"
)


def _person(party_id: int) -> Person | None:
    if not models.Party.objects.filter(pk=party_id).exists():
        return None
    accounts = selectors.accounts_of_party(party_id=party_id)
    return Person(
        party_id=party_id, account_ids=tuple(pk for pk, _no, _status in accounts),
        account_nos=tuple(number for _pk, number, _status in accounts),
    )  # fmt: skip


def _obstacles(person: Person) -> list[Any]:
    return [
        _("account %(account)s is still supplied") % {"account": number}
        for _pk, number, status in selectors.accounts_of_party(party_id=person.party_id)
        if status != models.Account.Status.CLOSED
    ]


def _export(person: Person) -> list[Section]:
    """Return the file in clear: every table with its readable columns."""
    columns = (_("Table"), _("Field"), _("Value"))
    rows: list[tuple[object, ...]] = []
    for model in _models():
        found = _rows(model, person)
        for row in found.order_by("pk") if found is not None else ():
            rows += [(str(model._meta.verbose_name), label, value) for label, value in _values(row)]
    return [Section(title=_("Customer file"), columns=columns, rows=rows)]


def _models() -> list[Any]:
    from django.apps import apps

    return list(apps.get_app_config("customers").get_models())


def _rows(model: Any, person: Person) -> Any:
    if model is models.Party:
        return model.objects.filter(pk=person.party_id)
    if model is models.Account:
        return model.objects.filter(pk__in=person.account_ids)
    return rows_of(model, person)


def _values(row: Any) -> list[tuple[str, object]]:
    """Return what a row says, without ids and hashes."""
    labels = {one.name: str(one.label) for one in the_register.all_fields()}
    found: list[tuple[str, object]] = []
    for column in row._meta.local_concrete_fields:
        kind = column.get_internal_type()
        binary = kind == "BinaryField" and not isinstance(column, EncryptedTextField)
        if column.primary_key or column.is_relation or binary or column.name == "search_tokens":
            continue
        value = getattr(row, column.attname)
        if column.choices and value:
            value = str(getattr(row, f"get_{column.name}_display")())
        if value not in (None, "", []):
            name = f"{row._meta.label}.{column.name}"
            found.append((labels.get(name, str(column.verbose_name)), value))
    return found


def _erase(person: Person, at: datetime, actor_id: int | None) -> tuple[int, list[Kept]]:
    values = services.erase_person(person=person, at=at, actor_id=actor_id)
    kept = Kept(
        what=_("Numbers of accounts and supply points"), rule="ACCOUNTING",
        reason=_("Bills and the ledger name them; they lead to no person any more"),
    )  # fmt: skip
    return values, [kept]


register(
    Subject(
        name="customers", label=_("Customer file"), export=_export, erase=_erase,
        obstacles=_obstacles, rank=80,
    )
)  # fmt: skip
register_directory(
    Directory(
        person=_person,
        key_of=lambda party_id: selectors.document_key_of(party_id=party_id),
        party_of=lambda key: selectors.party_by_document_key(key=key),
    )
)
