"""What is typed to bind an account or to let somebody in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from gridhall.customers import policy
from gridhall.customers.portal_rights import Proof, Right
from gridhall.customers.services import ShownProof
from gridhall.ui.forms import DateField, MoneyField

NUMBER = {"inputmode": "numeric", "autocomplete": "off"}


def number_field() -> forms.CharField:
    """Return the field for an account number; a wrong one is answered like a wrong proof."""
    return forms.CharField(
        label=_("Account number"), max_length=40, widget=forms.TextInput(attrs=NUMBER),
        help_text=_("It stands at the top of every bill and in every text message."),
    )  # fmt: skip


class NumberForm(forms.Form):
    """The account number alone: where a code shall be sent."""

    account_no = number_field()


class CodeForm(NumberForm):
    """The account number and the code that was sent to the phone on file."""

    code = forms.CharField(
        label=_("Code from the text message"), max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip


class DocumentForm(NumberForm):
    """The account number, the customer's name and the end of the identity number."""

    name = forms.CharField(
        label=_("Name of the customer"), max_length=60,
        help_text=_("As on the bill, in full; for a firm its registered name."),
    )  # fmt: skip
    document_ending = forms.CharField(
        max_length=18, label=_("Last characters of the identity number"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        digits = policy.binding().document_digits
        self.fields["document_ending"].help_text = ngettext_lazy(
            "The last character of the identity card or of the unified social credit code.",
            "The last {n} characters of the identity card or of the unified social credit code.",
            digits,
        ).format(n=digits)  # fmt: skip


class AmountForm(NumberForm):
    """The account number and what the last bill was."""

    amount = MoneyField(
        label=_("Amount of the last bill"), help_text=_("To the fen, as on the bill."),
    )  # fmt: skip


FORMS: dict[str, type[NumberForm]] = {
    Proof.PHONE_CODE: CodeForm,
    Proof.DOCUMENT: DocumentForm,
    Proof.BILL_AMOUNT: AmountForm,
}


def shown_proof(kind: str, cleaned: dict[str, Any]) -> ShownProof:
    """Return what was typed as the proof of its kind."""
    fields = {name: value for name, value in cleaned.items() if name != "account_no"}
    return ShownProof(kind=kind, **fields)


class NicknameForm(forms.Form):
    """The person's own name for an account."""

    nickname = forms.CharField(label=_("Own name"), max_length=30, required=False)


class RightsForm(forms.Form):
    """What somebody may do, and until when."""

    rights = forms.MultipleChoiceField(
        label=_("May"), widget=forms.CheckboxSelectMultiple, choices=Right.choices,
        error_messages={"required": _("Choose at least one right.")},
    )  # fmt: skip
    valid_to = DateField(
        label=_("Valid until"), required=False,
        help_text=_("On this day the access no longer counts. Empty: until you take it back."),
    )  # fmt: skip

    def __init__(self, *args: Any, mine: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(value, label) for value, label in Right.choices if value in mine]
        self.fields["rights"].choices = chosen  # type: ignore[attr-defined]


class InviteForm(RightsForm):
    """Whom to let in, to which accounts."""

    known_as = forms.CharField(
        label=_("Who is it?"), max_length=30,
        help_text=_("As you call the person; only you see it."),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Mobile phone"), max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=_("The invitation is sent there; only who signs in with it can accept."),
    )  # fmt: skip
    accounts = forms.MultipleChoiceField(
        label=_("Shared accounts"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one account.")},
    )  # fmt: skip
    field_order = ("known_as", "phone", "accounts", "rights", "valid_to")

    def __init__(self, *args: Any, accounts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accounts"].choices = accounts  # type: ignore[attr-defined]
