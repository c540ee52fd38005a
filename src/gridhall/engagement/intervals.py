"""How sure a share is: the Wilson score interval, in exact decimals.

For ``n`` answers of which ``k`` fit, with the quantile ``z`` of the standard normal law:

    centre = (k/n + z²/2n) / (1 + z²/n)
    half   = z/(1 + z²/n) · √( (k/n)(1 − k/n)/n + z²/4n² )

Source: E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference,
Journal of the American Statistical Association 22 (1927) 209–212. Unlike the common ± formula it
stays between 0 and 1 and holds for few answers and for shares near 100 %. The worked example
stands in docs/explanation/satisfaction.md and is run by the tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

PLACES = Decimal("0.0001")
EXACT = Context(prec=40, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Interval:
    """A share with the bounds between which the true one lies, rounded to 0.0001."""

    share: Decimal
    low: Decimal
    high: Decimal


def wilson(*, fitting: int, total: int, quantile: Decimal) -> Interval | None:
    """Return the share ``fitting / total`` with its interval; None for no answers at all.

    Raises ValueError when ``fitting`` lies outside ``0 … total`` or the quantile is not positive.
    """
    if not 0 <= fitting <= total or quantile <= 0:
        raise ValueError((fitting, total, quantile))
    if total == 0:
        return None
    with localcontext(EXACT):
        n, z = Decimal(total), quantile
        share = Decimal(fitting) / n
        whole = 1 + z * z / n
        centre = (share + z * z / (2 * n)) / whole
        root = (share * (1 - share) / n + z * z / (4 * n * n)).sqrt()
        half = z * root / whole
        low, high = max(centre - half, Decimal(0)), min(centre + half, Decimal(1))
        return Interval(share.quantize(PLACES), low.quantize(PLACES), high.quantize(PLACES))


def ratio(part: int, whole: int) -> Decimal | None:
    """Return ``part / whole`` rounded to 0.0001; None when there is no whole."""
    if whole == 0:
        return None
    with localcontext(EXACT):
        return (Decimal(part) / Decimal(whole)).quantize(PLACES)


def mean(total: int, count: int) -> Decimal | None:
    """Return ``total / count`` rounded to 0.01; None for no values."""
    if count == 0:
        return None
    with localcontext(EXACT):
        return (Decimal(total) / Decimal(count)).quantize(Decimal("0.01"))
