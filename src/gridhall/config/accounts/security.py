"""The one page on which somebody sees and changes how she signs in."""

from __future__ import annotations

from allauth.account.views import password_set as allauth_set_password
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import remove_webauthn
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation.identity.access import signed_in
from gridhall.foundation.signin import selectors as signin
from gridhall.foundation.signin import services
from gridhall.foundation.signin.access import confirmed
from gridhall.foundation.signin.requests import request_id

from . import words
from .pages import frame_of, person_of, show

set_password = confirmed(allauth_set_password)


@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Shows password, factors, passkeys, phone, sessions and what happened lately."""
    user = person_of(request)
    return show(
        request, "security", frame=frame_of(request),
        factors=signin.factors_of(user_id=user.pk),
        sessions=signin.sessions_of(
            user=user, current_key=request.session.session_key or ""
        ),
        phone=signin.phone_of(user_id=user.pk),
        required=signin.factor_required(user=user),
        acts=words.timeline(signin.recent_acts(user_id=user.pk)),
    )  # fmt: skip


@signed_in
def enrol(request: HttpRequest) -> HttpResponse:
    """Asks an employee to set up a second factor, and says how."""
    if signin.has_second_factor(user_id=person_of(request).pk):
        return redirect("account_security")
    return show(request, "enrol")


@require_POST
@signed_in
def end_session(request: HttpRequest) -> HttpResponse:
    """Ends one sign-in (``session``), or all but this one (``session=others``)."""
    which, at, user = request.POST.get("session", ""), timezone.now(), person_of(request)
    current = request.session.session_key or ""
    if which == "others":
        services.end_other_sessions(
            user=user,
            current_key=current,
            at=at,
            request_id=request_id(request),
        )
        messages.success(request, _("All other sign-ins have ended."))
    else:
        services.end_session(
            user=user, session_id=int(which) if which.isdecimal() and len(which) < 19 else 0,
            at=at, request_id=request_id(request),
        )  # fmt: skip
        messages.success(request, _("This sign-in has ended."))
    return redirect("account_security")


def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a passkey off, unless it is the last second factor of somebody who needs one."""
    rows = Authenticator.objects.filter(pk=pk, user_id=request.user.pk)
    found = rows.select_related("user").first()
    if found and not get_factor_adapter().can_delete_authenticator(found):
        return render(request, "mfa/last_factor.html", status=409)
    answer: HttpResponse = remove_webauthn(request, pk=pk)
    return answer
