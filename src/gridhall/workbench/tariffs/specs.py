"""The tables of the tariff screens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gridhall.ui.tables import Column, Filter, TableSpec

from . import cells, draft_words

BOOKS = TableSpec(
    name="books",
    label=_("Tariff books"),
    columns=(
        Column(key="title", label=_("Title"), link=True),
        Column(key="path", label=_("Tariff book"), kind="code", phone=False),
        Column(key="jurisdiction", label=_("Territory"), kind="code"),
        Column(key="published_at", label=_("Published here"), kind="moment"),
        Column(key="version", label=_("Version"), kind="code", phone=False),
    ),
    filters=(Filter(name="q", label=_("Title or book")),),
    size=50,
    exports=("csv", "xlsx"),
    empty_title=_("No tariff book is published yet"),
)

ENTRIES = TableSpec(
    name="entries",
    label=_("Values of the book"),
    columns=(
        Column(key="name", label=_("Name of the value"), render=cells.named),
        Column(key="value", label=_("Figure"), render=cells.value),
        Column(key="unit", label=_("Measured in"), kind="name", phone=False),
        Column(key="valid_from", label=_("Valid from"), kind="day"),
        Column(key="valid_to", label=_("Until"), value=cells.last_day, kind="day", phone=False),
        Column(key="state", label=_("State"), kind="status"),
        Column(key="citation", label=_("Citation"), render=cells.citation),
        Column(key="check", label=_("Checked"), kind="status"),
    ),
    filters=(
        Filter(name="q", label=_("Name, key, document or article")),
        Filter(
            name="check", label=_("Checked"), kind="choice",
            choices=(("verified", _("Verified")), ("unverified", _("Not verified"))),
        ),
        Filter(
            name="state", label=_("State"), kind="choice",
            choices=(("now", _("In force")), ("ahead", _("To come")), ("ended", _("Ended"))),
        ),
    ),
    size=50,
    exports=("csv", "xlsx"),
    empty_title=_("This book holds no values"),
)  # fmt: skip

CLASSES = TableSpec(
    name="classes",
    label=_("Price classes"),
    columns=(
        Column(key="code", label=_("Code"), kind="code", link=True),
        Column(key="name", label=_("Name")),
        Column(key="charges", label=_("Charges"), phone=False),
        Column(key="state", label=_("State"), kind="status"),
        Column(key="book", label=_("Tariff book"), kind="code", phone=False),
    ),
    filters=(Filter(name="q", label=_("Code or name")),),
    size=50,
    exports=("csv", "xlsx"),
    empty_title=_("No tariff book is published yet"),
)

DRAFTS = TableSpec(
    name="tariff-drafts",
    label=_("Drafts of tariff books"),
    columns=(
        Column(key="id", label=_("No."), kind="code", link=True),
        Column(key="path", label=_("Tariff book"), kind="code"),
        Column(key="state", label=_("State"), value=draft_words.state, kind="status"),
        Column(key="reason", label=_("What changes and why")),
        Column(key="first_day", label=_("First day of a change"), kind="day", phone=False),
        Column(key="saved_by", label=_("Saved by"), kind="name", phone=False),
        Column(key="saved_at", label=_("Saved"), kind="moment", phone=False),
        Column(key="decided_by", label=_("Decided by"), kind="name", phone=False),
    ),
    filters=(
        Filter(name="q", label=_("Book or reason")),
        Filter(
            name="status", label=_("State"), kind="choice",
            choices=tuple((code, one.label) for code, one in draft_words.STATES.items()),
        ),
    ),
    size=50,
    exports=("csv", "xlsx"),
    empty_title=_("There is no draft"),
)  # fmt: skip

REPLAY = TableSpec(
    name="replay-rows",
    label=_("Bills of a replay"),
    columns=(
        Column(key="bill_no", label=_("Bill number"), kind="code", link=True),
        Column(key="account_no", label=_("Account"), kind="code", phone=False),
        Column(key="organisation", label=_("Unit"), phone=False),
        Column(key="price_class", label=_("Price class"), kind="code", phone=False),
        Column(key="before", label=_("As issued"), kind="money"),
        Column(key="after", label=_("With the draft"), kind="money"),
        Column(key="difference", label=_("Difference"), kind="money"),
        Column(key="reason", label=_("Why refused"), value=draft_words.refusal, phone=False),
    ),
    filters=(
        Filter(name="q", label=_("Account number")),
        Filter(name="class", label=_("Price class")),
        Filter(
            name="outcome", label=_("Outcome"), kind="choice",
            choices=(("up", _("Dearer")), ("down", _("Cheaper")), ("same", _("The same")),
                     ("refused", _("Refused"))),
        ),
    ),
    size=20,
    exports=("csv", "xlsx"),
    empty_title=_("No bill fits"),
)  # fmt: skip
