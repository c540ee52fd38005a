"""Rule 10 c: losses in front of or behind the meter that the customer bears.

Line loss is a per cent of the metered energy. The loss of a transformer in front of the meter
(高供低计) comes from a simple formula, the nameplate, a table by monthly energy, or was agreed as
kWh of a month. Active loss is spread over the periods in proportion to the read energy, each
rounded to whole kWh; the residual period takes the remainder.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from gridhall.kernel.money import round_money
from gridhall.kernel.periods import DatePeriod, billing_months, month_of, months_later
from gridhall.kernel.quantities import whole_half_up
from gridhall.rating import wording
from gridhall.rating.errors import INCONSISTENT_POINTS, Hold
from gridhall.rating.law import Law
from gridhall.rating.quantities.frame import Wanted
from gridhall.rating.quantities.journal import Journal
from gridhall.rating.quantities.points import PointQuantities
from gridhall.rating.request import (
    CurveLoss,
    GivenLoss,
    Loss,
    LossRow,
    MeteringPoint,
    TableLoss,
    TransformerLoss,
)
from gridhall.rating.result import Text

HUNDRED = Decimal(100)
QUANTITY_RULES: dict[str, Callable[[Decimal], Decimal]] = {"whole_half_up": whole_half_up}
Rounded = Callable[[Decimal], Decimal]

LINE = Text("计量电量 × 线损率", "metered energy × line loss")
GIVEN = Text("约定月变损 × 当月份额", "agreed loss of a month × its share")
TABLE = Text(
    "变损表（按月用电量查）× 当月份额", "loss table by monthly energy × share of the month"
)
CURVE = Text("P0·T + K·Pk·(W² + Q²) ÷ (S²·T)", "P0·T + K·Pk·(W² + Q²) ÷ (S²·T)")
CURVE_Q = Text("I0%·S·T + K·Uk%·(W² + Q²) ÷ (S·T)", "I0%·S·T + K·Uk%·(W² + Q²) ÷ (S·T)")


def rounding_of(law: Law) -> Rounded:
    """Return how this utility rounds quantities that are computed and not read."""
    rule = str(law.convention("quantity_rounding").value)
    return QUANTITY_RULES.get(rule) or (lambda value: round_money(value, rule))


def add_line_loss(
    found: PointQuantities, percent: Decimal, wanted: Wanted, law: Law, journal: Journal
) -> None:
    """Add the loss of the line between the meter and the boundary of property."""
    read = found.total
    loss = rounding_of(law)(read * percent / HUNDRED)
    numbers = f"{wording.num(read)} × {wording.num(percent)} % ≈ {wording.num(loss)}"
    journal.step("LINE_LOSS", "total", loss, "kWh", LINE, numbers, mp_no=found.mp_no)
    spread(found, loss, dict(found.energy), wanted, law)


def add_transformer_loss(
    found: PointQuantities,
    loss: Loss,
    *,
    days: DatePeriod,
    wanted: Wanted,
    law: Law,
    journal: Journal,
) -> None:
    """Add active and reactive loss of the transformer for the days it served."""
    whole = rounding_of(law)
    (active, a_words, a_text), (reactive, r_words, r_text) = _loss(loss, found, days, law)
    active, reactive = whole(active), whole(reactive)
    found.reactive += reactive
    spread(found, active, found.read, wanted, law)
    num = wording.num
    for name, value, words, text, unit in (
        ("total", active, a_words, a_text, "kWh"),
        ("reactive", reactive, r_words, r_text, "kvarh"),
    ):
        numbers = f"{text} ≈ {num(value)}"
        journal.step("TRANSFORMER_LOSS", name, value, unit, words, numbers, mp_no=found.mp_no)


def spread(
    found: PointQuantities,
    kwh: Decimal,
    weights: dict[str, Decimal],
    wanted: Wanted,
    law: Law,
) -> None:
    """Add energy to the periods in proportion to the weights; the residual takes the rest."""
    residual = wanted.tou.residual if wanted.tou else "total"
    whole, rest = rounding_of(law), kwh
    total = sum(weights.values(), Decimal(0))
    for period in found.energy:
        if period != residual and total > 0:
            share = whole(kwh * weights[period] / total)
            found.energy[period] += share
            rest -= share
    found.energy[residual] += rest


def days_served(point: MeteringPoint, days: DatePeriod) -> DatePeriod:
    """Return the days of the period on which the point served."""
    own = DatePeriod(point.from_date or days.start, point.to_date)
    return days.intersect(own) or days


def month_share(days: DatePeriod, law: Law) -> tuple[Decimal, str]:
    """Return which part of a month the days are (above 1 for several), with the arithmetic.

    A month from any day to the same day of the next is one; other days count by thirty or by the
    calendar, as the book's ``loss_divisor`` says (thirty without it).
    """
    rule = law.rule("loss_divisor", "thirty_days")
    share, texts = Decimal(0), []
    for month in billing_months(days):
        if month.end == months_later(month.start, 1):
            share += 1
            texts.append("1")
            continue
        divisor = 30 if rule == "thirty_days" else month_of(month.start).days
        share += Decimal(month.days) / divisor
        texts.append(f"{month.days} ÷ {divisor}")
    return share, " + ".join(texts)


Part = tuple[Decimal, str | Text, str]


def _loss(loss: Loss, found: PointQuantities, days: DatePeriod, law: Law) -> tuple[Part, Part]:
    if isinstance(loss, TransformerLoss):
        return _simple(loss, found.read_total, days.days)
    if isinstance(loss, CurveLoss):
        return _curve(loss, found, days.days)
    share, text = month_share(days, law)
    row = _row(loss, found, share)
    num = wording.num
    words = GIVEN if isinstance(loss, GivenLoss) else TABLE
    return (
        (row.loss_kwh * share, words, f"{num(row.loss_kwh)} × ({text})"),
        (row.loss_kvarh * share, words, f"{num(row.loss_kvarh)} × ({text})"),
    )


def _simple(loss: TransformerLoss, read: Decimal, days: int) -> tuple[Part, Part]:
    num, hours = wording.num, Decimal(24 * days)

    def part(idle: Decimal, percent: Decimal) -> Part:
        text = f"{num(idle)} × 24 × {days} + {num(read)} × {num(percent)} %"
        return idle * hours + percent * read / HUNDRED, "loss_active", text

    return part(loss.p0_kw, loss.load_active_pct), part(loss.q0_kvar, loss.load_reactive_pct)


def _curve(loss: CurveLoss, found: PointQuantities, days: int) -> tuple[Part, Part]:
    num = wording.num
    hours = Decimal(24 * days) if loss.hours is None else loss.hours
    if hours <= 0 or loss.kva <= 0:
        raise Hold(INCONSISTENT_POINTS, problem=f"{found.mp_no}: loss without hours or capacity")
    w, q, s = found.read_total, found.reactive, loss.kva
    square = w * w + q * q
    active = loss.p0_kw * hours + loss.shape * loss.pk_kw * square / (s * s * hours)
    idle = loss.i0_pct / HUNDRED * s * hours
    reactive = idle + loss.shape * loss.uk_pct / HUNDRED * square / (s * hours)
    tail = f"({num(w)}² + {num(q)}²) ÷ ({num(s)}"
    return (
        (
            active,
            CURVE,
            f"{num(loss.p0_kw)} × {num(hours)} + {num(loss.shape)} × {num(loss.pk_kw)} × "
            f"{tail}² × {num(hours)})",
        ),
        (
            reactive,
            CURVE_Q,
            f"{num(loss.i0_pct)} % × {num(s)} × {num(hours)} + {num(loss.shape)} × "
            f"{num(loss.uk_pct)} % × {tail} × {num(hours)})",
        ),
    )


def _row(loss: GivenLoss | TableLoss, found: PointQuantities, share: Decimal) -> LossRow:
    """Return the month's loss: as agreed, or the table's row for the energy of a whole month."""
    if isinstance(loss, GivenLoss):
        return LossRow(up_to_kwh=None, loss_kwh=loss.month_kwh, loss_kvarh=loss.month_kvarh)
    monthly = found.read_total / share if share else found.read_total
    for row in loss.rows:
        if row.up_to_kwh is None or monthly <= row.up_to_kwh:
            return row
    raise Hold(INCONSISTENT_POINTS, problem=f"{found.mp_no}: the loss table ends too early")
