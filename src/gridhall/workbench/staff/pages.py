"""What the staff screens share: the person in the address, a form in a drawer, the tabs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope, Unit
from gridhall.kernel.errors import GridHallError
from gridhall.ui import attempts
from gridhall.ui.errors import as_text
from gridhall.ui.text import Text
from gridhall.workbench import lists, rights

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import User

TABS: tuple[tuple[str, Text, str], ...] = (
    ("staff", gettext_lazy("Employees"), "users"),
    ("roles_held", gettext_lazy("Roles held"), "user-shield"),
    ("organisations", gettext_lazy("Organisation tree"), "hierarchy-2"),
    ("role_catalogue", gettext_lazy("Role catalogue"), "list-details"),
    ("rights_reviews", gettext_lazy("Reviews of rights"), "checklist"),
)


def tabs(current: str) -> list[dict[str, object]]:
    """Return the tabs above the staff screens."""
    return [
        {"label": label, "icon": icon, "url": reverse(f"workbench:{name}"),
         "active": name == current}
        for name, label, icon in TABS
    ]  # fmt: skip


def person_or_404(request: HttpRequest, username: str) -> User:
    """Return the employee of the address, if she is inside the reader's units."""
    found = identity.person(scope=rights.scope(request), username=username)
    if found is None:
        raise Http404
    return found


def open_units(scope: Scope) -> list[Unit]:
    """Return the units that are open today inside ``scope``."""
    return identity.units_on(scope=scope, on=timezone.localdate())


def form_page(
    request: HttpRequest, form: forms.Form, *, title: Text, back: str, submit: Text = "",
    act: Callable[[dict[str, Any]], str], note: Text = "", extra: dict[str, Any] | None = None,
    template: str = "workbench/staff/form.html",
) -> HttpResponse:  # fmt: skip
    """Show a form, or do what it says: ``act`` gets the clean values and returns the sentence for
    the reader. An expected failure stands above the form, which stays open with status 422.
    """
    fault = ""
    if request.method == "POST" and form.is_valid():
        try:
            said = act(form.cleaned_data)
        except GridHallError as error:
            fault = as_text(error)
        else:
            messages.success(request, said)
            return redirect(back)
    context = {
        "form": form, "title": title, "back": back, "submit": submit or _("Save"), "note": note,
        "fault": fault, **(extra or {}),
    }  # fmt: skip
    if fault:
        form.add_error(None, fault)
    return lists.show(request, template, context)


def act_and_return(request: HttpRequest, *, back: str, act: Callable[[], str]) -> HttpResponse:
    """Do something that a confirmation asked for and go back, saying how it went."""
    with attempts.told(request):
        said = act()
        messages.success(request, said)
    return redirect(back)


def show_password(
    request: HttpRequest, *, person: User, password: str, notes: list[str] | None = None
) -> HttpResponse:
    """Show a one-time password, once."""
    context = {"person": person, "password": password, "notes": notes or []}
    answer = render(request, "workbench/staff/password.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def tables_of(actions: frozenset[str]) -> dict[str, bool]:
    """Return which buttons a reader with these actions gets on the staff screens."""
    return {"manage": "staff.manage" in actions, "approve": "staff.approve" in actions}


def person_url(username: str) -> str:
    """Return the address of a person's page."""
    return reverse("workbench:person", args=[username])
