"""What was agreed: the contract's terms, its capacity and demand, and what only homes have.

Part of the request (``gridhall.rating.request`` offers every name here). Plain frozen values.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from gridhall.rating.metered import Number


class BillingMethod(StrEnum):
    """Name how capacity is charged under the contract."""

    ENERGY_ONLY = "energy_only"
    SINGLE = "single"
    TWO_CAPACITY = "two_capacity"
    TWO_DEMAND = "two_demand"


class CapacityChangeKind(StrEnum):
    """Name why the capacity that is charged for changes."""

    SUSPENSION = "suspension"  # 暂停
    INCREASE = "increase"  # 增容
    REDUCTION = "reduction"  # 减容, for good
    TEMPORARY_REDUCTION = "temporary_reduction"  # 减容, to be restored
    RESTORE = "restore"  # 减容恢复, 复电: adds kva_change from its date
    SWAP = "swap"  # 暂换: kva_change = new − old, from the day of the swap
    NEW = "new"  # 新装: charged from its date
    CLOSE = "close"  # 销户: nothing is charged from its date


@dataclass(frozen=True, kw_only=True, slots=True)
class CapacityChange:
    """Hold one event that changes the charged capacity.

    ``kva_change`` is signed (a suspension of 630 kVA is ``-630``); a closing needs none.
    ``restored_date`` is the first day that is charged again; ``None`` means not restored yet.
    """

    kind: CapacityChangeKind
    kva_change: Number = Decimal(0)
    from_date: date
    restored_date: date | None = None


class TransformerState(StrEnum):
    """Name how a transformer stands; only sealed and suspended ones are free of charge."""

    RUNNING = "running"
    HOT_STANDBY = "hot_standby"  # 热备用
    COLD_STANDBY = "cold_standby"  # 冷备用, not sealed by the utility
    COLD_SEALED = "cold_sealed"  # 冷备用, sealed by the utility
    SUSPENDED = "suspended"


class Equipment(StrEnum):
    """Name what a charged unit is."""

    TRANSFORMER = "transformer"
    HV_MOTOR = "hv_motor"  # connected directly to high voltage; 1 kW counts as 1 kVA
    COMPENSATOR = "compensator"  # capacitors and condensers: never charged


@dataclass(frozen=True, kw_only=True, slots=True)
class Transformer:
    """Hold one unit of capacity and how it stood from ``from_date`` until ``to_date``.

    Both dates open: the whole time. A unit whose state changes is listed once for each state.
    Units of one ``interlock`` group cannot run at once: the largest counts.
    """

    kva: Number
    state: TransformerState = TransformerState.RUNNING
    from_date: date | None = None
    to_date: date | None = None  # first day on which it no longer stands so
    equipment: Equipment = Equipment.TRANSFORMER
    interlock: str = ""
    name: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class IncomingLine:
    """Hold one incoming line with its own demand; the lines' charges are added."""

    line: str
    contract_demand_kw: Number | None = None
    capacity_kva: Number | None = None  # transformers behind this line
    hv_motor_kw: Number | None = None


class PowerFactorUse(StrEnum):
    """Name the kind of user from which the law derives the power-factor standard."""

    INDUSTRY_HV = "industry_hv"
    OTHER_INDUSTRY = "other_industry"
    IRRIGATION = "irrigation"
    AGRICULTURE = "agriculture"
    RESALE = "resale"


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """Hold the terms of the supply contract that a bill depends on.

    ``contracted_capacity_kva`` is the capacity on the first day of the period before any
    suspension; increases and reductions count only if they start later than that day, and
    suspensions that still run are listed even if they began in an earlier period. With
    ``transformers`` the capacity is their sum, day by day, and ``contracted_capacity_kva`` may
    be left out. ``demand_strategy`` overrides the strategy that the tariff book names.
    ``pf_use`` lets the engine derive ``pf_standard`` from capacity where none is given.
    """

    price_class: str
    billing_method: BillingMethod
    tou: bool = False
    pf_standard: Number | None = None  # 0.90, 0.85, 0.80; None = no power-factor check
    contracted_capacity_kva: Number | None = None
    capacity_changes: tuple[CapacityChange, ...] = ()
    contract_demand_kw: Number | None = None
    hv_motor_kw: Number | None = None
    transformers: tuple[Transformer, ...] = ()
    incoming_lines: tuple[IncomingLine, ...] = ()
    demand_strategy: str = ""
    demand_floor_base: str = ""  # contracted, less_suspended, none (no floor, with a warning)
    pf_use: PowerFactorUse | None = None
    large_industry: bool | None = None  # asked by some time-of-use calendars
    sub_region: str | None = None  # likewise: city or prefecture, as the book writes it


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthUse:
    """Hold the energy billed for one earlier month of the same calendar year, oldest first."""

    month: date  # first day
    kwh: Number


@dataclass(frozen=True, kw_only=True, slots=True)
class Household:
    """Hold what only homes have: relief, moving in, and the year's use before this period.

    ``large_household_from`` is the first day of the month the relief starts; ``_to`` the first
    day without it. ``shared_price`` is the choice of a home of seven or more persons.
    """

    move_in_date: date | None = None
    large_household_from: date | None = None
    low_income: bool = False
    used_before: tuple[MonthUse, ...] = ()
    large_household_to: date | None = None
    persons: int | None = None
    shared_price: bool = False
    move_out_date: date | None = None
