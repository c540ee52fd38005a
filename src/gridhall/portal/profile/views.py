"""The customer's own file, masked: consents, preferences, corrections; the choice of an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.customers import selectors as customers
from gridhall.customers import services
from gridhall.customers.checks import InvalidFileValue
from gridhall.customers.consent_wording import EDITION, WORDING
from gridhall.customers.parts import PARTS
from gridhall.foundation.identity.selectors import Scope
from gridhall.kernel.errors import GridHallError
from gridhall.portal.own import CHOICE, OwnAccounts
from gridhall.portal.pages import own_page, show, user_id
from gridhall.ui.errors import as_text

from .forms import ConsentForm, CorrectionForm, PreferenceForm

VIEW, EDIT = "VIEW_FILE", "EDIT_CONTACTS"


@own_page(right=VIEW)
def profile(request: HttpRequest, own: OwnAccounts) -> HttpResponse:
    """Shows what is filed about the account; personal values are masked here too."""
    card = _card(request, own, VIEW)
    found = customers.own_file(account_id=card.account_id, on=timezone.localdate())
    preference = found.file.part("PREFERENCE").entries[0]
    form = PreferenceForm(
        PARTS["PREFERENCE"],
        initial={fact.name: fact.raw for fact in preference.facts},
    )
    parts = [found.file.part(code) for code in ("PARTY", "ACCOUNT", "PREMISE", "CONTACT")]
    return show(
        request, "profile", own, card=card, own_file=found, parts=parts, form=form,
        may_edit=own.now.may(EDIT),
    )  # fmt: skip


@require_POST
@own_page(right=EDIT)
def consent(request: HttpRequest, own: OwnAccounts) -> HttpResponse:
    """Gives or takes back the consent to one use of her data."""
    card, form = _card(request, own, EDIT), ConsentForm(request.POST)
    if not form.is_valid() or form.cleaned_data["use"] not in WORDING:
        raise Http404
    given = form.cleaned_data["given"] == "yes"
    services.set_consent(
        scope=_scope(card), account_id=card.account_id, use=form.cleaned_data["use"], given=given,
        way="PORTAL", said_by=str(request.user), wording=EDITION, on=timezone.localdate(),
        actor_id=user_id(request), at=timezone.now(), reason=_("Said by the customer online"),
        source="CUSTOMER",
    )  # fmt: skip
    messages.success(request, _("Noted: you agree.") if given else _("Noted: taken back."))
    return redirect("portal:profile")


@require_POST
@own_page(right=EDIT)
def preference(request: HttpRequest, own: OwnAccounts) -> HttpResponse:
    """Changes how and in which language she is reached."""
    card, form = _card(request, own, EDIT), PreferenceForm(PARTS["PREFERENCE"], request.POST)
    if form.is_valid():
        try:
            services.change_part(
                scope=_scope(card), account_id=card.account_id, part="PREFERENCE",
                changes=form.cleaned_data, from_day=timezone.localdate(),
                reason=_("Said by the customer online"), actor_id=user_id(request),
                at=timezone.now(), source="CUSTOMER",
            )  # fmt: skip
        except GridHallError as error:
            messages.info(request, as_text(error))
        else:
            messages.success(request, _("Your preferences are noted."))
    return redirect("portal:profile")


@own_page(right=EDIT)
def correct(request: HttpRequest, own: OwnAccounts, part: str, entry: int) -> HttpResponse:
    """Asks for a part of the file to be set right; ``entry`` 0 is a new one."""
    card, kind = _card(request, own, EDIT), customers.own_part(part)
    if kind is None or (entry == 0 and part != "CONTACT"):
        raise Http404
    found = customers.own_file(account_id=card.account_id, on=timezone.localdate())
    known = next((e for e in found.file.part(part).entries if e.subject_id == entry), None)
    if known is None and entry != 0:
        raise Http404
    form = CorrectionForm(kind, request.POST or None, entry=known)
    if request.method == "POST" and form.is_valid():
        done = _tried(
            form,
            lambda: services.file_correction(
                scope=_scope(card), account_id=card.account_id, part=part,
                subject_id=entry or None, changes=form.changes(), from_day=timezone.localdate(),
                reason=form.cleaned_data["reason"], actor_id=user_id(request), at=timezone.now(),
                origin="CUSTOMER",
            ),
        )  # fmt: skip
        if done:
            messages.success(request, _("Your request is filed. You get a message when decided."))
            return redirect("portal:profile")
    wrong = form.is_bound and not form.is_valid()
    context: dict[str, Any] = {"form": form, "part": kind, "entry": entry}
    return show(request, "correct", own, 422 if wrong else 200, **context)


@require_POST
@own_page(right=EDIT)
def withdraw(request: HttpRequest, own: OwnAccounts, pk: int) -> HttpResponse:
    """Takes her own request back."""
    services.withdraw_correction(
        correction_id=pk, user_id=user_id(request), note=_("Taken back by the customer"),
        at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Your request is taken back."))
    return redirect("portal:profile")


@own_page
def choose_account(request: HttpRequest, own: OwnAccounts, account_no: str) -> HttpResponse:
    """Makes one of the person's own accounts the one that all pages show."""
    request.session[CHOICE] = own.focus(account_no).current.account_no
    return redirect("portal:home")


def _card(request: HttpRequest, own: OwnAccounts, right: str) -> customers.AccountCard:
    return customers.portal_account(
        user_id=user_id(request), account_no=own.current.account_no, on=timezone.localdate(),
        right=right,
    )  # fmt: skip


def _scope(card: customers.AccountCard) -> Scope:
    """Return the unit of the account that was just proven to be her own."""
    return Scope(organisation_ids=frozenset({card.organisation_id}))


def _tried(form: Any, act: Callable[[], Any]) -> bool:
    try:
        act()
    except InvalidFileValue as error:
        form.add_error(error.name if error.name in form.fields else None, as_text(error))
    except GridHallError as error:
        form.add_error(None, as_text(error))
    else:
        return True
    return False
