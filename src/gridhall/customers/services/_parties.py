"""The persons and organisations behind accounts: one per identity document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from gridhall.customers import checks
from gridhall.customers.blind import document_index
from gridhall.customers.checks import InvalidFileValue, Unfit
from gridhall.customers.errors import AccountCannotBeOpened
from gridhall.customers.models import Party
from gridhall.customers.parts import PARTY
from gridhall.customers.records import NewAccount, NewParty
from gridhall.foundation.bulk import copy_in

from ._imported import Before, snapshot

DocumentKey = tuple[str, bytes]


def document_key(party: NewParty) -> DocumentKey:
    """Return what identifies a party: the kind of document and the hash of its number."""
    return party.id_document_kind, document_index(party.id_document)


def put_parties(
    rows: Iterable[NewAccount],
) -> tuple[dict[DocumentKey, Party], dict[DocumentKey, Before]]:
    """Find or create the parties; return them by document, and as they were those corrected.

    A known party keeps its name: a row that has the same document under another name must be
    refused by the caller, for who is right cannot be told here. The legal representative of a
    known party is brought up to date, but an empty one says nothing.
    """
    wanted: dict[DocumentKey, NewParty] = {}
    for row in rows:
        wanted.setdefault(document_key(row.party), row.party)
    known = _known(wanted)
    moved: list[Party] = []
    corrected: dict[DocumentKey, Before] = {}
    for key, party in known.items():
        name, representative = wanted[key].name, wanted[key].legal_representative
        if party.name == name and representative not in ("", party.legal_representative):
            corrected[key] = snapshot("PARTY", party)
            party.legal_representative = representative
            moved.append(party)
    Party.objects.bulk_update(moved, ["legal_representative"], batch_size=250)
    missing = [key for key in wanted if key not in known]
    created = copy_in(_party(wanted[key], key) for key in missing)
    return known | dict(zip(missing, created, strict=True)), corrected


def _known(wanted: Iterable[DocumentKey]) -> dict[DocumentKey, Party]:
    found = Party.objects.filter(id_document_index__in=[index for _kind, index in wanted])
    by_key = {(party.id_document_kind, bytes(party.id_document_index)): party for party in found}
    return {key: by_key[key] for key in wanted if key in by_key}


def _party(row: NewParty, key: DocumentKey) -> Party:
    return Party(
        kind=row.kind, name=row.name, id_document_kind=row.id_document_kind,
        id_document=row.id_document.strip().upper(), id_document_index=key[1],
        legal_representative=row.legal_representative,
    )  # fmt: skip


def check_party(row: NewParty, *, on: date) -> Party | None:
    """Return the party that has this document already, if any.

    Raises InvalidFileValue (name or document), AccountCannotBeOpened (known under another name).
    """
    if not row.name.strip():
        raise _invalid("name", _("must not be empty"))
    try:
        checks.id_document(row.id_document_kind, row.id_document, on=on)
    except Unfit as error:
        raise _invalid("id_document", error.problem) from None
    key = document_key(row)
    known = _known([key]).get(key)
    if known is not None and known.name != row.name.strip():
        raise AccountCannotBeOpened
    return known


def party_for(row: NewParty, *, on: date) -> Party:
    """Return the party of this document, made if it is new. Raises what ``check_party`` raises."""
    return check_party(row, on=on) or copy_in([_party(row, document_key(row))])[0]


def _invalid(name: str, problem: object) -> InvalidFileValue:
    return InvalidFileValue(name=name, field=PARTY.field(name).label, problem=problem)
