"""A small street to test on: two halls, a cashier in each, accounts with issued bills."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity import services as identity_services
from gridhall.rating import jsonform
from gridhall.rating.engine import rate
from gridhall.rating.request import RatingRequest
from gridhall.rating.result import Rated
from gridhall.receivables import services as receivables
from gridhall.tariffs import selectors as tariff_selectors
from gridhall.tariffs import services as tariffs
from tests.rating.town import town_requests

NOW = datetime(2026, 2, 5, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
JANUARY = date(2026, 1, 1)
QUANTITIES: dict[str, Any] = {"steps": [], "periods": []}


def _model(name: str) -> Any:
    return apps.get_model(name)


def organisation(code: str = "11") -> Any:
    """Return a hall below the headquarters."""
    if identity.organisation_by_code(code="HQ") is None:
        identity_services.put_organisation(code="HQ", name="总部", level="HEADQUARTERS")
    hall, _new = identity_services.put_organisation(
        code=code, name=f"{code}号营业厅", level="SERVICE_POINT", parent_code="HQ"
    )
    return hall


def cashier(hall: Any, *, name: str = "周收费") -> Any:
    """Return an employee who may take and reverse payments in the hall."""
    user, _new = identity_services.create_user(
        username=f"cashier-{hall.code}-{name}", password="a long password",
        kind="EMPLOYEE", display_name=name,
    )  # fmt: skip
    identity_services.assign_role(
        user=user, role="CASHIER", organisation=hall, valid_from=date(2020, 1, 1)
    )
    return user


def scope_of(user: Any) -> identity.Scope:
    """Return where the employee may take money."""
    return identity.scope_of(
        user_id=user.pk, action="receivables.take_payment", on=date(2026, 2, 5)
    )


def account(hall: Any, number: str = "3311010371", *, name: str = "赵某甲") -> Any:
    """Return an account of a private person in the hall."""
    party = _model("customers.Party").objects.create(
        kind="PERSON", name=name, id_document_kind="RESIDENT_ID",
        id_document=f"990001{number}", id_document_index=number.encode()[-16:],
    )  # fmt: skip
    row = _model("customers.Account").objects.create(
        account_no=number, party=party, organisation=hall, category="RESIDENTIAL",
        opened_on=date(2020, 1, 1),
    )  # fmt: skip
    _model("customers.SupplyPoint").objects.create(
        supply_point_no=f"SP{number}", account=row, address="浙江省示范市梅花路1号1幢0101室",
        province="浙江", voltage="220V",
    )  # fmt: skip
    return row


def customer(*accounts: Any, username: str = "zhao") -> Any:
    """Return a person who sees these accounts at the portal."""
    user, _new = identity_services.create_user(
        username=username, password="a long password", kind="CUSTOMER", display_name="赵某甲"
    )
    for row in accounts:
        _model("customers.PortalAccess").objects.create(
            user=user, account=row, valid_from=date(2020, 1, 1)
        )
    return user


def issued_bill(
    row: Any, total: str = "259.68", *, month: date = JANUARY, posted: bool = True,
    status: str = "ISSUED", energy: str = "482.68", rated: Rated | None = None,
    request: RatingRequest | None = None, library_hash: str = "x" * 64,
) -> Any:  # fmt: skip
    """Return an issued bill of the account, posted as a debt unless told otherwise."""
    end = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    run, _new = _model("billing.BillRun").objects.get_or_create(
        run_no=f"RUN-{row.organisation.code}-{month:%Y%m}",
        defaults={
            "organisation": row.organisation,
            "organisation_path": row.organisation.path, "period_start": month, "period_end": end,
            "library_hash": "x" * 64, "created_at": NOW, "status": "RATED",
        },
    )  # fmt: skip
    answer = jsonform.answer_to_json(rated) if rated else {"lines": [], "quantities": QUANTITIES}
    bill = _model("billing.Bill").objects.create(
        bill_no=f"B{row.account_no}{month:%Y%m}", run=run, account=row,
        organisation=row.organisation, period_start=month, period_end=end, status="RATED",
        price_class=rated.price_class if rated else "ZJ-RES-TIER",
        energy_kwh=rated.quantities.active_kwh if rated else Decimal(energy),
        total=rated.total if rated else Decimal(total), due_date=end.replace(day=20),
        issued_at=NOW, library_hash=library_hash,
        engine_version=rated.engine_version if rated else "1",
        request=jsonform.request_to_json(request) if request else {"points": []},
        quantities=answer["quantities"], books=list(rated.books) if rated else [],
    )  # fmt: skip
    for number, line in enumerate(answer["lines"], start=1):
        _model("billing.BillLine").objects.create(
            bill=bill, number=number, code=line["code"], quantity=line["quantity"],
            unit=line["unit"], price=line["unit_price"], amount=line["amount"], trace=line,
        )  # fmt: skip
    if status != "RATED":
        _model("billing.Bill").objects.filter(pk=bill.pk).update(status="ISSUED")
    if status == "REVERSED":
        _model("billing.Bill").objects.filter(pk=bill.pk).update(status=status)
    if posted:
        receivables.post_issued_bills(bill_ids=[bill.pk], at=NOW)
    bill.refresh_from_db()
    return bill


def town_bill(hall: Any, account_no: str) -> Any:
    """Return the January bill of an account of the demo town, as the engine made it."""
    published = tariffs.publish_library(at=NOW, actor_id=None)
    library, _hash = tariff_selectors.current_library()
    (request,) = [wanted for wanted in town_requests() if wanted.account_no == account_no]
    rated = rate(request, library)
    assert isinstance(rated, Rated)
    return issued_bill(
        account(hall, account_no), rated=rated, request=request,
        library_hash=published.library_hash,
    )  # fmt: skip
