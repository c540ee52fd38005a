"""My requests: the list, one request, its photos."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gridhall.foundation.documents import filetypes
from gridhall.foundation.documents import services as documents
from gridhall.foundation.documents.access import Reader
from gridhall.portal.own import OwnAccounts
from gridhall.portal.pages import own_page, show, user_id
from gridhall.servicedesk import selectors as servicedesk
from gridhall.servicedesk.errors import CaseNotFound
from gridhall.servicedesk.selectors import OwnCaseFile

from . import contents, filing
from .forms import TextForm

RIGHT = "VIEW_MESSAGES"  # what the company and the customer write to each other
OPEN, ENDED = "open", "ended"
LONGEST_NUMBER = 30
#: A file of somebody's making is shown without any right: no script, no request, no frame.
FILE_POLICY = "default-src 'none'; img-src 'self' data:; frame-ancestors 'none'; sandbox"


@own_page(right=RIGHT, anywhere=True)
def cases(request: HttpRequest, own: OwnAccounts) -> HttpResponse:
    """Lists the requests of her accounts and those she wrote herself, newest first."""
    state = request.GET.get("state", "")
    state = state if state in (OPEN, ENDED) else ""
    asked = request.GET.get("q", "").strip()[:LONGEST_NUMBER]
    page = servicedesk.own_cases(
        account_ids=seen_accounts(own), user_id=user_id(request), at=timezone.now(), number=asked,
        open_only=state == OPEN, ended_only=state == ENDED, after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )  # fmt: skip
    return show(
        request, "cases/list", own, rows=[contents.row(one) for one in page.rows], state=state,
        q=asked, next_key=page.next_key, previous_key=page.previous_key,
        states=(
            ("", _("All")), (OPEN, pgettext("cases", "Open")),
            (ENDED, pgettext("request", "Ended")),
        ),
    )  # fmt: skip


@own_page(right=RIGHT)
def case(request: HttpRequest, own: OwnAccounts, number: str) -> HttpResponse:
    """Shows one request: who has it, until when, what comes next, and the conversation."""
    return case_page(request, own, find(request, own, number))


@own_page(right=RIGHT)
def photo(request: HttpRequest, own: OwnAccounts, number: str, paper: int) -> HttpResponse:
    """Gives one of the photos that belong to a request."""
    found = find(request, own, number)
    known = contents.photo_ids(found.case, reader(request))
    if paper not in known:
        raise Http404
    document, content = documents.open_version(
        link_id=paper, number=1, reader=reader(request), at=timezone.now(), shown=True,
        request_id=str(getattr(request, "request_id", "")),
    )  # fmt: skip
    # read to its end before the first byte goes out: what is damaged is never half given
    response = HttpResponse(b"".join(content), content_type=document.media_type)
    shown = document.media_type in filetypes.SHOWN
    response["Content-Disposition"] = str(content_disposition_header(not shown, document.name))
    response["Content-Security-Policy"] = FILE_POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def case_page(
    request: HttpRequest, own: OwnAccounts, file: OwnCaseFile, *, form: Any = None
) -> HttpResponse:
    """Render the page of a request; ``form`` holds a message that could not be taken."""
    found = contents.page(file, own=own, reader=reader(request), at=timezone.now())
    status = 422 if form is not None else 200
    more = contents.context(
        found, form=form or TextForm(initial={"key": filing.fresh_key()}),
        say_url=reverse("portal:case_say", args=[found.number]),
    )  # fmt: skip
    return show(request, "cases/case", own, status, **more)


def find(request: HttpRequest, own: OwnAccounts, number: str) -> OwnCaseFile:
    """Return one of her own requests. Raises Http404 for any other number."""
    try:
        return servicedesk.own_case(
            number=number, account_ids=seen_accounts(own), user_id=user_id(request),
            at=timezone.now(),
        )  # fmt: skip
    except CaseNotFound:
        raise Http404 from None


def seen_accounts(own: OwnAccounts) -> list[int]:
    """Return the accounts whose whole correspondence she may see.

    Not those bound by something others may know as well: there only what she wrote herself.
    """
    return [pk for pk in own.ids if not own.access[pk].weak]


def reader(request: HttpRequest) -> Reader:
    """Return who asks for a photo."""
    return Reader(user_id=user_id(request), on=timezone.localdate())
