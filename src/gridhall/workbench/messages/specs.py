"""The tables of the message screens."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from gridhall.ui.tables import Column, Filter, TableSpec

from . import words

LOG = TableSpec(
    name="message-log",
    label=_("Delivery log"),
    columns=(
        Column(key="row.created_at", label=_("When"), kind="moment", link=True),
        Column(key="template", label=_("Message")),
        Column(key="account_no", label=_("Account number"), kind="code"),
        Column(key="channel", label=_("Way")),
        Column(key="row.address_mask", label=_("Recipient address"), kind="code", phone=False),
        Column(key="row.attempts", label=_("Tries"), kind="number", phone=False),
        Column(key="row.cost", label=_("Cost, yuan"), kind="number", phone=False),
        Column(key="status", label=_("State"), kind="status"),
    ),
    filters=(
        Filter(name="status", label=_("State"), kind="choice",
               choices=words.choices(words.DELIVERY)),
        Filter(name="channel", label=_("Way"), kind="choice", choices=words.CHANNELS),
        Filter(name="template", label=_("Message"), kind="choice", choices=words.template_choices),
        Filter(name="purpose", label=_("Message purpose"), kind="choice", choices=words.PURPOSES),
        Filter(name="account", label=_("Account number")),
        Filter(name="address", label=_("Recipient address"),
               placeholder=_("Whole phone number or e-mail")),
        Filter(name="first", label=_("From day"), kind="day"),
        Filter(name="last", label=_("Until day"), kind="day"),
    ),
    exports=("csv", "xlsx"),
    drawer=True,
    empty_title=_("Nothing was sent yet"),
    empty_text=_("Every message that leaves the house stands here with all its attempts."),
)  # fmt: skip

TEXTS = TableSpec(
    name="message-texts",
    label=_("Texts"),
    columns=(
        Column(key="label", label=_("Message"), link=True),
        Column(key="code", label=_("Code"), kind="code", phone=False),
        Column(key="purpose", label=_("Message purpose"),
               value=lambda row: words.purpose(row.purpose)),
        Column(key="own", label=_("Own texts of the company"),
               value=lambda row: "、".join(str(words.channel(c)) for c in row.own_channels)),
    ),
    empty_title=_("No text is known"),
)  # fmt: skip

CAMPAIGNS = TableSpec(
    name="campaigns",
    label=_("Campaigns"),
    columns=(
        Column(key="title", label=_("Campaign"), link=True),
        Column(key="purpose", label=_("Message purpose"), phone=False,
               value=lambda row: words.purpose(row.purpose)),
        Column(key="organisation.name", label=_("Unit"), phone=False),
        Column(key="recipients", label=_("Recipients"), kind="number"),
        Column(key="created_by", label=_("Written by"), phone=False),
        Column(key="start_at", label=_("Not before"), kind="moment", phone=False),
        Column(key="status", label=_("State"), kind="status",
               value=lambda row: words.CAMPAIGN[row.status]),
    ),
    filters=(
        Filter(name="q", label=_("Campaign"), placeholder=_("Words of the title")),
        Filter(name="status", label=_("State"), kind="choice",
               choices=words.choices(words.CAMPAIGN)),
    ),
    exports=("csv", "xlsx"),
    empty_title=_("No campaign yet"),
    empty_text=_("A campaign tells many customers the same; another person approves it."),
)  # fmt: skip

INBOUND = TableSpec(
    name="inbound",
    label=_("Letters from customers"),
    columns=(
        Column(key="row.received_at", label=_("When"), kind="moment", link=True),
        Column(key="row.sender_mask", label=_("Sender"), kind="code"),
        Column(key="channel", label=_("Way")),
        Column(key="account_no", label=_("Account number"), kind="code"),
        Column(key="match", label=_("Filed under"), kind="status"),
        Column(key="status", label=_("State"), kind="status"),
    ),
    filters=(
        Filter(name="status", label=_("State"), kind="choice", choices=words.choices(words.LETTER)),
        Filter(name="match", label=_("Filed under"), kind="choice",
               choices=words.choices(words.MATCH)),
        Filter(name="channel", label=_("Way"), kind="choice", choices=words.OUTSIDE[:2]),
        Filter(name="account", label=_("Account number")),
        Filter(name="first", label=_("From day"), kind="day"),
    ),
    exports=("csv", "xlsx"),
    empty_title=_("No letter yet"),
    empty_text=_("E-mails and text messages of customers come in here."),
)  # fmt: skip


def tabs(active: str) -> list[dict[str, Any]]:
    """Return the tabs that the message screens share."""
    from django.urls import reverse

    names = (
        ("message_log", _("Delivery log"), "send"),
        ("campaigns", _("Campaigns"), "speakerphone"),
        ("message_texts", _("Texts"), "template"),
        ("inbound_messages", _("Letters from customers"), "inbox"),
        ("message_settings", _("Settings"), "adjustments"),
    )
    return [
        {"url": reverse(f"workbench:{name}"), "label": label, "icon": icon,
         "active": name == active}
        for name, label, icon in names
    ]  # fmt: skip
