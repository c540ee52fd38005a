"""How numbers, money, energy and dates look: exact, and the same on every page.

Every function takes ``int`` or ``Decimal`` (or its text) and refuses floats: a float on a page
is a defect upstream that must not be hidden. ``None`` and ``""`` become a dash.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.formats import date_format

from gridhall.foundation import language
from gridhall.kernel.money import exact, round_money

DASH = "—"
MINUS = "\u2212"
THIN = "\u00a0"  # keeps a sign or unit on the number's line

Number = str | int | Decimal


def is_empty(value: object) -> bool:
    """Tell whether there is nothing to show."""
    return value is None or value == ""


def _grouped(value: Decimal) -> str:
    """Return the number with thousands separators and every digit it has."""
    return f"{abs(value):,f}"


def _signed(value: Decimal, text: str, *, plus: bool = False) -> str:
    if value < 0:
        return MINUS + text
    return f"+{text}" if plus and value > 0 else text


def _trimmed(value: Decimal, places: int | None) -> Decimal:
    if places is not None:
        return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def money(value: Number | None, *, plus: bool = False) -> str:
    """Return yuan as ``¥ 1,234.56``; more than two decimals are rounded half away from zero."""
    if value is None or value == "":
        return DASH
    amount = round_money(exact(value))
    return _signed(amount, f"¥{THIN}{_grouped(amount)}", plus=plus)


def number(value: Number | None, places: int | None = None) -> str:
    """Return ``1,234.5``: all digits without trailing zeros, or exactly ``places`` decimals."""
    if value is None or value == "":
        return DASH
    shown = _trimmed(exact(value), places)
    return _signed(shown, _grouped(shown))


def register(value: Number | None) -> str:
    """Return what a register shows, ``1,234.50``: two decimals, more where the meter has more."""
    if value is None or value == "":
        return DASH
    shown = exact(value).normalize()
    exponent = shown.as_tuple().exponent
    return number(shown, 2 if isinstance(exponent, int) and exponent > -2 else None)


def quantity(value: Number | None, unit: str, places: int | None = None) -> str:
    """Return a number with its unit: ``1,234.5 kWh``."""
    text = number(value, places)
    return text if text == DASH else f"{text}{THIN}{unit}"


def kwh(value: Number | None, places: int | None = None) -> str:
    """Return active energy, ``1,234 kWh``."""
    return quantity(value, "kWh", places)


def percent(value: Number | None, places: int = 1) -> str:
    """Return a share as percent: 0.1234 → ``12.3%``."""
    if value is None or value == "":
        return DASH
    return f"{number(exact(value) * 100, places)}%"


def price(value: Number | None) -> str:
    """Return a unit price in yuan with at least two and otherwise all its decimals."""
    if value is None or value == "":
        return DASH
    rate = exact(value).normalize()
    exponent = rate.as_tuple().exponent
    if isinstance(exponent, int) and exponent > -2:
        rate = rate.quantize(Decimal("0.01"))
    return _signed(rate, f"¥{THIN}{_grouped(rate)}")


def day(value: date | datetime | None) -> str:
    """Return a date: ``2026-01-31`` in Chinese, ``31 Jan 2026`` in English."""
    if value is None or value == "":
        return DASH
    local = _local(value)
    return f"{local:%Y-%m-%d}" if language.in_chinese() else date_format(local, "j M Y")


def moment(value: datetime | None) -> str:
    """Return date and time to the minute, in the zone of the supply territory."""
    if value is None:
        return DASH
    local = _local(value)
    return f"{local:%Y-%m-%d %H:%M}" if language.in_chinese() else date_format(local, "j M Y H:i")


def month(value: date | datetime | None) -> str:
    """Return a month: ``2026年1月`` or ``January 2026``."""
    if value is None or value == "":
        return DASH
    local = _local(value)
    return f"{local.year}年{local.month}月" if language.in_chinese() else date_format(local, "F Y")


def period(start: date | None, end: date | None) -> str:
    """Return a half-open period as people say it: both days inclusive, open end as a dash."""
    if start is None:
        return DASH
    if end is None:
        return f"{day(start)} –"
    last = end - timedelta(days=1)
    return day(start) if last == start else f"{day(start)} – {day(last)}"


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
