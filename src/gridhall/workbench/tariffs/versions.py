"""Versions of a book: compared in words, and taken home as YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gridhall.foundation.identity.access import employee
from gridhall.tariffs import selectors as tariffs
from gridhall.tariffs.errors import UnknownTariffVersion
from gridhall.workbench import lists

from . import draft_words
from .drafts import yaml_file

if TYPE_CHECKING:
    from gridhall.tariffs.models import TariffBook

READ = "tariffs.read"


@employee(READ)
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a version as the YAML file that was published."""
    row = _find(pk)
    return yaml_file(row.text, f"{row.path.replace('/', '-')}-{row.content_hash[:8]}")


@employee(READ)
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what changes from another version (``?with=``, else the one before) to this one."""
    row = _find(pk)
    others = [one for one in tariffs.versions(path=row.path) if one.id != row.pk]
    asked = request.GET.get("with", "")
    if asked:
        old_id = lists.whole_number(asked)
        if old_id not in {one.id for one in others}:
            raise Http404
    else:
        old_id = next((one.id for one in others if one.id < row.pk), None)
    old = _find(old_id) if old_id else None
    changes = draft_words.changes(tariffs.changes_of_versions(old_id=old_id, new_id=row.pk))
    context = {"row": row, "old": old, "others": others, "changes": changes}
    return render(request, "workbench/tariffs/compare.html", context)


def _find(pk: int) -> TariffBook:
    try:
        return tariffs.version(version_id=pk)
    except UnknownTariffVersion:
        raise Http404 from None
