"""What a caller hands in to record agreements, reliefs and capacity changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAgreement:
    """The terms of supply of an account from ``valid_from`` on, until they are replaced.

    ``billing_method`` is ENERGY_ONLY, SINGLE_PART, TWO_PART_CAPACITY or TWO_PART_DEMAND.
    """

    account_id: int
    price_class: str
    billing_method: str
    contracted_capacity_kva: Decimal
    tou: bool
    valid_from: date
    contract_demand_kw: Decimal | None = None
    hv_motor_kw: Decimal = Decimal(0)
    pf_standard: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRelief:
    """A better price for a household: ``kind`` is LARGE_HOUSEHOLD or LOW_INCOME."""

    account_id: int
    kind: str
    from_date: date
    to_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCapacityChange:
    """Capacity sealed (SUSPENSION, ``change_kva`` < 0) or added (INCREASE, > 0)."""

    account_id: int
    kind: str
    change_kva: Decimal
    from_date: date
    restored_date: date | None = None
