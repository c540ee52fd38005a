"""What the engine is asked: who is billed, for which period, and what the meters said.

Everything is a frozen dataclass of plain values, so a request can be stored as JSON (decimals
as text), sent to a customer, and rated again anywhere with the same result. Nothing here knows
a price: prices live in tariff books.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

#: Limits hold where a request is read from JSON: an outsider's number must not exhaust the engine.
Number = Annotated[Decimal, Field(max_digits=30, decimal_places=12)]
Digits = Annotated[int, Field(ge=1, le=18)]


class Register(StrEnum):
    """Name a register of a meter; the values are those of the import files."""

    TOTAL = "fwd_active_total"
    SHARP = "fwd_active_sharp"
    PEAK = "fwd_active_peak"
    FLAT = "fwd_active_flat"
    VALLEY = "fwd_active_valley"
    REACTIVE = "fwd_reactive"
    MAX_DEMAND = "max_demand"


class BillingMethod(StrEnum):
    """Name how capacity is charged under the contract."""

    ENERGY_ONLY = "energy_only"
    SINGLE = "single"
    TWO_CAPACITY = "two_capacity"
    TWO_DEMAND = "two_demand"


class PointRole(StrEnum):
    """Name the part a metering point plays for the account that is billed."""

    ORDINARY = "ordinary"
    MASTER = "master"
    SUB = "sub"
    RATIO = "ratio"


class CapacityChangeKind(StrEnum):
    """Name why the capacity that is charged for changes."""

    SUSPENSION = "suspension"
    INCREASE = "increase"
    REDUCTION = "reduction"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """Hold one read of one register, in register units (multiplier not applied)."""

    reading_id: str
    read_at: datetime
    value: Number
    reason: str = "normal"  # normal, install, replace_out, replace_in


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterUse:
    """Hold the two reads of a register that bound its use within the period.

    ``None`` means that the read is missing; the engine then refuses instead of guessing. The
    maximum-demand register needs only ``closing`` (the maximum of the period).
    """

    register: Register
    opening: Reading | None = None
    closing: Reading | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MeterUse:
    """Hold one meter as it was used within the period; a meter exchange gives two of them."""

    asset_no: str
    multiplier: Number  # CT × PT; 1 if connected directly
    register_int_digits: Digits  # a register rolls over at 10 ** digits
    registers: tuple[RegisterUse, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TransformerLoss:
    """Hold the loss data of a transformer in front of the meter (高供低计)."""

    p0_kw: Number  # no-load loss, active
    q0_kvar: Number  # no-load loss, reactive
    load_active_pct: Number  # load loss as per cent of the read active kWh
    load_reactive_pct: Number  # reactive load loss as per cent of the read active kWh


@dataclass(frozen=True, kw_only=True, slots=True)
class MeteringPoint:
    """Hold one metering point.

    A ``sub`` point belongs to another account; it is listed in the request of the *master's*
    account so that its quantities can be subtracted. (In the sub account's own request the same
    point is ``ordinary``.) A ``ratio`` point has no meter: ``ratio_pct`` per cent of its
    parent's quantities are billed at its own ``price_class``.
    """

    mp_no: str
    role: PointRole = PointRole.ORDINARY
    account_no: str = ""
    parent_mp_no: str = ""
    meters: tuple[MeterUse, ...] = ()
    loss: TransformerLoss | None = None
    ratio_pct: Number | None = None
    price_class: str = ""  # only needed where it differs from the agreement's


@dataclass(frozen=True, kw_only=True, slots=True)
class CapacityChange:
    """Hold one event that changes the charged capacity.

    ``kva_change`` is signed (a suspension of 630 kVA is ``-630``). ``restored_date`` is the
    first day that is charged again; ``None`` means not restored yet.
    """

    kind: CapacityChangeKind
    kva_change: Number
    from_date: date
    restored_date: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Household:
    """Hold what only homes have: relief, moving in, and the year's use before this period."""

    move_in_date: date | None = None
    large_household_from: date | None = None  # first day of the month the relief starts
    low_income: bool = False
    used_before: tuple[MonthUse, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthUse:
    """Hold the energy billed for one earlier month of the same calendar year, oldest first."""

    month: date  # first day
    kwh: Number


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """Hold the terms of the supply contract that a bill depends on.

    ``contracted_capacity_kva`` is the capacity on the first day of the period before any
    suspension; increases and reductions count only if they start later than that day, and
    suspensions that still run are listed even if they began in an earlier period.
    """

    price_class: str
    billing_method: BillingMethod
    tou: bool = False
    pf_standard: Number | None = None  # 0.90, 0.85, 0.80; None = no power-factor check
    contracted_capacity_kva: Number | None = None
    capacity_changes: tuple[CapacityChange, ...] = ()
    contract_demand_kw: Number | None = None
    hv_motor_kw: Number | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RatingRequest:
    """Hold everything needed to rate one account for one period ``[period_start, period_end)``."""

    account_no: str
    period_start: date
    period_end: date
    agreement: Agreement
    points: tuple[MeteringPoint, ...]
    household: Household = Household()
