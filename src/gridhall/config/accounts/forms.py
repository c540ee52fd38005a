"""The forms of signing in that are ours."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account_forms
from allauth.account.forms import PasswordField
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp.forms import ActivateTOTPForm as ActivateTOTP
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.signin import phones
from gridhall.foundation.signin import selectors as signin


class _Plain:
    """Our labels, and no placeholders and lists of rules that repeat what is said above."""

    labels: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
            field.label = self.labels.get(name, field.label)


class LoginForm(_Plain, account_forms.LoginForm):  # type: ignore[misc]
    """Login name and password; a proven phone stands for the name of its login."""

    labels: ClassVar[dict[str, Any]] = {"login": _("Login name or phone")}

    def clean_login(self) -> str:
        """Return the login name that a phone belongs to; anything else as it was typed."""
        typed: str = super().clean_login()
        try:
            user = signin.user_of_phone(phone=phones.clean(typed))
        except phones.NotAMobileNumber:
            return typed
        return user.username if user else typed


class ChangePasswordForm(_Plain, account_forms.ChangePasswordForm):  # type: ignore[misc]
    """The old password and a new one, twice."""

    labels: ClassVar[dict[str, Any]] = {"password2": _("New password once more")}


class SetPasswordForm(_Plain, account_forms.SetPasswordForm):  # type: ignore[misc]
    """A first password, twice."""

    labels: ClassVar[dict[str, Any]] = {
        "password1": _("New password"), "password2": _("New password once more"),
    }  # fmt: skip


class ConfirmForm(_Plain, account_forms.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""


class PhoneForm(forms.Form):
    """A mobile number."""

    phone = forms.CharField(
        label=_("Mobile number"), max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip


class CodeForm(forms.Form):
    """The code that was sent."""

    digits = forms.CharField(
        label=_("One-time code"), max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
        ),
    )  # fmt: skip


class OpenForm(forms.Form):
    """What a new login needs besides the phone."""

    display_name = forms.CharField(
        label=_("How may we call you?"), max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        help_text=_("Shown to you at the portal, for example 王女士."),
    )  # fmt: skip
    agree = forms.BooleanField(
        label=_(
            "I agree that my mobile number is kept to sign me in and to send me codes."
            " I can take it back at any time."
        ),
        error_messages={"required": _("Without this the login cannot be opened.")},
    )


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    password1 = PasswordField(label=_("New password"), autocomplete="new-password")
    password2 = PasswordField(label=_("New password once more"), autocomplete="new-password")

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def clean_password1(self) -> str:
        """Check the password against the company's rules."""
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        """Compare both entries."""
        found = super().clean() or {}
        first, second = found.get("password1"), found.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two entries differ."))
        return found


class _Code:
    """Our label for the field of a code; no placeholder that repeats it."""

    label = _("One-time code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label = self.label
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs |= {"inputmode": "numeric", "maxlength": 20, "autofocus": True}


class AuthenticateForm(_Code, mfa_forms.AuthenticateForm):  # type: ignore[misc]
    """The second step of a log-in."""


class ReauthenticateForm(_Code, mfa_forms.ReauthenticateForm):  # type: ignore[misc]
    """Confirmation by a second factor."""


class ActivateTOTPForm(_Code, ActivateTOTP):  # type: ignore[misc]
    """The first code of an authenticator app."""

    label = _("The code the app shows now")


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey or security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["name"].max_length = 60
        self.fields["passwordless"].label = _("Also log in with it alone, without password")
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].help_text = _(
            "The device then asks for fingerprint, face or its own code."
        )


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
