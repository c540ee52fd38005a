"""What the meters said: reads, intervals, losses and corrections of the metering points.

Part of the request (``gridhall.rating.request`` offers every name here). Plain frozen values.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

#: Limits hold where a request is read from JSON: an outsider's number must not exhaust the engine.
Number = Annotated[Decimal, Field(max_digits=30, decimal_places=12)]
Digits = Annotated[int, Field(ge=1, le=18)]


class Register(StrEnum):
    """Name a register of a meter; the values are those of the import files.

    Forward registers count what the customer takes, reverse ones what he feeds in.
    """

    TOTAL = "fwd_active_total"
    SHARP = "fwd_active_sharp"
    PEAK = "fwd_active_peak"
    FLAT = "fwd_active_flat"
    VALLEY = "fwd_active_valley"
    REACTIVE = "fwd_reactive"
    MAX_DEMAND = "max_demand"
    DEEP = "fwd_active_deep"
    REVERSE_TOTAL = "rev_active_total"
    REVERSE_SHARP = "rev_active_sharp"
    REVERSE_PEAK = "rev_active_peak"
    REVERSE_FLAT = "rev_active_flat"
    REVERSE_VALLEY = "rev_active_valley"
    REVERSE_DEEP = "rev_active_deep"
    REVERSE_REACTIVE = "rev_reactive"


class PointRole(StrEnum):
    """Name the part a metering point plays for the account that is billed."""

    ORDINARY = "ordinary"
    MASTER = "master"
    SUB = "sub"
    RATIO = "ratio"  # 定比: no meter, ``ratio_pct`` per cent of the parent
    FIXED = "fixed"  # 定量: no meter, ``fixed_kwh`` a month of the parent


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """Hold one read of one register, in register units (multiplier not applied).

    ``estimated`` marks a read that was not taken but reckoned. A later true read may lie below
    it: the negative difference is then a true-up and no fault.
    """

    reading_id: str
    read_at: datetime
    value: Number
    reason: str = "normal"  # normal, install, replace_out, replace_in, change
    estimated: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterUse:
    """Hold the reads of a register that bound its use within the period.

    ``None`` means that the read is missing; the engine then refuses instead of guessing. The
    maximum-demand register needs only ``closing`` (the maximum of the period). ``between`` are
    reads taken inside the period (a change of price, class or owner): where the period is split
    at the day of such a read, it ends one part and opens the next.
    """

    register: Register
    opening: Reading | None = None
    closing: Reading | None = None
    between: tuple[Reading, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class MeterUse:
    """Hold one meter as it was used within the period.

    A meter exchange gives two of them; so does a new multiplier on the same meter.
    """

    asset_no: str
    multiplier: Number  # CT × PT; 1 if connected directly
    register_int_digits: Digits  # a register rolls over at 10 ** digits
    registers: tuple[RegisterUse, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Intervals:
    """Hold energy per interval, without a gap in time: ``kwh[i]`` lies at ``start + i × minutes``.

    ``start`` is local standard time of the supply territory without daylight saving; each value
    is kWh (multiplier applied) of the interval that begins there. ``None`` is a gap: the engine
    refuses, it does not fill. Values outside the period ``[start, end)`` are ignored.
    """

    start: datetime
    minutes: Literal[15, 30, 60]
    kwh: tuple[Number | None, ...]
    series_id: str = "intervals"


@dataclass(frozen=True, kw_only=True, slots=True)
class TransformerLoss:
    """Hold the loss data of a transformer in front of the meter (高供低计), simple formula.

    Active loss = ``p0_kw`` × 24 × days + per cent × read kWh; reactive likewise.
    """

    p0_kw: Number  # no-load loss, active
    q0_kvar: Number  # no-load loss, reactive
    load_active_pct: Number  # load loss as per cent of the read active kWh
    load_reactive_pct: Number  # reactive load loss as per cent of the read active kWh


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenLoss:
    """Hold a transformer's loss as agreed kWh of a whole month; a part month bears its days."""

    month_kwh: Number
    month_kvarh: Number = Decimal(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class LossRow:
    """Hold one row of a loss table: the month's loss while it uses up to ``up_to_kwh``."""

    up_to_kwh: Number | None  # None = no upper limit
    loss_kwh: Number
    loss_kvarh: Number = Decimal(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class TableLoss:
    """Hold a transformer's loss as a table by monthly energy (变损表), rows in rising order."""

    rows: tuple[LossRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CurveLoss:
    """Hold the nameplate of a transformer for the quadratic loss formula.

    Active: P0·T + K·Pk·(W² + Q²) ÷ (S²·T). Reactive: I0 %·S·T + K·Uk %·(W² + Q²) ÷ (S·T).
    ``hours`` is T of the period; ``None`` takes 24 × days.
    """

    kva: Number
    p0_kw: Number
    pk_kw: Number
    i0_pct: Number = Decimal(0)
    uk_pct: Number = Decimal(0)
    shape: Number = Decimal(1)  # K: about 3, 1.5, 1 for one, two, three shifts
    hours: Number | None = None


Loss = TransformerLoss | GivenLoss | TableLoss | CurveLoss


class CorrectionKind(StrEnum):
    """Name why energy is added to or taken from what the meters said."""

    METER_ERROR = "meter_error"
    WIRING = "wiring"
    MULTIPLIER = "multiplier"
    TRUE_UP = "true_up"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """Hold kWh (kvarh for ``reactive``) to add to a point; negative takes away.

    ``period`` is ``total`` (spread over the periods as they were read) or the name of one;
    ``numbers`` is the arithmetic that led to the figure, shown in the trace.
    """

    kind: CorrectionKind
    kwh: Number
    period: str = "total"
    numbers: str = ""
    reference: str = ""  # the number of the finding or case


@dataclass(frozen=True, kw_only=True, slots=True)
class MeteringPoint:
    """Hold one metering point.

    A ``sub`` point belongs to another account; it is listed in the request of the *master's*
    account so that its quantities can be subtracted. (In the sub account's own request the same
    point is ``ordinary``.) A sub point that names a ``price_class`` and no other account is
    billed here at that class. A ``ratio`` or ``fixed`` point has no meter: its share of its
    parent's quantities is billed at its own ``price_class``.

    Energy comes from ``meters`` or from ``intervals`` (those also give the 15-minute maximum
    demand). ``line_loss_pct`` is added to the metered energy. ``incoming_line`` names the line
    of ``Agreement.incoming_lines`` that the point measures. ``from_date`` and ``to_date``
    (half-open) are given where the point serves only a part of the period.
    """

    mp_no: str
    role: PointRole = PointRole.ORDINARY
    account_no: str = ""
    parent_mp_no: str = ""
    meters: tuple[MeterUse, ...] = ()
    loss: Loss | None = None
    ratio_pct: Number | None = None
    price_class: str = ""  # only needed where it differs from the agreement's
    intervals: Intervals | None = None
    reverse_intervals: Intervals | None = None  # energy fed in
    incoming_line: str = ""
    fixed_kwh: Number | None = None  # kWh of a whole month
    line_loss_pct: Number | None = None
    corrections: tuple[Correction, ...] = ()
    from_date: date | None = None
    to_date: date | None = None
