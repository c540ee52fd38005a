"""The use of a bill's form as metering points: short quantities become imagined meters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from gridhall.rating.quantities.registers import REGISTER_OF
from gridhall.rating.quotes.bill_form import BillForm
from gridhall.rating.quotes.bill_losses import corrections_of, loss_of, reactive_of
from gridhall.rating.quotes.inline import InlineTariff
from gridhall.rating.quotes.registry import Refused
from gridhall.rating.quotes.use_form import (
    IntervalsForm,
    MeterForm,
    PointForm,
    UseForm,
)
from gridhall.rating.request import (
    Intervals,
    MeteringPoint,
    MeterUse,
    PointRole,
    Reading,
    Register,
    RegisterUse,
)
from gridhall.rating.result import Text

DIGITS = 18
ZERO = Decimal(0)
EXPORT = {
    "total": Register.REVERSE_TOTAL,
    "sharp": Register.REVERSE_SHARP,
    "peak": Register.REVERSE_PEAK,
    "flat": Register.REVERSE_FLAT,
    "valley": Register.REVERSE_VALLEY,
    "deep": Register.REVERSE_DEEP,
    "reactive": Register.REVERSE_REACTIVE,
}
NO_USE = UseForm()


@dataclass(slots=True)
class _Amounts:
    """Hold the use of one stretch by register, and the maximum demand."""

    sums: dict[Register, Decimal] = field(default_factory=dict)
    demand: Decimal | None = None


def first_use(form: BillForm) -> UseForm:
    """Return the use that tells which periods are known: the case's, or the first point's."""
    return form.usage or next(iter(form.points), NO_USE)


def points_of(form: BillForm, inline: InlineTariff | None) -> tuple[MeteringPoint, ...]:
    """Return the metering points; a bill for capacity alone has one that counted nothing."""
    names = inline.period_names if inline is not None else ()
    if form.points:
        return tuple(_point(form, item, names) for item in form.points)
    use = form.usage or NO_USE
    if not use.stated and not any(s.usage is not None for s in form.segments):
        use = use.model_copy(update={"kwh": ZERO, "shares": {}})
        if form.tariff.inline is None or form.tariff.inline.energy or form.tariff.inline.tiers:
            raise _missing_use()
        use = use.model_copy(update={"periods": dict.fromkeys(names, ZERO)})
    return (_own_point(form, use, names),)


def _missing_use() -> Refused:
    text = Text(
        "没有用电量：请写 usage.kwh、usage.readings 或 points。没用电请写 kwh: 0。",
        "No use is given: write usage.kwh, usage.readings or points. If nothing was used, kwh: 0.",
    )
    return Refused("USE_MISSING", text)


def _own_point(form: BillForm, use: UseForm, names: tuple[str, ...]) -> MeteringPoint:
    return MeteringPoint(
        mp_no=form.account_no,
        meters=_meters(form, use, form.account_no, names),
        loss=None if use.loss is None else loss_of(use.loss),
        intervals=_intervals(use.intervals, "intervals"),
        reverse_intervals=_intervals(use.export_intervals, "export"),
        line_loss_pct=use.line_loss_pct,
        corrections=corrections_of(use),
    )


def _point(form: BillForm, item: PointForm, names: tuple[str, ...]) -> MeteringPoint:
    metered = item.role not in ("ratio", "fixed")
    return MeteringPoint(
        mp_no=item.mp_no,
        role=PointRole(item.role),
        account_no=item.account_no or "",
        parent_mp_no=item.parent or "",
        meters=_meters(form, item, item.mp_no, names) if metered else (),
        loss=None if item.loss is None else loss_of(item.loss),
        ratio_pct=item.ratio_pct,
        price_class=item.tariff or "",
        intervals=_intervals(item.intervals, item.mp_no),
        reverse_intervals=_intervals(item.export_intervals, f"{item.mp_no}:export"),
        incoming_line=item.incoming_line or "",
        fixed_kwh=item.fixed_kwh,
        line_loss_pct=item.line_loss_pct,
        corrections=corrections_of(item),
    )


def _meters(
    form: BillForm, use: UseForm, name: str, names: tuple[str, ...]
) -> tuple[MeterUse, ...]:
    """Return the meters as read, or an imagined one that ran from nought to the use."""
    if use.meters:
        return tuple(_read_meter(form, meter) for meter in use.meters)
    if use.readings:
        meter = MeterForm.model_construct(
            asset_no=name,
            multiplier=use.multiplier,
            digits=use.digits,
            readings=use.readings,
            between=use.between,
            estimated=False,
            opening_estimated=use.opening_estimated,
            from_=None,
            to=None,
        )
        return (_read_meter(form, meter),)
    if use.intervals is not None:
        return ()
    later = [(s.from_, s.usage) for s in form.segments if s.usage is not None]
    stretches = [(form.period.from_, use), *(later if use is form.usage else [])]
    return (_imagined(form, name, [(day, _amounts(u, names)) for day, u in stretches]),)


def _amounts(use: UseForm, names: tuple[str, ...]) -> _Amounts:
    """Return the use by register; shares divide the energy, a stated factor gives the kvarh."""
    periods = dict(use.periods)
    if use.shares and use.kwh is not None:
        whole = sum(use.shares.values(), ZERO)
        if whole <= 0:
            raise _missing_use()
        periods = {name: use.kwh * share / whole for name, share in use.shares.items()}
    kwh = sum(periods.values(), ZERO) if use.kwh is None else use.kwh
    if kwh == 0 and not periods:  # nothing was used at all, whatever the time
        periods = {name: ZERO for name in names if name in REGISTER_OF}
    left_out = [name for name in names if name not in periods]
    if periods and use.kwh is not None and len(left_out) == 1:
        periods[left_out[0]] = kwh - sum(periods.values(), ZERO)
    found = _Amounts({Register.TOTAL: kwh}, use.demand_kw)
    for name, value in periods.items():
        found.sums[_register(name, names)] = value
    if use.kvarh is not None:
        found.sums[Register.REACTIVE] = use.kvarh
    elif use.power_factor is not None:
        found.sums[Register.REACTIVE] = reactive_of(kwh, use.power_factor)
    if use.export_kwh is not None:
        found.sums[Register.REVERSE_TOTAL] = use.export_kwh
    for name, value in use.export_periods.items():
        found.sums[EXPORT[name]] = value
    return found


def _no_price(name: str, names: tuple[str, ...]) -> Refused:
    listed = ", ".join(names)
    text = Text(
        f"用电量写了时段 {name}，价格里没有这个时段（有 {listed}）：请补上价格或改时段。",
        f"There is use in the period {name}, which the tariff does not know ({listed}): give its "
        "price, or correct the period.",
    )
    return Refused("UNKNOWN_PERIOD", text, period=name)


def _register(name: str, names: tuple[str, ...] = ()) -> Register:
    if names and name in REGISTER_OF and name not in names:
        raise _no_price(name, names)
    if name not in REGISTER_OF:
        text = Text(
            f"时段 {name} 没有对应的示数；可用 sharp、peak、flat、valley、deep，"
            "其他时段请给 intervals。",
            f"No register counts the period {name}; use sharp, peak, flat, valley or deep, or "
            "give intervals.",
        )
        raise Refused("UNKNOWN_PERIOD", text, period=name)
    return REGISTER_OF[name]


def _imagined(form: BillForm, name: str, stretches: list[tuple[date, _Amounts]]) -> MeterUse:
    """Return a meter that ran from nought to the use, read where a stretch ends."""
    end = form.period.to
    registers = list(dict.fromkeys(r for _, amounts in stretches for r in amounts.sums))
    uses = []
    for register in registers:
        at, value = [], ZERO
        for day, amounts in stretches:
            at.append((day, value))
            value += amounts.sums.get(register, ZERO)
        reads = [_reading(name, register, day, v) for day, v in (*at, (end, value))]
        uses.append(_register_use(register, reads))
    demands = [a.demand for _, a in stretches if a.demand is not None]
    if demands:
        read = _reading(name, Register.MAX_DEMAND, end, max(demands))
        uses.append(RegisterUse(register=Register.MAX_DEMAND, closing=read))
    return MeterUse(
        asset_no=name, multiplier=Decimal(1), register_int_digits=DIGITS, registers=tuple(uses)
    )


def _read_meter(form: BillForm, meter: MeterForm) -> MeterUse:
    start, end = meter.from_ or form.period.from_, meter.to or form.period.to
    asset = meter.asset_no
    uses = []
    for register_name, given in meter.readings.items():
        register = _named(register_name)
        if not isinstance(given, tuple):
            read = _reading(asset, register, end, given)
            uses.append(RegisterUse(register=register, closing=read))
            continue
        first = _reading(asset, register, start, given[0], estimated=meter.opening_estimated)
        reads = [first]
        for day, values in sorted(meter.between.items()):
            if register_name in values:
                reads.append(_reading(asset, register, day, values[register_name]))
        reads.append(_reading(asset, register, end, given[1], estimated=meter.estimated))
        uses.append(_register_use(register, reads))
    return MeterUse(
        asset_no=asset,
        multiplier=meter.multiplier,
        register_int_digits=meter.digits,
        registers=tuple(uses),
    )


def _named(name: str) -> Register:
    if name.startswith("export_"):
        return EXPORT[name.removeprefix("export_")]
    return REGISTER_OF[name]


def _register_use(register: Register, reads: list[Reading]) -> RegisterUse:
    return RegisterUse(
        register=register, opening=reads[0], closing=reads[-1], between=tuple(reads[1:-1])
    )


def _reading(
    meter: str, register: Register, day: date, value: Decimal, *, estimated: bool = False
) -> Reading:
    return Reading(
        reading_id=f"{meter}:{register}:{day}",
        read_at=datetime.combine(day, time()),
        value=value,
        estimated=estimated,
    )


def _intervals(form: IntervalsForm | None, name: str) -> Intervals | None:
    if form is None:
        return None
    return Intervals(start=form.start, minutes=form.minutes, kwh=form.energy, series_id=name)
