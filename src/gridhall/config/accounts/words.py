"""What happened to a login, told to the person whose login it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gridhall.ui.figures import Event
from gridhall.ui.text import Text

if TYPE_CHECKING:
    from gridhall.foundation.audit.models import AuditEvent

#: Text, icon and tone by action.
ACTS: dict[str, tuple[Text, str, str]] = {
    "signin.signed_in": (gettext_lazy("Signed in"), "login-2", "success"),
    "signin.signed_out": (gettext_lazy("Signed out"), "logout", "neutral"),
    "signin.failed": (gettext_lazy("Failed attempt to sign in"), "lock-x", "danger"),
    "signin.refused": (
        gettext_lazy("Refused: too many failed attempts"), "shield-lock", "danger"
    ),
    "signin.password_changed": (gettext_lazy("Password changed"), "key", "info"),
    "signin.password_set": (gettext_lazy("Password set"), "key", "info"),
    "signin.password_reset": (
        gettext_lazy("New password set by a code on the phone"), "key", "warning"
    ),
    "signin.password_given": (
        gettext_lazy("New password given by the company"), "key", "warning"
    ),
    "signin.factor_added": (gettext_lazy("Second factor added"), "shield-plus", "info"),
    "signin.factor_removed": (gettext_lazy("Second factor removed"), "shield-minus", "warning"),
    "signin.factors_reset": (
        gettext_lazy("Second factors removed by the company"), "shield-off", "warning"
    ),
    "signin.recovery_codes_renewed": (gettext_lazy("Recovery codes made"), "refresh", "info"),
    "signin.recovery_code_used": (gettext_lazy("Recovery code used"), "lifebuoy", "warning"),
    "signin.session_ended": (gettext_lazy("Sign-in ended"), "plug-x", "neutral"),
    "signin.phone_bound": (gettext_lazy("Phone bound"), "device-mobile-plus", "info"),
    "signin.phone_removed": (gettext_lazy("Phone taken off"), "device-mobile-off", "warning"),
    "signin.login_opened": (gettext_lazy("Login opened"), "user-plus", "success"),
    "signin.linked": (gettext_lazy("Linked with the company's log-in"), "link", "info"),
}  # fmt: skip
METHODS: dict[str, Text] = {
    "password": gettext_lazy("password"),
    "code": gettext_lazy("code by phone"),
    "totp": gettext_lazy("authenticator app"),
    "webauthn": gettext_lazy("passkey"),
    "recovery_codes": gettext_lazy("recovery code"),
    "socialaccount": gettext_lazy("company log-in"),
    "oidc": gettext_lazy("company log-in"),
}


def timeline(events: list[AuditEvent]) -> list[Event]:
    """Return acts as entries of a timeline."""
    return [_entry(event) for event in events]


def _entry(event: AuditEvent) -> Event:
    text, icon, tone = ACTS.get(event.action, (event.action, "point", "neutral"))
    return Event(at=event.at, title=str(text), text=_where(event.changes), icon=icon, tone=tone)  # type: ignore[arg-type]


def _where(changes: dict[str, Any]) -> str:
    """Return method, device and network, as far as they are known."""
    methods = [
        str(METHODS.get(name, name))
        for name in str(changes.get("method") or changes.get("factor") or "").split("+")
        if name
    ]
    parts = [" + ".join(methods), changes.get("device", ""), changes.get("network", "")]
    known = [str(part) for part in parts if part]
    if changes.get("new_device"):
        known.append(_("new device"))
    return " · ".join(known)
