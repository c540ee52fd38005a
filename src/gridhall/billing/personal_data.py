"""What bills say about a person: a copy on request. They are kept, for the law wants them kept."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.personal_data import rules
from gridhall.foundation.personal_data.register import declare_harmless
from gridhall.foundation.personal_data.subjects import Kept, Person, Section, Subject, register

from . import selectors

declare_harmless("names of rules, runs and files", "billing.BillHold", "billing.BillRun")
declare_harmless("why the engine refused a bill", "billing.TariffReplayRow")
MOST_BILLS = 1200  # a hundred years of months


def _export(person: Person) -> list[Section]:
    bills = selectors.issued_bills(account_ids=person.account_ids, limit=MOST_BILLS)
    rows = [
        (bill.bill_no, bill.period_start, bill.period_end, bill.energy_kwh, bill.total)
        for bill in bills
    ]
    columns = (_("Bill number"), _("From"), _("Until"), _("Energy (kWh)"), _("Amount (yuan)"))
    return [Section(title=_("Bills"), columns=columns, rows=rows)]


def _erase(person: Person, at: datetime, actor_id: int | None) -> tuple[int, list[Kept]]:
    del actor_id
    bills = selectors.issued_bills(account_ids=person.account_ids, limit=1)
    if not bills:
        return 0, []
    rule = rules.retention("ACCOUNTING", on=at.date())
    last = bills[0].period_end
    until = date(last.year + rule.amount + 1, 1, 1)  # counted from the end of the year
    reason = _("Accounting law demands vouchers; they hold the account number and no name")
    return 0, [Kept(what=_("Bills"), reason=reason, rule="ACCOUNTING", until=until)]


register(Subject(name="billing", label=_("Bills"), export=_export, erase=_erase, rank=20))
