"""A new customer at the counter: party, account, supply point and phone in one go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from gridhall.customers import selectors as customers
from gridhall.customers import services
from gridhall.customers.parts import PARTS
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.foundation.identity.selectors import Scope
from gridhall.workbench import lists, rights

from .file_forms import NewFileForm
from .file_views import _tried

SERVICE_POINT = "SERVICE_POINT"


@employee("customers.edit")
def customer_new(request: HttpRequest) -> HttpResponse:
    """Open a customer file; warn when one like it is known."""
    scope = rights.scope(request)
    halls = {
        str(unit.pk): unit
        for unit in identity.organisations(scope=scope)
        if unit.level == SERVICE_POINT
    }
    form = NewFileForm(
        PARTS["ACCOUNT"], [(pk, unit.name) for pk, unit in halls.items()], request.POST or None,
        initial={"opened_on": timezone.localdate()},
    )  # fmt: skip
    similar = None
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        similar = _similar(scope, typed)
        if similar is None or typed["look_alikes_seen"]:
            row = _new_file(typed, halls[typed["organisation"]])
            outcome = _tried(
                form,
                lambda: services.open_account(
                    scope=scope, row=row, reason=typed["reason"],
                    actor_id=rights.reader_id(request), at=timezone.now(),
                ),
            )  # fmt: skip
            if outcome.done:
                number = outcome.value[1]
                messages.success(request, _("Account {number} is opened.").format(number=number))
                return redirect("workbench:customer_file", account_no=number)
    context = {"form": form, "similar": similar}
    return lists.show(request, "workbench/customers/customer_new.html", context)


def _similar(scope: Scope, typed: Mapping[str, Any]) -> customers.SimilarFiles | None:
    found = customers.similar_files(
        scope=scope, document=typed["id_document"], phone=typed["phone"], address=typed["address"]
    )
    return found if found.any else None


def party_of(typed: Mapping[str, Any]) -> services.NewParty:
    """Return the party that was typed; its kind decides which document it has."""
    person = typed["kind"] == "PERSON"
    return services.NewParty(
        kind=typed["kind"], name=" ".join(typed["name"].split()),
        id_document_kind="RESIDENT_ID" if person else "CREDIT_CODE",
        id_document=typed["id_document"].strip().upper(),
        legal_representative="" if person else typed["legal_representative"].strip(),
    )  # fmt: skip


def _new_file(typed: Mapping[str, Any], hall: Any) -> services.NewFile:
    party = party_of(typed)
    return services.NewFile(
        organisation_id=hall.pk, hall_code=hall.code, party=party, category=typed["category"],
        contact_name=typed["contact_name"] or party.name, phone=typed["phone"],
        address=typed["address"], division_code=typed["division_code"], voltage=typed["voltage"],
        opened_on=typed["opened_on"], status="ACTIVE" if typed["connected"] else "PROSPECT",
        size_class=typed["size_class"], area_kind=typed["area_kind"],
        industry_code=typed["industry_code"], household_persons=typed["household_persons"],
    )  # fmt: skip
