"""Reads of employees: the list, one person, her posts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from gridhall.foundation.paging import Page, keyset_page

from ..models import Duty, Employee, RoleAssignment, User
from ._tree import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One employee in a list: her main post and the roles that hold today."""

    id: int
    username: str
    name: str
    staff_no: str
    unit: str
    title: str
    roles: tuple[str, ...]
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFilter:
    """What a list of employees is narrowed to; empty means all.

    ``text`` is a part of the name, its pinyin or initials, the login name, the staff number, or a
    unit's name or code. ``state`` is ``active``, ``left`` or empty for both.
    """

    text: str = ""
    role: str = ""
    organisation_ids: frozenset[int] | None = None
    state: str = ""


def people_page(
    *, scope: Scope, on: date, narrowed: PersonFilter = PersonFilter(), after: str = "",
    before: str = "", limit: int = 50,
) -> Page[PersonRow]:  # fmt: skip
    """Return a page of the employees inside ``scope`` by login name; keys are login names."""
    rows = _narrow(_in_scope(scope), narrowed, on).select_related("employee")
    return keyset_page(
        rows, field="username", after=after, before=before, limit=limit,
        view=lambda found: _rows(found, on),
    )  # fmt: skip


def _in_scope(scope: Scope) -> QuerySet[User]:
    """Return the employees with a post or a role inside ``scope``, at whatever time."""
    rows = User.objects.filter(kind=User.Kind.EMPLOYEE)
    if scope.everything:
        return rows
    ids = scope.organisation_ids
    return rows.filter(
        Exists(Duty.objects.filter(user_id=OuterRef("pk"), organisation_id__in=ids))
        | Exists(RoleAssignment.objects.filter(user_id=OuterRef("pk"), organisation_id__in=ids))
    )


def _current(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def _narrow(rows: QuerySet[User], narrowed: PersonFilter, on: date) -> QuerySet[User]:
    held = RoleAssignment.objects.filter(_current(on), user_id=OuterRef("pk"))
    duties = Duty.objects.filter(_current(on), user_id=OuterRef("pk"))
    if narrowed.text:
        text = narrowed.text
        unit = Q(organisation__name__icontains=text) | Q(organisation__code=text)
        rows = rows.filter(
            Q(username__icontains=text)
            | Q(display_name__icontains=text)
            | Q(employee__staff_no=text)
            | Q(employee__pinyin__icontains=text.lower().replace(" ", ""))
            | Exists(held.filter(unit))
            | Exists(duties.filter(unit))
        )
    if narrowed.role:
        rows = rows.filter(Exists(held.filter(role=narrowed.role)))
    if narrowed.organisation_ids is not None:
        there = Q(organisation_id__in=narrowed.organisation_ids)
        rows = rows.filter(Exists(held.filter(there)) | Exists(duties.filter(there)))
    if narrowed.state:
        rows = rows.filter(is_active=narrowed.state == "active")
    return rows


def _rows(users: Iterable[User], on: date) -> list[PersonRow]:
    users = list(users)
    ids = [user.pk for user in users]
    held: dict[int, list[str]] = {}
    found = RoleAssignment.objects.filter(_current(on), user_id__in=ids).order_by("pk")
    for row in found:
        held.setdefault(row.user_id, []).append(row.role)
    duties = Duty.objects.filter(_current(on), user_id__in=ids, is_main=True)
    posts = {duty.user_id: duty for duty in duties.select_related("organisation")}
    return [
        PersonRow(
            id=user.pk, username=user.username, name=str(user), staff_no=_staff_no(user),
            unit=posts[user.pk].organisation.name if user.pk in posts else "",
            title=posts[user.pk].title if user.pk in posts else "",
            roles=tuple(dict.fromkeys(held.get(user.pk, []))), is_active=user.is_active,
        )
        for user in users
    ]  # fmt: skip


def _staff_no(user: User) -> str:
    record = getattr(user, "employee", None)
    return record.staff_no if record else ""


def person(*, scope: Scope, pk: int | None = None, username: str | None = None) -> User | None:
    """Return one employee by id or login name, if she is inside ``scope``."""
    wanted: dict[str, Any] = {"pk": pk} if pk is not None else {"username": username}
    return _in_scope(scope).select_related("employee").filter(**wanted).first()


def employee_record(*, user_id: int) -> Employee | None:
    """Return the staff record of a person, if she has one."""
    return Employee.objects.filter(user_id=user_id).first()


def user_by_staff_no(*, staff_no: str) -> User | None:
    """Return the person with that staff number, if there is one."""
    return User.objects.filter(employee__staff_no=staff_no).first()


def staff_numbers(*, staff_nos: Iterable[str]) -> dict[str, str]:
    """Return the login name by staff number, for those numbers that are taken."""
    rows = Employee.objects.filter(staff_no__in=list(staff_nos))
    return dict(rows.values_list("staff_no", "user__username"))


def login_names(*, usernames: Iterable[str]) -> frozenset[str]:
    """Return those of the login names that are taken."""
    rows = User.objects.filter(username__in=list(usernames))
    return frozenset(rows.values_list("username", flat=True))


def duties_of(*, user_id: int) -> list[Duty]:
    """Return a person's posts, the present ones first."""
    rows = Duty.objects.filter(user_id=user_id).select_related("organisation")
    return list(rows.order_by(F("valid_to").desc(nulls_first=True), "-valid_from", "-pk"))


def unit_of_person(*, user_id: int) -> int | None:
    """Return the unit of a person's newest main post, else of her newest role: where acts about
    her are filed.
    """
    duty = Duty.objects.filter(user_id=user_id, is_main=True).order_by("-valid_from").first()
    if duty is not None:
        return duty.organisation_id
    role = RoleAssignment.objects.filter(user_id=user_id).order_by("-valid_from", "-pk").first()
    return role.organisation_id if role else None


def count_people_in(*, organisation_ids: Collection[int], on: date) -> int:
    """Return how many active people have a post or a role in these units on that day or later."""
    ahead = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    there = Q(organisation_id__in=organisation_ids)
    held = RoleAssignment.objects.filter(
        ahead, there, user_id=OuterRef("pk"), kind=RoleAssignment.Kind.STANDING
    )
    duties = Duty.objects.filter(ahead, there, user_id=OuterRef("pk"))
    rows = User.objects.filter(is_active=True, kind=User.Kind.EMPLOYEE)
    return rows.filter(Exists(held) | Exists(duties)).count()


def people_by_unit(*, on: date) -> dict[int, int]:
    """Return how many people have a post or a role at each unit itself on that day."""
    pairs = {
        *RoleAssignment.objects.filter(_current(on)).values_list("organisation_id", "user_id"),
        *Duty.objects.filter(_current(on)).values_list("organisation_id", "user_id"),
    }
    counts: dict[int, int] = {}
    for organisation_id, _user in pairs:
        counts[organisation_id] = counts.get(organisation_id, 0) + 1
    return counts
