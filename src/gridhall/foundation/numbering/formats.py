"""How the numbers that people read are written: prefix, period, running number, check digit.

**Gapless** numbers come from a counter that stays locked until the transaction ends: what fails
gives its number back. That is dear, so only what has to be without a gap is. **Fast** numbers come
from a sequence of PostgreSQL: nobody waits for anybody, and what fails leaves a gap.

A format's check digit is ISO 7064 MOD 11,10 (GB/T 17710) over all digits before it: it shows each
single wrong digit and nearly every swap of neighbours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_10

from gridhall.kernel.errors import InvalidCode

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PERIODS = {"": "", "year": "%Y", "month": "%Y%m", "day": "%Y%m%d"}
SCOPE = r"[A-Z0-9]{1,12}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFormat:
    """One kind of number: ``prefix scope - period - running number, check digit``.

    ``scoped``: a part of its own is written after the prefix (a unit), with a counter of its own.
    ``period``: what is written of the day, and when a gapless counter starts again. ``source``:
    why it is gapless or need not be. A fast format needs its ``sequence`` in a migration.
    """

    code: str
    label: StrPromise | str
    prefix: str = ""
    scoped: bool = False
    period: str = ""
    dash: str = "-"
    width: int
    check: bool = False
    gapless: bool = True
    source: str

    @property
    def sequence(self) -> str:
        """Return the name of the sequence of a fast format."""
        return f"numbering_{self.code}"

    def counter(self, *, scope: str, on: date) -> tuple[str, str]:
        """Return which counter a gapless number comes from: code and period."""
        return (f"{self.code}:{scope}" if self.scoped else self.code), self.period_of(on)

    def period_of(self, on: date) -> str:
        """Return what is written of a day."""
        return f"{on:{PERIODS[self.period]}}" if self.period else ""

    def text(self, number: int, *, on: date, scope: str = "") -> str:
        """Return a running number as it is written."""
        running = f"{number:0{self.width}d}"
        parts = [self.prefix + scope + self.dash * bool(scope), self.period_of(on)]
        body = "".join(parts) + self.dash * bool(self.period) + running
        return body + _check_digit(body) if self.check else body

    def checked(self, text: str) -> str:
        """Return a number that somebody typed, without blanks. Raises InvalidCode."""
        cleaned = "".join(text.split()).upper()
        if not re.fullmatch(self._pattern, cleaned):
            raise InvalidCode(kind=self.code, value=text, reason="the shape does not fit")
        digits = "".join(c for c in cleaned if c.isdigit())
        if self.check and not _fits(digits):
            raise InvalidCode(kind=self.code, value=text, reason="the check digit does not fit")
        return cleaned

    @property
    def _pattern(self) -> str:
        dash = re.escape(self.dash)
        period = {"": "", "year": r"\d{4}", "month": r"\d{6}", "day": r"\d{8}"}[self.period]
        scope = f"{SCOPE}{dash}" if self.scoped else ""
        running = rf"\d{{{self.width},}}" + (r"\d" if self.check else "")
        return re.escape(self.prefix) + scope + period + (dash if period else "") + running


def _check_digit(body: str) -> str:
    return str(mod_11_10.calc_check_digit("".join(c for c in body if c.isdigit())))


def _fits(digits: str) -> bool:
    try:
        mod_11_10.validate(digits)
    except ValidationError:
        return False
    return True


_formats: dict[str, NumberFormat] = {}


def register(one: NumberFormat) -> None:
    """Make a format known."""
    _formats[one.code] = one


def format_of(code: str) -> NumberFormat:
    """Return the format of that code. Raises KeyError: an unknown one is a mistake of ours."""
    return _formats[code]


def all_formats() -> list[NumberFormat]:
    """Return all formats, in the order they were made known."""
    return list(_formats.values())


#: Read as such, not looked up again: the Basic Rules of Accounting Work (会计基础工作规范), article
#: 51, want vouchers numbered one after the other; bills and receipts are what they rest on.
VOUCHERS = "after 会计基础工作规范, article 51 (vouchers are numbered without a gap); not verified"

for _format in (
    NumberFormat(code="bill_run", label=_("Bill run"), prefix="R", period="month", width=4,
                 source="company rule: a missing run would have to be explained"),
    NumberFormat(code="bill", label=_("Bill"), period="month", width=7, source=VOUCHERS),
    NumberFormat(code="receipt", label=_("Receipt"), prefix="R", scoped=True, period="day",
                 width=5, source=VOUCHERS),
    NumberFormat(code="contract", label=_("Contract"), prefix="HT", period="year", width=6,
                 check=True, source="company rule: the register of contracts has no holes"),
    NumberFormat(code="case", label=_("Case"), prefix="S", period="day", width=6, check=True,
                 gapless=False, source="company rule: read out by telephone, hence the check "
                 "digit; nothing rests on its being without a gap"),
):  # fmt: skip
    register(_format)
