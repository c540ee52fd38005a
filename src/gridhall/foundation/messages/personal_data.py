"""What messages say about a person: the register of their fields, a copy, and letting go."""

from __future__ import annotations

from datetime import datetime

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

from . import selectors
from .models import Message

MOST = 5000
TELL = _("Tell the customer about supply, bills and outages")
HEAR = _("Answer what customers write")


def _field(name: str, label: object, purpose: object, mask: object = None) -> PersonalField:
    return PersonalField(
        name=f"messaging.{name}", label=label, purpose=purpose, sensitivity=Sensitivity.PERSONAL,
        basis=Basis.CONTRACT, retention="WORKING", mask=mask,  # type: ignore[arg-type]
        about=About.ANYBODY if name.startswith("Inbound") else About.CUSTOMER,
    )  # fmt: skip


declare(
    _field("Delivery.params", _("What a message says"), TELL),
    _field("Delivery.address", _("Address of a message"), TELL, masking.mask_phone),
    _field("InboundMessage.sender", _("Sender of a letter or text"), HEAR, masking.mask_phone),
    _field("InboundMessage.subject", _("Subject of a letter"), HEAR),
    _field("InboundMessage.body", _("Text of a letter"), HEAR),
    _field("SimulatedMessage.address", _("Address of a message (simulator)"), TELL),
    _field("SimulatedMessage.title", _("Title of a message (simulator)"), TELL),
    _field("SimulatedMessage.body", _("Text of a message (simulator)"), TELL),
)
declare_harmless("masked: what a screen may show", "messaging.Delivery.address_mask",
                 "messaging.Attempt.address_mask", "messaging.InboundMessage.sender_mask",
                 )  # fmt: skip
declare_harmless("a name of a thing", "messaging.TemplateVersion", "messaging.Campaign")
declare_harmless(
    "a keyed hash", "messaging.Suppression", "messaging.Delivery.address_index",
    "messaging.InboundMessage.sender_index", "messaging.SimulatedMessage.address_index",
)  # fmt: skip


def _export(person: Person) -> list[Section]:
    found = selectors.to_accounts(account_ids=person.account_ids, limit=MOST)
    rows = [(one.created_at, one.title, one.body) for one in found]
    columns = (_("When"), _("Title"), _("Text"))
    return [Section(title=_("Messages"), columns=columns, rows=rows)]


def _erase(person: Person, at: datetime, actor_id: int | None) -> tuple[int, list[Kept]]:
    del at, actor_id
    told = Message.objects.filter(account_ref__in=person.account_ids).exclude(params={})
    return blank("messaging", person) + told.update(params={}), []


register(Subject(name="messages", label=_("Messages"), export=_export, erase=_erase, rank=50))
