"""People with access: who they are, letting somebody in, taking it back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gridhall.customers import selectors as customers
from gridhall.customers import services
from gridhall.customers.portal_rights import Right
from gridhall.foundation.identity.access import customer
from gridhall.foundation.signin import selectors as signin
from gridhall.kernel.errors import GridHallError
from gridhall.portal.accounts.forms import InviteForm, RightsForm
from gridhall.portal.own import OwnAccounts
from gridhall.portal.pages import frame, invitations, own_page, show, user_id
from gridhall.ui import attempts
from gridhall.ui.errors import as_text

MANAGE = Right.MANAGE_ACCESS.value


@own_page(right=MANAGE, anywhere=True)
def people(request: HttpRequest, own: OwnAccounts) -> HttpResponse:
    """Shows who has access to the accounts she decides on, and what they did last."""
    found = customers.people_with_access(manager_id=user_id(request), on=timezone.localdate())
    waiting = customers.invitations_by(inviter_id=user_id(request), at=timezone.now())
    return show(
        request, "accounts/people", own, people=found, waiting=waiting,
        alone=not any(not one.is_self for one in found),
    )  # fmt: skip


@own_page(right=MANAGE, anywhere=True)
def invite(request: HttpRequest, own: OwnAccounts) -> HttpResponse:
    """Invites somebody by phone to some accounts with some rights."""
    managed = [account for account in own.every if account.account_id in own.ids]
    choices = [(str(one.account_id), f"{own.label(one)} {one.account_no}") for one in managed]
    form = InviteForm(
        request.POST or None, accounts=choices, mine=_rights_everywhere(own),
        initial={
            "accounts": [choices[0][0]] if len(choices) == 1 else [],
            "rights": [Right.VIEW_BILLS, Right.PAY],
        },
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form):
            services.invite(
                inviter_id=user_id(request), wanted=_wanted(form.cleaned_data),
                link=lambda secret: request.build_absolute_uri(
                    reverse("portal:invitation", args=[secret])
                ),
                on=timezone.localdate(), at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("The invitation was sent by text message."))
            return redirect("portal:people")
    status = 422 if form.errors else 200
    return show(request, "accounts/invite", own, status, form=form)


def _rights_everywhere(own: OwnAccounts) -> list[str]:
    """Return the rights she may give: those she has on at least one account she decides on."""
    return [right for right in Right.values if any(own.access[pk].may(right) for pk in own.ids)]


def _wanted(cleaned: dict[str, Any]) -> services.NewInvitation:
    return services.NewInvitation(
        account_ids=tuple(int(pk) for pk in cleaned["accounts"]), phone=cleaned["phone"],
        known_as=cleaned["known_as"], rights=tuple(cleaned["rights"]),
        valid_to=cleaned["valid_to"],
    )  # fmt: skip


@own_page(right=MANAGE, anywhere=True)
def change_access(request: HttpRequest, own: OwnAccounts, pk: int) -> HttpResponse:
    """Gives somebody other rights or another last day; that is also how a firm hands over."""
    person, access = _find(request, pk)
    form = RightsForm(
        request.POST or None, mine=_rights_everywhere(own),
        initial={"rights": list(access.rights), "valid_to": access.valid_to},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        until: date | None = form.cleaned_data["valid_to"]
        with attempts.in_form(form):
            services.change_access(
                manager_id=user_id(request), access_id=pk, rights=form.cleaned_data["rights"],
                valid_to=until, on=timezone.localdate(), at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("The rights were changed."))
            return redirect("portal:people")
    status = 422 if form.errors else 200
    context = {"form": form, "person": person, "one": access}
    return show(request, "accounts/change", own, status, **context)


def _find(
    request: HttpRequest, pk: int
) -> tuple[customers.PersonWithAccess, customers.SharedAccess]:
    """Return somebody else's access she decides on; raises Http404."""
    found = customers.people_with_access(manager_id=user_id(request), on=timezone.localdate())
    for person in found:
        for access in person.accesses:
            if access.access_id == pk and not person.is_self:
                return person, access
    raise Http404


@require_POST
@own_page(right=MANAGE, anywhere=True)
def take_back(request: HttpRequest, own: OwnAccounts, pk: int) -> HttpResponse:
    """Takes somebody's access to one account back, at once."""
    try:
        services.take_back_access(
            manager_id=user_id(request), access_id=pk, on=timezone.localdate(), at=timezone.now()
        )
    except GridHallError as error:
        return _refused(request, error)
    messages.success(request, _("The access was taken back."))
    return redirect("portal:people")


@require_POST
@own_page(right=MANAGE, anywhere=True)
def remove_person(request: HttpRequest, own: OwnAccounts, pk: int) -> HttpResponse:
    """Takes a person's access back from every account she decides on, in one act."""
    try:
        gone = services.remove_person(
            manager_id=user_id(request), person_id=pk, on=timezone.localdate(), at=timezone.now()
        )
    except GridHallError as error:
        return _refused(request, error)
    text = ngettext(
        "Removed from {n} account.", "Removed from {n} accounts.", gone
    ).format(n=gone)  # fmt: skip
    messages.success(request, text)
    return redirect("portal:people")


@require_POST
@customer
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes an invitation back that nobody has answered yet."""
    try:
        services.withdraw_invitation(
            inviter_id=user_id(request), invitation_id=pk, at=timezone.now()
        )
    except GridHallError as error:
        return _refused(request, error)
    messages.success(request, _("The invitation was withdrawn."))
    return redirect("portal:people")


@customer
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Shows the invitation a text message led to, if it was sent to this login's phone."""
    pk = customers.invitation_id_of(secret_index=services.secret_index(secret))
    phone = signin.phone_of(user_id=user_id(request))
    mine = [one for one in invitations(request) if one.id == pk]
    context = {
        **frame(request), "invitations": mine, "phone": phone,
    }  # fmt: skip
    return render(request, "portal/accounts/invitation.html", context)


@require_POST
@customer
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Accepts or declines an invitation."""
    today, now = timezone.localdate(), timezone.now()
    asked: dict[str, Any] = {
        "user_id": user_id(request), "invitation_id": pk, "on": today, "at": now,
        "verified_phone": signin.whole_phone_of(user_id=user_id(request)),
    }  # fmt: skip
    try:
        if request.POST.get("answer") == "accept":
            services.accept_invitation(**asked)
            messages.success(request, _("You have access now."))
        else:
            services.decline_invitation(**asked)
            messages.info(request, _("You declined the invitation."))
    except GridHallError as error:
        return _refused(request, error, to="portal:accounts")
    return redirect("portal:accounts")


def _refused(
    request: HttpRequest, error: GridHallError, *, to: str = "portal:people"
) -> HttpResponse:
    """Answer a refusal: what is not hers is not found, the rest is said on the page."""
    if getattr(error, "status", 400) == 404:
        raise Http404
    messages.error(request, as_text(error))
    return redirect(to)
