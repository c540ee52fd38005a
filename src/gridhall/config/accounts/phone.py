"""Signing in, opening a login, a new password: by a code on the phone."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from gridhall.foundation.identity.access import public, signed_in
from gridhall.foundation.privacy.masking import mask_phone
from gridhall.foundation.signin import selectors as signin
from gridhall.foundation.signin import services
from gridhall.foundation.signin.access import confirmed
from gridhall.foundation.signin.requests import address_of, request_id
from gridhall.kernel.errors import GridHallError
from gridhall.ui import attempts
from gridhall.ui.errors import as_text

from .forms import CodeForm, NewPasswordForm, OpenForm, PhoneForm
from .pages import frame_of, next_of, person_of, refuse, show, too_many_entries

CODE, PROOF = "signin.code", "signin.proof"  # keys of the session
LOG_IN, RESET, BIND, CONFIRM = "LOG_IN", "RESET", "BIND", "CONFIRM"


@public
def ask(request: HttpRequest) -> HttpResponse:
    """Asks for the phone to sign in with, or to open a login with."""
    return redirect("home") if request.user.is_authenticated else _ask(request, LOG_IN)


@public
def forgot(request: HttpRequest) -> HttpResponse:
    """Asks for the phone of a login whose password is forgotten."""
    return _ask(request, RESET)


@signed_in
@confirmed
def bind(request: HttpRequest) -> HttpResponse:
    """Asks for the phone that is to belong to this login."""
    return _ask(request, BIND, frame=frame_of(request))


def _ask(request: HttpRequest, purpose: str, frame: str = "ui/plain.html") -> HttpResponse:
    form, status = PhoneForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            return _send(request, purpose, form.cleaned_data["phone"])
        except GridHallError as error:
            status = refuse(form, "phone", error)
    elif request.method == "POST":
        status = 422
    return show(
        request, "phone", status=status, form=form, purpose=purpose, frame=frame,
        next=next_of(request),
    )  # fmt: skip


def _send(request: HttpRequest, purpose: str, phone: str) -> HttpResponse:
    """Have a code sent and lead to its page; what is known of the phone makes no difference."""
    user_id = request.user.pk if purpose in {BIND, CONFIRM} else None
    sent = services.request_code(
        typed_phone=phone, purpose=purpose, address=address_of(request), at=timezone.now(),
        user_id=user_id,
    )  # fmt: skip
    request.session[CODE] = {
        "pk": sent.pk, "purpose": purpose, "phone": mask_phone(sent.phone), "shown": sent.shown,
    }  # fmt: skip
    target = next_of(request)
    query = f"?{urlencode({'next': target})}" if target else ""
    return redirect(f"{reverse('account_phone_code')}{query}")


@signed_in
def confirm(request: HttpRequest) -> HttpResponse:
    """Confirms by a code on the login's phone that the right person sits here."""
    masked = signin.phone_of(user_id=person_of(request).pk)
    if not masked:
        return redirect("account_reauthenticate")
    problem, status = "", 200
    if request.method == "POST":
        try:
            return _send(request, CONFIRM, signin.whole_phone_of(user_id=person_of(request).pk))
        except GridHallError as error:
            problem, status = as_text(error), int(getattr(error, "status", 409))
    return show(
        request, "confirm_by_phone", status=status, phone=masked, problem=problem,
        next=next_of(request),
    )  # fmt: skip


@public
def code(request: HttpRequest) -> HttpResponse:
    """Takes the code and goes on with what it was asked for."""
    sent = request.session.get(CODE)
    if not sent:
        return redirect("account_phone_login")
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST":
        if refused := too_many_entries(request):
            return refused
        status = 422
        if form.is_valid():
            try:
                return _proven(request, sent, form.cleaned_data["digits"])
            except GridHallError as error:
                status = refuse(form, "digits", error)
                if sent["purpose"] in {LOG_IN, RESET, CONFIRM}:
                    _note_failure(request)
    return show(request, "code", status=status, form=form, sent=sent, next=next_of(request))


def _note_failure(request: HttpRequest) -> None:
    from gridhall.foundation.signin.requests import seen_from

    user: Any = request.user if request.user.is_authenticated else None
    services.note(
        "failed", user=user, actor_id=None, at=timezone.now(), request_id=request_id(request),
        method="code", **seen_from(request),
    )  # fmt: skip


def _proven(request: HttpRequest, sent: dict[str, Any], digits: str) -> HttpResponse:
    """Check the code and act on it. Raises WrongCode, CodeSpent, and what the act raises."""
    at = timezone.now()
    proof = services.check_code(pk=sent["pk"], digits=digits, at=at)
    request.session.pop(CODE, None)
    if proof.purpose in {BIND, CONFIRM}:
        if proof.user_id != request.user.pk:
            return redirect("account_login")
        return _of_signed_in(request, proof)
    user = signin.user_of_phone(phone=proof.phone)
    if proof.purpose == LOG_IN and user is not None:
        record_authentication(request, user, method="code")
        return perform_login(request, user, redirect_url=next_of(request) or None)  # type: ignore[no-any-return]
    request.session[PROOF] = proof.pk
    if proof.purpose == RESET and user is not None:
        return redirect("account_new_password")
    if proof.purpose == RESET:
        messages.info(request, _("No login belongs to this phone yet."))
        return redirect("account_phone_login")
    return redirect("account_phone_open")


def _of_signed_in(request: HttpRequest, proof: services.Proof) -> HttpResponse:
    user_id = person_of(request).pk
    if proof.purpose == CONFIRM:
        record_authentication(request, request.user, method="code", reauthenticated=True)
        return resume_request(request) or redirect("account_security")
    with attempts.told(request):
        services.bind_phone(
            user_id=user_id, proof_id=proof.pk, at=timezone.now(), request_id=request_id(request)
        )
        messages.success(request, _("The phone now belongs to your login."))
    return redirect("account_security")


@public
def open_login(request: HttpRequest) -> HttpResponse:
    """Opens a login for a proven phone that has none."""
    proof = request.session.get(PROOF)
    if not proof:
        return redirect("account_phone_login")
    form, status = OpenForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            user = services.open_login(
                proof_id=proof, display_name=form.cleaned_data["display_name"],
                at=timezone.now(), request_id=request_id(request),
            )  # fmt: skip
        except GridHallError as error:
            status = refuse(form, None, error)
        else:
            request.session.pop(PROOF, None)
            record_authentication(request, user, method="code")
            return perform_login(request, user)  # type: ignore[no-any-return]
    elif request.method == "POST":
        status = 422
    return show(request, "phone_open", status=status, form=form)


@public
@sensitive_post_parameters("password1", "password2")
def new_password(request: HttpRequest) -> HttpResponse:
    """Takes the new password of the login whose phone was proven."""
    proof = request.session.get(PROOF)
    if not proof:
        return redirect("account_forgot")
    form, status = NewPasswordForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            user = services.set_password(
                proof_id=proof, password=form.cleaned_data["password1"], at=timezone.now(),
                request_id=request_id(request),
            )  # fmt: skip
        except GridHallError as error:
            status = refuse(form, None, error)
        else:
            request.session.pop(PROOF, None)
            get_adapter()._delete_login_attempts_cached_email(request, username=user.username)
            messages.success(request, _("The new password is set. Log in with it."))
            return redirect("account_login")
    elif request.method == "POST":
        status = 422
    return show(request, "new_password", status=status, form=form)


@signed_in
@confirmed
def unbind(request: HttpRequest) -> HttpResponse:
    """Takes the phone off the login."""
    if request.method == "POST":
        with attempts.told(request):
            services.unbind_phone(
                user_id=person_of(request).pk, at=timezone.now(), request_id=request_id(request)
            )
            messages.success(request, _("The phone was taken off your login."))
    return redirect("account_security")
