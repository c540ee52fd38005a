"""What every employee sees of her own rights."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.workbench import rights

from . import trees


@employee("")
def my_rights(request: HttpRequest) -> HttpResponse:
    """Show the reader's posts, roles and deputies; she asks for and answers deputyships here."""
    user_id, at = rights.reader_id(request), timezone.now()
    on = timezone.localdate(at)
    context = {
        "duties": trees.duties(identity.duties_of(user_id=user_id), on=on),
        "held": trees.roles(identity.assignments_of(user_id=user_id), on=on, at=at),
        "deputyships": trees.deputyships(
            identity.deputyships_of(user_id=user_id), on=on, reader_id=user_id
        ),
    }  # fmt: skip
    return render(request, "workbench/staff/mine.html", context)
