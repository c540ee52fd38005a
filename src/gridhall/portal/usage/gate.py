"""The code before details of the use, for accounts that were bound by a weak proof."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from gridhall.customers import selectors as customers
from gridhall.customers import services
from gridhall.kernel.errors import GridHallError
from gridhall.portal.own import OPENED, OwnAccounts
from gridhall.portal.pages import show, user_id
from gridhall.ui.errors import as_text


def show_gate(
    request: HttpRequest, own: OwnAccounts, *, sent: bool = False, problem: str = ""
) -> HttpResponse:
    """Ask for the code; without a mobile number on file say where to go instead."""
    reachable = customers.has_mobile_on_file(account_id=own.current.account_id)
    status = 422 if problem else 200
    return show(
        request, "accounts/usage_code", own, status, reachable=reachable, sent=sent,
        problem=problem,
    )  # fmt: skip


def answer(request: HttpRequest, own: OwnAccounts) -> HttpResponse:
    """Send a code, or take the one that was typed and open the details for this session."""
    typed = request.POST.get("code", "").strip()
    asked: dict[str, Any] = {
        "user_id": user_id(request), "account_no": own.current.account_no,
        "on": timezone.localdate(), "at": timezone.now(),
    }  # fmt: skip
    try:
        if not typed:
            services.send_usage_code(**asked)
            return show_gate(request, own, sent=True)
        services.check_usage_code(**asked, code=typed)
    except GridHallError as error:
        return show_gate(request, own, sent=bool(typed), problem=as_text(error))
    opened = request.session.get(OPENED, [])
    request.session[OPENED] = [*opened, own.current.account_id]
    messages.success(request, _("Details of the use are open until you sign out."))
    return redirect("portal:usage")
