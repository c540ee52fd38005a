"""Energy over the months, and a trial calculation that stores nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gridhall.foundation.identity.selectors import Scope
from gridhall.kernel.periods import months_before, next_month
from gridhall.metering import selectors as metering
from gridhall.rating.engine import rate
from gridhall.rating.result import Rated, Refusal, Text
from gridhall.tariffs import selectors as tariffs

from .. import inputs
from ..errors import AccountNotBilled
from ..models import Bill


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyMonth:
    """The use of one month; ``total`` and ``bill_no`` are empty where no bill was issued here."""

    month: date
    kwh: Decimal | None
    total: Decimal | None = None
    bill_no: str = ""


def energy_history(
    *, account_id: int, on: date, scope: Scope | None, months: int = 13
) -> list[EnergyMonth]:
    """Return the use of the months up to and with that of ``on``, oldest first; empty outside.

    What an issued bill says, else what the meters say; ``kwh`` is ``None`` where a read is missing.
    ``scope`` is ``None`` only where the account was checked already (the portal).
    """
    if scope is not None and not inputs.is_inside(account_id=account_id, scope=scope):
        return []
    first = months_before(on, months - 1)
    measured = metering.monthly_energy(account_id=account_id, first_month=first, months=months)
    found = {m.month: EnergyMonth(month=m.month, kwh=m.kwh) for m in measured}
    billed = Bill.objects.filter(
        account_id=account_id, status=Bill.Status.ISSUED, period_start__gte=first,
        period_start__lte=on,
    ).values_list("period_start", "energy_kwh", "total", "bill_no")  # fmt: skip
    for month, kwh, total, bill_no in billed:
        found[month] = EnergyMonth(month=month, kwh=kwh, total=total, bill_no=bill_no or "")
    while found and found[max(found)].kwh is None:
        del found[max(found)]  # the running month has no closing read yet
    return [found[month] for month in sorted(found)]


def trial_bill(*, account_id: int, period_start: date, scope: Scope) -> Rated | Refusal:
    """Return what the account's bill of a month would be by today's books; stores nothing.

    Raises AccountNotBilled when the account does not exist, lies outside or is not in use.
    """
    library, _hash = tariffs.current_library()
    start = period_start.replace(day=1)
    found = inputs.collect(
        account_ids=[account_id], period_start=start, period_end=next_month(start),
        library=library,
    ).inside(scope)  # fmt: skip
    for hold in found.holds:
        return Refusal(
            account_no=hold.account.account_no, code=hold.code, params=hold.params,
            reason=Text(hold.reason_zh, hold.reason_en),
        )  # fmt: skip
    if not found.questions:
        raise AccountNotBilled
    return rate(found.questions[0].request, library)
