"""What allauth tells us becomes entries of the audit trail and notices to the person."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as social
from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.utils import timezone

from . import devices, selectors, services
from .middleware import NEW_PASSWORD
from .requests import agent_of, request_id, seen_from

DEVICE_COOKIE = "gh_device"
DEVICE_DAYS = 400


def listen() -> None:
    """Connect to the signals; called once when the process starts."""
    account.user_logged_in.connect(_signed_in, dispatch_uid="signin.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="signin.signed_out")
    account.password_changed.connect(_password_changed, dispatch_uid="signin.password_changed")
    account.password_set.connect(_password_set, dispatch_uid="signin.password_set")
    post_save.connect(_factor_added, sender=Authenticator, dispatch_uid="signin.factor_added")
    post_delete.connect(_factor_removed, sender=Authenticator, dispatch_uid="signin.factor_removed")
    mfa.authenticator_used.connect(_factor_used, dispatch_uid="signin.factor_used")
    mfa.authentication_failed.connect(_factor_failed, dispatch_uid="signin.factor_failed")
    social.social_account_added.connect(_linked, dispatch_uid="signin.linked")


def _note(action: str, request: HttpRequest, user: Any, actor: Any = None, **details: Any) -> None:
    services.note(
        action, user=user, actor_id=(actor or user).pk, at=timezone.now(),
        request_id=request_id(request), **details,
    )  # fmt: skip


def methods_of(request: HttpRequest, user: Any) -> str:
    """Return how somebody proved who she is: ``password+totp``."""
    names = []
    for record in get_authentication_records(request, user):
        if not record.get("reauthenticated"):
            names.append(str(record.get("type") or record["method"]))
    return "+".join(dict.fromkeys(names)) or "?"


def _signed_in(request: HttpRequest, user: Any, response: Any = None, **_more: Any) -> None:
    """Note the log-in; meet the browser, and tell the person when it is a new one."""
    seen = seen_from(request)
    device = services.meet_device(
        user=user, token=request.COOKIES.get(DEVICE_COOKIE, ""), at=timezone.now(),
        label=devices.label_of(agent_of(request)), network=seen["network"],
    )  # fmt: skip
    if selectors.temporary_password(user_id=user.pk) is not None:
        request.session[NEW_PASSWORD] = True
    _note(
        "signed_in", request, user, method=methods_of(request, user), new_device=device.new, **seen
    )
    if response is not None:
        response.set_cookie(
            DEVICE_COOKIE, device.token, max_age=DEVICE_DAYS * 86_400, httponly=True,
            samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, path="/accounts/",
        )  # fmt: skip


def _signed_out(request: HttpRequest | None, user: Any, **_more: Any) -> None:
    """Note a log-out; a session that had nobody in it, or no page behind it, is none."""
    if user is not None and request is not None and request.path:
        _note("signed_out", request, user)


def _password_changed(request: HttpRequest, user: Any, **_more: Any) -> None:
    services.own_password_set(user=user)
    request.session.pop(NEW_PASSWORD, None)
    _note("password_changed", request, user)


def _password_set(request: HttpRequest, user: Any, **_more: Any) -> None:
    _note("password_set", request, user)


def _own_request(user_id: int) -> HttpRequest | None:
    """Return the request by which a person changes her own factors; None for anybody else.

    The rows are watched, and not allauth's signals: those come after the commit, and the audit
    entry belongs into the same transaction.
    """
    request: HttpRequest | None = context.request
    own = request is not None and getattr(request.user, "pk", None) == user_id
    return request if own else None


def _factor_added(instance: Any, created: bool, **_more: Any) -> None:
    """Note a new factor. Sessions opened without it end, so that it protects from now on."""
    request = _own_request(instance.user_id)
    if not created or request is None:
        return
    if instance.type == Authenticator.Type.RECOVERY_CODES:
        _note("recovery_codes_renewed", request, instance.user)
        return
    _note("factor_added", request, instance.user, factor=instance.type)
    services.end_other_sessions(
        user=instance.user, current_key=request.session.session_key or "", at=timezone.now(),
        request_id=request_id(request),
    )  # fmt: skip


def _factor_removed(instance: Any, **_more: Any) -> None:
    request = _own_request(instance.user_id)
    if request is not None and instance.type != Authenticator.Type.RECOVERY_CODES:
        _note("factor_removed", request, instance.user, factor=instance.type)


def _factor_used(request: HttpRequest, user: Any, authenticator: Any, **_more: Any) -> None:
    """Note the use of a recovery code: fewer are left, and somebody else may have found them."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _note("recovery_code_used", request, user)


def _factor_failed(request: HttpRequest, user: Any, authenticator: Any, **_more: Any) -> None:
    services.note(
        "failed", user=user, actor_id=None, at=timezone.now(), request_id=request_id(request),
        method=authenticator.type, **seen_from(request),
    )  # fmt: skip


def _linked(request: HttpRequest, sociallogin: Any, **_more: Any) -> None:
    _note("linked", request, sociallogin.user, provider=sociallogin.account.provider)
