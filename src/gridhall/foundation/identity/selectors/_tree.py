"""Reads of the organisation tree: as the columns hold it now, and as it was on any day."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gridhall.foundation.stamps.memory import remembered

from ..models import Organisation, OrganisationPlacement, TreeCache

#: The first day of units whose history before the first change is not known.
BEGINNING = date(1900, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The organisations whose data somebody may touch.

    ``organisation_ids`` are the units themselves and all below them. ``everything`` is true when
    the whole company is inside, so that a query may leave the filter out.
    """

    organisation_ids: frozenset[int]
    everything: bool = False

    def holds(self, organisation_id: int) -> bool:
        """Tell whether the organisation lies inside."""
        return self.everything or organisation_id in self.organisation_ids


EMPTY_SCOPE = Scope(organisation_ids=frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit as it was on a day. ``path`` is made of the codes from headquarters down."""

    id: int
    code: str
    name: str
    level: str
    kind_label: str
    parent_id: int | None
    path: str
    is_open: bool
    province: str
    phone: str
    since: date

    @property
    def level_label(self) -> str:
        """Return the level in words."""
        return str(Organisation.Level(self.level).label)


def tree_on(*, on: date) -> dict[int, Unit]:
    """Return every unit that existed on that day, closed ones included, in the order of the tree.

    It is read from the placements and so is right on every day, whether or not the nightly task
    has run.
    """
    rows = (
        OrganisationPlacement.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on
        )
        .select_related("organisation")
        .order_by("organisation_id")
    )
    placed = {row.organisation_id: row for row in rows}
    paths: dict[int, str] = {}
    units = [_unit(row, _path(pk, placed, paths)) for pk, row in placed.items()]
    return {unit.id: unit for unit in sorted(units, key=lambda unit: unit.path)}


def _path(pk: int, placed: Mapping[int, OrganisationPlacement], paths: dict[int, str]) -> str:
    """Return the path of a unit; a parent that was not there yet is left out of it."""
    chain: list[int] = []
    at: int | None = pk
    while at is not None and at in placed and at not in paths and at not in chain:
        chain.append(at)
        at = placed[at].parent_id
    above = paths.get(at, "") if at is not None else ""
    for one in reversed(chain):
        above = paths[one] = f"{above}{placed[one].organisation.code}/"
    return paths[pk]


def _unit(row: OrganisationPlacement, path: str) -> Unit:
    unit = row.organisation
    return Unit(
        id=unit.pk, code=unit.code, name=row.name, level=row.level, kind_label=row.kind_label,
        parent_id=row.parent_id, path=path, is_open=row.is_open, province=unit.province,
        phone=unit.phone, since=row.valid_from,
    )  # fmt: skip


def units_on(*, scope: Scope, on: date, with_closed: bool = False) -> list[Unit]:
    """Return the units inside ``scope`` as the company was on that day, in the tree's order."""
    return [
        unit
        for unit in tree_on(on=on).values()
        if scope.holds(unit.id) and (with_closed or unit.is_open)
    ]


def below(*, tree: Mapping[int, Unit], organisation_id: int) -> frozenset[int]:
    """Return the unit and all below it in a tree of a day; empty when it was not there."""
    root = tree.get(organisation_id)
    if root is None:
        return frozenset()
    return frozenset(unit.id for unit in tree.values() if unit.path.startswith(root.path))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """What a role at a unit reaches: the unit and all below it, or the whole company."""

    units: frozenset[int]
    whole: bool


@remembered("identity.organisation", "identity.tree", size=8)
def _places(*, on: date) -> Mapping[int, _Place]:
    """Return what a role reaches, by the unit it is held at, in the tree of a day.

    A team works for the unit it belongs to, because customers are filed under service points and
    not under teams.
    """
    units: dict[int, tuple[str, str, int | None]]
    if cache_holds(on=on):
        rows = Organisation.objects.values_list("pk", "path", "level", "parent_id")
        units = {pk: (path, level, parent_id) for pk, path, level, parent_id in rows}
    else:
        tree = tree_on(on=on).values()
        units = {unit.id: (unit.path, unit.level, unit.parent_id) for unit in tree}
    reached = _reached({pk: path for pk, (path, _level, _parent) in units.items()})
    found = {}
    for pk, (_path, level, parent_id) in units.items():
        works_for = parent_id if level == Organisation.Level.TEAM and parent_id in units else pk
        root_path, root_level, _parent = units[works_for]
        found[pk] = _Place(
            units=reached[root_path], whole=root_level == Organisation.Level.HEADQUARTERS
        )
    return found


def _reached(paths: Mapping[int, str]) -> dict[str, frozenset[int]]:
    """Return the units at a path and below it, by path."""
    below: defaultdict[str, set[int]] = defaultdict(set)
    for pk, path in paths.items():
        above = (path[: match.end()] for match in re.finditer("/", path))
        for one in {path, *above}:
            below[one].add(pk)
    return {path: frozenset(ids) for path, ids in below.items()}


def cache_holds(*, on: date) -> bool:
    """Tell whether the columns of Organisation show the tree of that day."""
    return not TreeCache.objects.exclude(_covers(on)).exists()


def _covers(on: date) -> Q:
    return (Q(holds_from__isnull=True) | Q(holds_from__lte=on)) & (
        Q(holds_until__isnull=True) | Q(holds_until__gt=on)
    )


def placements_of(*, organisation_id: int) -> list[OrganisationPlacement]:
    """Return the history of a unit and what is planned for it, the newest first."""
    rows = OrganisationPlacement.objects.filter(organisation_id=organisation_id)
    return list(rows.select_related("parent").order_by("-valid_from"))


def planned_placements(*, scope: Scope, after: date) -> list[OrganisationPlacement]:
    """Return the changes of the tree that lie ahead, the nearest first."""
    rows = OrganisationPlacement.objects.filter(valid_from__gt=after)
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    return list(rows.select_related("organisation", "parent").order_by("valid_from", "id"))


def whole_company() -> Scope:
    """Return the scope of the system itself (commands, jobs)."""
    ids = frozenset(Organisation.objects.values_list("pk", flat=True))
    return Scope(organisation_ids=ids, everything=True)


def organisations(*, scope: Scope) -> list[Organisation]:
    """Return the organisations inside ``scope`` in the order of the tree."""
    rows = Organisation.objects.select_related("parent").order_by("path")
    return list(rows if scope.everything else rows.filter(pk__in=scope.organisation_ids))


def organisation(*, scope: Scope, pk: int) -> Organisation | None:
    """Return one organisation, if it lies inside ``scope``."""
    return Organisation.objects.filter(pk=pk).first() if scope.holds(pk) else None


def organisation_by_code(*, code: str) -> Organisation | None:
    """Return the organisation with that code, if there is one."""
    return Organisation.objects.filter(code=code).first()


def names_of(*, organisation_ids: Iterable[int]) -> dict[int, str]:
    """Return the present names of units by id."""
    rows = Organisation.objects.filter(pk__in=set(organisation_ids))
    return dict(rows.values_list("pk", "name"))


def subtree_ids(*, organisation_id: int) -> frozenset[int]:
    """Return the organisation and all below it; empty when there is none of that id."""
    root = Organisation.objects.filter(pk=organisation_id).values_list("path", flat=True).first()
    if root is None:
        return frozenset()
    return frozenset(
        Organisation.objects.filter(path__startswith=root).values_list("pk", flat=True)
    )
