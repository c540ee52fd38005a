"""Reads of supply contracts: for billing in bulk, for one account in detail."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from gridhall.customers.selectors import account_refs_by_id
from gridhall.rating import request as rating

from .models import CapacityChange, CustomerAgreement, PriceRelief

METHODS = {
    CustomerAgreement.BillingMethod.ENERGY_ONLY: rating.BillingMethod.ENERGY_ONLY,
    CustomerAgreement.BillingMethod.SINGLE_PART: rating.BillingMethod.SINGLE,
    CustomerAgreement.BillingMethod.TWO_PART_CAPACITY: rating.BillingMethod.TWO_CAPACITY,
    CustomerAgreement.BillingMethod.TWO_PART_DEMAND: rating.BillingMethod.TWO_DEMAND,
}
TWO_PART = (
    CustomerAgreement.BillingMethod.TWO_PART_CAPACITY,
    CustomerAgreement.BillingMethod.TWO_PART_DEMAND,
)
CHANGES = {
    CapacityChange.Kind.SUSPENSION: rating.CapacityChangeKind.SUSPENSION,
    CapacityChange.Kind.INCREASE: rating.CapacityChangeKind.INCREASE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementView:
    """The terms of supply of an account for a period; labels in the active language."""

    price_class: str
    billing_method: str
    billing_method_label: str
    contracted_capacity_kva: Decimal
    contract_demand_kw: Decimal | None
    hv_motor_kw: Decimal
    tou: bool
    pf_standard: Decimal | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefView:
    """A price relief and its time."""

    kind: str
    kind_label: str
    from_date: date
    to_date: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityChangeView:
    """A capacity change and its time."""

    kind: str
    kind_label: str
    change_kva: Decimal
    from_date: date
    restored_date: date | None


def _in_force(
    account_ids: Iterable[int], period_start: date, period_end: date
) -> QuerySet[CustomerAgreement]:
    return CustomerAgreement.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=period_start),
        account_id__in=list(account_ids), valid_from__lt=period_end,
    ).order_by("account_id", "valid_from")  # fmt: skip


def agreements_for_billing(
    *, account_ids: Iterable[int], period_start: date, period_end: date
) -> dict[int, rating.Agreement]:
    """Return the engine's agreement of each account that has one in the period.

    Where terms changed within the period the first are returned; ``accounts_with_changed_terms``
    names those accounts, whose bill must wait. Capacity changes that touch the period are inside.
    An increase since the terms were agreed belongs to the contracted capacity from the first
    period on that begins with it or after it.
    """
    accounts = list(account_ids)
    changes: dict[int, list[rating.CapacityChange]] = defaultdict(list)
    touching = CapacityChange.objects.filter(
        Q(restored_date__isnull=True) | Q(restored_date__gt=period_start),
        account_id__in=accounts, from_date__lt=period_end,
    )  # fmt: skip
    for change in touching.order_by("account_id", "from_date", "kind"):
        changes[change.account_id].append(
            rating.CapacityChange(
                kind=CHANGES[CapacityChange.Kind(change.kind)], kva_change=change.change_kva,
                from_date=change.from_date, restored_date=change.restored_date,
            )
        )  # fmt: skip
    result: dict[int, rating.Agreement] = {}
    for row in _in_force(accounts, period_start, period_end):
        found = changes[row.account_id]
        grown = _grown(found, since=row.valid_from, until=period_start)
        result.setdefault(row.account_id, _for_engine(row, grown, found))
    return result


def _grown(changes: Iterable[rating.CapacityChange], *, since: date, until: date) -> Decimal:
    """Return the kVA added after the terms were agreed and before the period ran."""
    return sum(
        (
            change.kva_change
            for change in changes
            if change.kind is rating.CapacityChangeKind.INCREASE
            and since < change.from_date <= until
        ),
        Decimal(0),
    )


def _for_engine(
    row: CustomerAgreement, grown: Decimal, changes: list[rating.CapacityChange]
) -> rating.Agreement:
    return rating.Agreement(
        price_class=row.price_class,
        billing_method=METHODS[CustomerAgreement.BillingMethod(row.billing_method)],
        tou=row.tou,
        pf_standard=row.pf_standard,
        contracted_capacity_kva=row.contracted_capacity_kva + grown,
        capacity_changes=tuple(changes),
        contract_demand_kw=row.contract_demand_kw,
        hv_motor_kw=row.hv_motor_kw,
    )


def accounts_with_changed_terms(
    *, account_ids: Iterable[int], period_start: date, period_end: date
) -> set[int]:
    """Return the accounts whose terms do not hold unchanged for the whole period.

    These have more than one agreement in it, or a two-part one for a part of it only, whose
    month charge would have to be cut by days.
    """
    found = list(_in_force(account_ids, period_start, period_end))
    number = Counter(row.account_id for row in found)
    return {
        row.account_id
        for row in found
        if number[row.account_id] > 1
        or (row.billing_method in TWO_PART and not _covers(row, period_start, period_end))
    }


def _covers(row: CustomerAgreement, start: date, end: date) -> bool:
    return row.valid_from <= start and (row.valid_to is None or row.valid_to >= end)


def households_for_billing(
    *, account_ids: Iterable[int], period_start: date, period_end: date
) -> dict[int, rating.Household]:
    """Return moving in and reliefs of each known account; ``used_before`` is left to metering.

    A large household counts from the first day of the month its relief was granted from.
    """
    accounts = list(account_ids)
    reliefs = PriceRelief.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gt=period_start),
        account_id__in=accounts, from_date__lt=period_end,
    )  # fmt: skip
    held = {(row.account_id, row.kind): row.from_date for row in reliefs}
    result = {}
    for account_id, ref in account_refs_by_id(account_ids=accounts).items():
        large = held.get((account_id, PriceRelief.Kind.LARGE_HOUSEHOLD))
        result[account_id] = rating.Household(
            move_in_date=ref.opened_on,
            large_household_from=large.replace(day=1) if large else None,
            low_income=(account_id, PriceRelief.Kind.LOW_INCOME) in held,
        )
    return result


def agreement_of(*, account_id: int, on: date) -> AgreementView | None:
    """Return the agreement of an account in force on that day, if there is one."""
    in_force = [
        view
        for view in agreements_of(account_id=account_id)
        if view.valid_from <= on and (view.valid_to is None or on < view.valid_to)
    ]
    return in_force[0] if in_force else None


def agreements_of(*, account_id: int) -> list[AgreementView]:
    """Return all agreements of an account, newest first."""
    rows = CustomerAgreement.objects.filter(account_id=account_id).order_by("-valid_from")
    return [
        AgreementView(
            price_class=row.price_class, billing_method=row.billing_method,
            billing_method_label=row.get_billing_method_display(),
            contracted_capacity_kva=row.contracted_capacity_kva,
            contract_demand_kw=row.contract_demand_kw, hv_motor_kw=row.hv_motor_kw, tou=row.tou,
            pf_standard=row.pf_standard, valid_from=row.valid_from, valid_to=row.valid_to,
        )
        for row in rows
    ]  # fmt: skip


def reliefs_of(*, account_id: int) -> list[ReliefView]:
    """Return the price reliefs of an account, newest first."""
    rows = PriceRelief.objects.filter(account_id=account_id).order_by("-from_date", "kind")
    return [
        ReliefView(
            kind=row.kind, kind_label=row.get_kind_display(),
            from_date=row.from_date, to_date=row.to_date,
        )
        for row in rows
    ]  # fmt: skip


def capacity_changes_of(*, account_id: int) -> list[CapacityChangeView]:
    """Return the capacity changes of an account, newest first."""
    rows = CapacityChange.objects.filter(account_id=account_id).order_by("-from_date", "kind")
    return [
        CapacityChangeView(
            kind=row.kind, kind_label=row.get_kind_display(), change_kva=row.change_kva,
            from_date=row.from_date, restored_date=row.restored_date,
        )
        for row in rows
    ]  # fmt: skip
