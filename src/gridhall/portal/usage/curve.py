"""The curve of the past months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from gridhall.billing import selectors as billing
from gridhall.ui.figures import Chart, Series


def last_bill(account_id: int) -> billing.BillRow | None:
    """Return the newest issued bill of an account, if there is one."""
    return next(iter(billing.issued_bills(account_ids=[account_id], limit=1)), None)


def months(account_id: int, today: date, *, count: int) -> list[billing.EnergyMonth]:
    """Return up to ``count`` months, oldest first, up to the newest bill (or today without one).

    Months before the first reading are left out.
    """
    newest = last_bill(account_id)
    found = billing.energy_history(
        account_id=account_id, on=newest.period_start if newest else today, scope=None,
        months=count,
    )  # fmt: skip
    known = [position for position, row in enumerate(found) if row.kwh is not None]
    return found[known[0] : known[-1] + 1] if known else []


def chart(history: Sequence[billing.EnergyMonth]) -> Chart | None:
    """Return the months as bars in kWh, oldest first; nothing without any month."""
    if not history:
        return None
    return Chart(
        kind="bar",
        categories=[f"{row.month:%Y-%m}" for row in history],
        series=[Series(_("Energy"), [row.kwh for row in history])],
        unit="kWh",
        category_label=_("Month"),
    )
