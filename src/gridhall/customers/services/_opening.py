"""Opening one customer file by hand: for somebody who stands at the counter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gridhall.customers import checks, divisions
from gridhall.customers.blind import address_index, contact_index
from gridhall.customers.checks import InvalidFileValue, Unfit
from gridhall.customers.errors import ReasonMissing
from gridhall.customers.events import CustomerFileOpened
from gridhall.customers.models import Account, Contact, SupplyPoint
from gridhall.customers.parts import ACCOUNT, CONTACT, PREMISE
from gridhall.customers.records import NewParty
from gridhall.foundation.audit.services import record
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.locks import hold_lock
from gridhall.foundation.numbering.services import take_numbers
from gridhall.foundation.outbox.services import publish
from gridhall.kernel.codes import ACCOUNT_LENGTH_BY_PREFIX, make_account_no

from ._parties import party_for
from ._refresh import refresh_accounts

PROVINCE_CODES = {"33": "浙江", "42": "湖北"}
TRIES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """What a clerk enters for a new customer; ``status`` PROSPECT until the supply is connected."""

    organisation_id: int
    hall_code: str
    party: NewParty
    category: str
    contact_name: str
    phone: str
    address: str
    division_code: str
    voltage: str
    opened_on: date
    status: str = Account.Status.PROSPECT
    size_class: str = ""
    area_kind: str = ""
    industry_code: str = ""
    household_persons: int | None = None


@transaction.atomic
def open_account(
    *, scope: Scope, row: NewFile, reason: str, actor_id: int | None, at: datetime
) -> tuple[int, str]:
    """Open a file with party, account, supply point and phone; return the account's id and number.

    Raises InvalidFileValue, AccountCannotBeOpened (the document is on file under another name),
    ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing
    if not scope.holds(row.organisation_id):
        raise InvalidFileValue(name="organisation", field=_("Unit"), problem=_("not one of yours"))
    row = _checked(row)
    party = party_for(row.party, on=timezone.localdate(at))
    number = new_account_no(province=row.division_code[:2], hall_code=row.hall_code)
    account = Account.objects.create(
        account_no=number, party=party, organisation_id=row.organisation_id,
        category=row.category, status=row.status, opened_on=row.opened_on,
        size_class=row.size_class, area_kind=row.area_kind, industry_code=row.industry_code,
        household_persons=row.household_persons,
    )  # fmt: skip
    SupplyPoint.objects.create(
        supply_point_no=f"SP{number}", account=account, address=row.address,
        address_index=address_index(row.address), division_code=row.division_code,
        province=PROVINCE_CODES[row.division_code[:2]], voltage=row.voltage,
    )  # fmt: skip
    Contact.objects.create(
        account=account, kind=Contact.Kind.PHONE, name=row.contact_name, value=row.phone,
        value_index=contact_index("PHONE", row.phone),
    )  # fmt: skip
    refresh_accounts([account])
    _tell(account, reason=reason, actor_id=actor_id, at=at)
    return account.pk, number


def _tell(account: Account, *, reason: str, actor_id: int | None, at: datetime) -> None:
    record(
        action="customers.opened", at=at, actor_id=actor_id, object_type="account",
        object_id=account.pk, object_label=account.account_no, account_id=account.pk,
        organisation_id=account.organisation_id, reason=reason.strip()[:300],
        changes={"category": account.category, "status": account.status},
    )  # fmt: skip
    publish(
        CustomerFileOpened(
            account_id=account.pk, account_no=account.account_no,
            organisation_id=account.organisation_id,
        ),
        at=at,
    )  # fmt: skip


def _checked(row: NewFile) -> NewFile:
    def refuse(part: object, name: str, problem: object) -> InvalidFileValue:
        return InvalidFileValue(name=name, field=part.field(name).label, problem=problem)  # type: ignore[attr-defined]

    if row.category not in Account.Category.values:
        raise refuse(ACCOUNT, "category", _("not one of the choices"))
    try:
        phone = checks.phone(row.phone)
    except Unfit as error:
        raise refuse(CONTACT, "value", error.problem) from None
    code = row.division_code or divisions.code_for(row.address)
    try:
        code = checks.division_code(code)
    except Unfit as error:
        raise refuse(PREMISE, "division_code", error.problem) from None
    if code[:2] not in PROVINCE_CODES:
        raise refuse(PREMISE, "division_code", _("the company supplies nobody there"))
    try:
        address = checks.address(row.address, code=code)
    except Unfit as error:
        raise refuse(PREMISE, "address", error.problem) from None
    if not address:
        raise refuse(PREMISE, "address", _("must not be empty"))
    party = replace(row.party, name=" ".join(row.party.name.split()))
    return replace(row, party=party, phone=phone, division_code=code, address=address)


def new_account_no(*, province: str, hall_code: str) -> str:
    """Return the next free account number of a hall (see ``kernel.codes.check_account_no``).

    Where imports have taken numbers, the step doubles until it is past them.
    """
    prefix = province + hall_code[-2:].rjust(2, "0")
    width = ACCOUNT_LENGTH_BY_PREFIX[province] - len(prefix) - 1
    hold_lock("customers.account_no")
    for power in range(TRIES):
        serials = take_numbers(code="account", period=prefix, count=2**power)
        numbers = [make_account_no(f"{prefix}{serial:0{width}}") for serial in serials]
        taken = set(
            Account.objects.filter(account_no__in=numbers).values_list("account_no", flat=True)
        )
        free = [number for number in numbers if number not in taken]
        if free:
            return free[0]
    raise OverflowError(prefix)  # pragma: no cover - a hall with all its numbers given away
