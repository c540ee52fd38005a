"""What the company told the customer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from gridhall.foundation.messages import selectors
from gridhall.foundation.messages import services as messages_services
from gridhall.portal.own import OwnAccounts
from gridhall.portal.pages import own_page, show


@own_page(right="VIEW_MESSAGES", anywhere=True)
def messages(request: HttpRequest, own: OwnAccounts) -> HttpResponse:
    """Lists the newest messages to all accounts of the person."""
    numbers = {account.account_id: account.account_no for account in own.every}
    found = selectors.to_accounts(account_ids=own.ids)
    rows = [(message, numbers[message.account_id or 0]) for message in found]
    return show(
        request, "messages", own, rows=rows, any_unread=any(not row.read_at for row in found)
    )


@require_POST
@own_page(right="VIEW_MESSAGES", anywhere=True)
def mark_read(request: HttpRequest, own: OwnAccounts) -> HttpResponse:
    """Notes that the customer's own messages were seen: one (``message``) or all of them."""
    wanted = request.POST.get("message", "")
    ids = [
        message.id
        for message in selectors.to_accounts(account_ids=own.ids, limit=1000)
        if not message.read_at and wanted in ("", str(message.id))
    ]
    messages_services.mark_read(message_ids=ids, at=timezone.now())
    return redirect("portal:messages")
