"""How allauth behaves here: who may sign in, what is noted, how secrets are kept."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import sealed, selectors, services
from .requests import request_id, seen_from

SECURITY = "account_security"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody registers by a form of allauth; every refusal is noted."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": gettext_lazy(
            "Too many failed attempts. Wait a few minutes, then try again."
        ),
        "rate_limited": gettext_lazy(
            "Too many failed attempts. Wait a few minutes, then try again."
        ),
        "username_password_mismatch": gettext_lazy("Login name or password is not right."),
        "incorrect_password": gettext_lazy("The password is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse registration: the company opens logins, or a proven phone does."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to the page from which the password was changed."""
        return reverse(SECURITY)

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Refuse a password that was handed over and lay about for too long."""
        expires = selectors.temporary_password(user_id=user.pk)
        if expires is not None and expires <= timezone.now():
            services.note(
                "failed", user=user, actor_id=None, at=timezone.now(), method="password",
                reason="temporary password expired", request_id=request_id(request),
                **seen_from(request),
            )  # fmt: skip
            return render(request, "account/password_expired.html", status=403)
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Note a refusal for too many failures."""
        try:
            super().pre_authenticate(request, **credentials)
        except forms.ValidationError:
            self._note("refused", request, credentials, reason="too many failures")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note a wrong password; what was typed stays out."""
        self._note("failed", request, credentials)

    def _note(
        self, action: str, request: HttpRequest, credentials: dict[str, Any], reason: str = ""
    ) -> None:
        name = credentials.get("username", "")
        user = get_user_model().objects.filter(username__iexact=name).first() if name else None
        services.note(
            action, user=user, actor_id=None, at=timezone.now(), reason=reason,
            request_id=request_id(request), method="password",
            **seen_from(request),
        )  # fmt: skip

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for a code where the phone is all that a login has."""
        request = context.request
        if not get_reauthentication_flows(request.user):
            phone = selectors.phone_of(user_id=request.user.pk)
            if phone and not confirmed_lately(request):
                raise ReauthenticationRequired
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Offer the phone, too, to who has one."""
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code of your app"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        found = [
            {**one, "description": words.get(one["id"], one["description"])}
            for one in super().get_reauthentication_methods(user)
        ]
        if user.is_authenticated and selectors.phone_of(user_id=user.pk):
            found.append(
                {
                    "id": "phone",
                    "description": _("Use a code on your phone"),
                    "url": reverse("account_reauthenticate_phone"),
                }
            )
        return found


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors are encrypted with the keyring of the personal fields."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code or key does not fit. Try again."),
        "cannot_delete_authenticator": gettext_lazy(
            "This is your last second factor, and your work needs one. Set up another one first."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Return the secret as it is stored."""
        return sealed.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; raises InvalidTag when the stored text was altered."""
        return sealed.unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Keep the last second factor of an employee where one is required."""
        user = authenticator.user
        if not selectors.factor_required(user=user):
            return True
        factors = selectors.factors_of(user_id=user.pk)
        return len(factors.passkeys) + (factors.totp_since is not None) > 1

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002
        """Propose a name for a new key."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Key {number}").format(number=count + 1)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Tie passkeys to the host name; the name is what the device shows."""
        return {"id": context.request.get_host().partition(":")[0], "name": "GridHall"}


def confirmed_lately(request: HttpRequest) -> bool:
    """Tell whether somebody proved within the last minutes, on this session, who she is."""
    at = [
        record["at"]
        for record in get_authentication_records(request, request.user)
        if record.get("reauthenticated")
    ]
    limit = getattr(settings, "ACCOUNT_REAUTHENTICATION_TIMEOUT", 300)
    return bool(at) and timezone.now().timestamp() - at[-1] < limit
