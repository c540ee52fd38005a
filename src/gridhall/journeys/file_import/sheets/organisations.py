"""组织机构: headquarters, regional centres, service points, teams."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from django.utils.translation import gettext_noop

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity import services as identity_services
from gridhall.foundation.imports import parsing
from gridhall.foundation.imports.errors import ImportNotAllowed
from gridhall.foundation.imports.sheets import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Column,
    ImportContext,
    Row,
    Sheet,
)

from .. import parsers, words


class Organisations(Sheet):
    """The organisation tree; a unit stands below its parent or after it in the file."""

    name = "organisations"
    label = gettext_noop("Organisations")
    key_column = "org_code"
    columns = (
        Column("org_code", gettext_noop("Organisation code"), parsing.code_text(20)),
        Column(
            "parent_code", gettext_noop("Unit above"), parsing.code_text(20), required=False
        ),
        Column("name", gettext_noop("Unit name"), parsing.text(100)),
        Column("level", gettext_noop("Level"), parsing.one_of({w: w for w in words.LEVELS})),
        Column(
            "province", gettext_noop("Province"), parsing.one_of(words.PROVINCES), required=False
        ),
        Column(
            "demo_phone", gettext_noop("Telephone"), parsers.phone, required=False,
            optional_column=True,
        ),
    )  # fmt: skip

    def demand_allowed(self, context: ImportContext) -> None:
        """Only who works for the whole company may change its tree."""
        if not context.scope.everything:
            raise ImportNotAllowed()

    def key_of(self, row: Row) -> Hashable | None:
        """Return the organisation code."""
        return row.values.get("org_code")

    def check_row(self, row: Row) -> None:
        """Only headquarters has nobody above it."""
        if row.has("level"):
            is_top = words.LEVELS[row.values["level"]] == "HEADQUARTERS"
            if is_top == row.has("parent_code"):
                row.refuse("parent_code", "LEVEL_UNFIT")

    def check_rows(self, rows: Sequence[Row], context: ImportContext) -> None:
        """The unit above must be known or stand further up; a known unit keeps its place."""
        stored = {org.code: org for org in identity.organisations(scope=identity.whole_company())}
        for row in rows:
            parent, code = row.values["parent_code"], row.values["org_code"]
            above = context.seen.get(parent, row.number)
            if parent and parent not in stored and above >= row.number:
                row.refuse("parent_code", "ORGANISATION_UNKNOWN")
            known = stored.get(code)
            if known is not None and (known.parent.code if known.parent else None) != parent:
                row.refuse("parent_code", "CONFLICT")

    def write(self, rows: Sequence[Row], context: ImportContext) -> None:
        """Create the units, or bring them to these values."""
        for row in rows:
            wanted = _wanted(row)
            stored = identity.organisation_by_code(code=wanted["code"])
            if stored is not None and all(
                getattr(stored, name) == value
                for name, value in wanted.items()
                if name != "parent_code"
            ):
                row.outcome = UNCHANGED
                continue
            if wanted["parent_code"] and not identity.organisation_by_code(
                code=wanted["parent_code"]
            ):
                row.refuse("parent_code", "ORGANISATION_UNKNOWN")
                continue
            _organisation, created = identity_services.put_organisation(**wanted)
            row.outcome = CREATED if created else UPDATED


def _wanted(row: Row) -> dict[str, str]:
    values = row.values
    return {
        "code": values["org_code"],
        "name": values["name"],
        "level": words.LEVELS[values["level"]],
        "parent_code": values["parent_code"] or "",
        "province": values["province"] or "",
        "kind_label": values["level"],
        "phone": values.get("demo_phone") or "",
    }
