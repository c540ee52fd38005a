"""Changes to the organisation tree: at once, or from a day on.

The audit trail stands on identity, so whoever calls these services writes the audit entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from gridhall.foundation.locks import hold_lock

from ..errors import (
    OrganisationAboveUnfit,
    OrganisationChangeBegun,
    OrganisationChangePlanned,
    OrganisationCodeTaken,
    UnableToPlaceOrganisation,
)
from ..models import Organisation, OrganisationPlacement, TreeCache
from ..selectors import BEGINNING, Unit, tree_on

LOCK = "organisation tree"
Level = Organisation.Level
RANK = {
    Level.HEADQUARTERS: 0, Level.REGIONAL_CENTRE: 1, Level.HOTLINE: 2, Level.SERVICE_POINT: 2,
    Level.TEAM: 3,
}  # fmt: skip


@transaction.atomic
def put_organisation(
    *, code: str, name: str, level: str, parent_code: str = "", province: str = "",
    kind_label: str = "", phone: str = "",
) -> tuple[Organisation, bool]:  # fmt: skip
    """Create the organisation, or correct it to these values; return it and whether it is new.

    This is a correction of what holds now and leaves no history: a reorganisation goes through
    ``place_organisation``. When it moves to another parent, all below it move along. Raises
    UnableToPlaceOrganisation when the parent is unknown or lies below the organisation itself.
    """
    hold_lock(LOCK)
    parent = None
    if parent_code:
        parent = Organisation.objects.filter(code=parent_code).first()
        if parent is None:
            raise UnableToPlaceOrganisation(code=code, problem=f"unknown parent {parent_code}")
    path = f"{parent.path if parent else ''}{code}/"
    _move_tree(code, path)
    organisation, created = Organisation.objects.update_or_create(
        code=code,
        defaults={
            "name": name,
            "level": level,
            "parent": parent,
            "path": path,
            "province": province,
            "kind_label": kind_label,
            "phone": phone,
        },
    )
    _correct_placement(organisation)
    return organisation, created


def _move_tree(code: str, path: str) -> None:
    """Bring the paths of all below the organisation to its new place."""
    old = Organisation.objects.filter(code=code).values_list("path", flat=True).first()
    if old is None or old == path:
        return
    if path.startswith(old):
        raise UnableToPlaceOrganisation(code=code, problem="the parent lies below it")
    below = Organisation.objects.filter(path__startswith=old).exclude(code=code)
    below.update(path=Concat(Value(path), Substr("path", len(old) + 1)))


def _correct_placement(organisation: Organisation) -> None:
    """Bring the placement that the columns show to the columns' values."""
    cache = TreeCache.objects.first()
    shown = (cache and cache.holds_from) or BEGINNING
    values = {
        "name": organisation.name, "level": organisation.level,
        "kind_label": organisation.kind_label, "parent_id": organisation.parent_id,
    }  # fmt: skip
    rows = OrganisationPlacement.objects.filter(organisation=organisation)
    current = rows.filter(valid_from__lte=shown).order_by("-valid_from").first()
    current = current or rows.order_by("valid_from").first()
    if current is None:
        OrganisationPlacement.objects.create(
            organisation=organisation, valid_from=BEGINNING, **values
        )
    else:
        OrganisationPlacement.objects.filter(pk=current.pk).update(**values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """What is to become of a unit from a day on; None keeps what is."""

    name: str | None = None
    level: str | None = None
    kind_label: str | None = None
    parent_id: int | None = None
    is_open: bool | None = None


@transaction.atomic
def open_organisation(
    *, code: str, name: str, level: str, parent_id: int, valid_from: date, today: date,
    kind_label: str = "", province: str = "", phone: str = "",
) -> Organisation:  # fmt: skip
    """Create a unit that exists from a day on; return it.

    Raises UnableToPlaceOrganisation when the code is taken or the place does not fit.
    """
    hold_lock(LOCK)
    if Organisation.objects.filter(code=code).exists():
        raise OrganisationCodeTaken(code=code)
    above = Organisation.objects.filter(pk=parent_id).first()
    if above is None:
        raise OrganisationAboveUnfit(code=code, above="–", day=valid_from)
    organisation = Organisation.objects.create(
        code=code, name=name, level=level, kind_label=kind_label, parent=above,
        path=f"{above.path}{code}/", province=province, phone=phone, is_open=False,
    )  # fmt: skip
    OrganisationPlacement.objects.create(
        organisation=organisation, name=name, level=level, kind_label=kind_label, parent=above,
        valid_from=valid_from,
    )  # fmt: skip
    _check_from(valid_from)
    refresh_tree(on=today)
    organisation.refresh_from_db()
    return organisation


@transaction.atomic
def place_organisation(
    *, organisation_id: int, wanted: Placement, valid_from: date, today: date
) -> tuple[OrganisationPlacement, OrganisationPlacement]:
    """Rename, move, re-level, close or reopen a unit from a day on; return what was and what will.

    Everything below moves along. On that day the change takes effect by itself. Raises
    UnableToPlaceOrganisation when a later change is planned already (withdraw it first), the
    unit does not exist on that day, or the tree would no longer fit together.
    """
    hold_lock(LOCK)
    rows = OrganisationPlacement.objects.filter(organisation_id=organisation_id)
    code = Organisation.objects.values_list("code", flat=True).get(pk=organisation_id)
    last = rows.order_by("-valid_from").first()
    if last is None or last.valid_from > valid_from:
        raise OrganisationChangePlanned(code=code, day=last.valid_from if last else "–")
    before = OrganisationPlacement.objects.get(pk=last.pk)
    after = last if last.valid_from == valid_from else _next(last, valid_from)
    for name in ("name", "level", "kind_label", "parent_id", "is_open"):
        value = getattr(wanted, name)
        if value is not None:
            setattr(after, name, value)
    after.save()
    _check_from(valid_from)
    refresh_tree(on=today)
    return before, after


def _next(last: OrganisationPlacement, valid_from: date) -> OrganisationPlacement:
    """End a placement on a day and return its unsaved successor with the same values."""
    OrganisationPlacement.objects.filter(pk=last.pk).update(valid_to=valid_from)
    return OrganisationPlacement(
        organisation_id=last.organisation_id, name=last.name, level=last.level,
        kind_label=last.kind_label, parent_id=last.parent_id, is_open=last.is_open,
        valid_from=valid_from,
    )  # fmt: skip


@transaction.atomic
def withdraw_placement(*, placement_id: int, today: date) -> OrganisationPlacement:
    """Take a planned change back before its day; return it. What has begun stays.

    Raises UnableToPlaceOrganisation.
    """
    hold_lock(LOCK)
    row = OrganisationPlacement.objects.select_related("organisation").get(pk=placement_id)
    code = row.organisation.code
    earlier = OrganisationPlacement.objects.filter(
        organisation_id=row.organisation_id, valid_to=row.valid_from
    ).first()
    if row.valid_from <= today or row.valid_to is not None or earlier is None:
        raise OrganisationChangeBegun(code=code)
    row.delete()
    OrganisationPlacement.objects.filter(pk=earlier.pk).update(valid_to=None)
    _check_from(row.valid_from)
    refresh_tree(on=today)
    return row


def _check_from(first: date) -> None:
    """Refuse a tree that does not fit together on that day or on a later day of change."""
    days = OrganisationPlacement.objects.filter(valid_from__gt=first).values_list(
        "valid_from", flat=True
    )
    for day in sorted({first, *days}):
        _check_tree(tree_on(on=day), day)


def _check_tree(tree: dict[int, Unit], day: date) -> None:
    """Refuse an open unit without an open unit of a higher level above it."""
    for unit in tree.values():
        if not unit.is_open or unit.level == Level.HEADQUARTERS:
            continue
        above = tree.get(unit.parent_id or 0)
        if (
            above is None
            or not above.is_open
            or RANK[Level(above.level)] >= RANK[Level(unit.level)]
        ):
            raise OrganisationAboveUnfit(
                code=unit.code, above=above.name if above else "–", day=day
            )


@transaction.atomic
def refresh_tree(*, on: date) -> int:
    """Bring the columns of Organisation to the tree of that day; return how many units changed.

    The nightly task calls it; what depends on the tree is right without it, too.
    """
    hold_lock(LOCK)
    tree = tree_on(on=on)
    later = OrganisationPlacement.objects.filter(valid_from__gt=on).order_by("valid_from")
    changed = []
    for organisation in Organisation.objects.all():
        unit = tree.get(organisation.pk)
        if unit is not None:
            changed += _differs(organisation, unit)
        elif organisation.is_open:  # its first day lies ahead
            organisation.is_open = False
            changed.append(organisation)
    Organisation.objects.bulk_update(
        changed, ["name", "level", "kind_label", "parent", "path", "is_open"], batch_size=1000
    )
    begun = OrganisationPlacement.objects.filter(valid_from__lte=on, valid_from__gt=BEGINNING)
    newest = begun.order_by("-valid_from")
    TreeCache.objects.update_or_create(
        pk=1,
        defaults={
            "holds_from": newest.values_list("valid_from", flat=True).first(),
            "holds_until": later.values_list("valid_from", flat=True).first(),
        },
    )
    return len(changed)


def _differs(organisation: Organisation, unit: Unit) -> list[Organisation]:
    """Bring one row to the day's values; return it when that changed anything."""
    wanted = {
        "name": unit.name, "level": unit.level, "kind_label": unit.kind_label,
        "parent_id": unit.parent_id, "path": unit.path, "is_open": unit.is_open,
    }  # fmt: skip
    if all(getattr(organisation, name) == value for name, value in wanted.items()):
        return []
    for name, value in wanted.items():
        setattr(organisation, name, value)
    return [organisation]
