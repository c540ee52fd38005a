"""Making the file of an approved export: the list is asked for again, by who asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest, QueryDict, StreamingHttpResponse
from django.urls import resolve
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gridhall.foundation.personal_data.errors import ExportNotReady
from gridhall.foundation.personal_data.makers import Made
from gridhall.ui import formats
from gridhall.ui.exports import CSV_TYPE, XLSX_TYPE, Watermark
from gridhall.workbench.lists import Approved

if TYPE_CHECKING:
    from gridhall.foundation.personal_data.models import MassExport


def make(export: MassExport) -> Made:
    """Return the file, with the rights that its requester has now.

    Raises ExportNotReady when the list does not answer with a file (the right was taken away).
    """
    with translation.override(export.language):
        approved = Approved(mark=watermark(export))
        path, _mark, query = export.query.partition("?")
        request = HttpRequest()
        request.method, request.path = "GET", path
        request.GET = QueryDict(query)
        request.META.update(SERVER_NAME="localhost", SERVER_PORT="80", QUERY_STRING=query)
        request.user = export.requested_by
        request.htmx = False  # type: ignore[attr-defined]
        request.session = {}  # type: ignore[assignment]
        request._messages = BaseStorage(request)  # type: ignore[attr-defined]
        request.approved_export = approved  # type: ignore[attr-defined]
        view, args, kwargs = resolve(path)
        answer = view(request, *args, **kwargs)
        if not isinstance(answer, StreamingHttpResponse):
            raise ExportNotReady
        content = b"".join(answer.streaming_content)  # type: ignore[arg-type]
    media_type = CSV_TYPE.partition(";")[0] if export.fmt == "csv" else XLSX_TYPE
    return Made(content=content, media_type=media_type, rows=approved.rows)


def watermark(export: MassExport) -> Watermark:
    """Return whose copy it is: name, login, time, number, and the code nobody can make up."""
    who = export.requested_by
    words = _(
        "Exported by {name} ({login}) on {when}, no. {number}, code {code}. "
        "Passing it on is forbidden."
    )
    text = words.format(
        name=who, login=who.get_username(), number=export.number, code=export.canary,
        when=formats.moment(timezone.localtime(export.requested_at)),
    )  # fmt: skip
    return Watermark(text=text, number=export.number, author=str(who))
