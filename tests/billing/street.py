"""A street to bill: a company with two halls, two people, and as many homes as a test wants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps

from gridhall.billing import services as billing
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity import services as identity_services
from gridhall.foundation.identity.selectors import Scope, whole_company
from gridhall.kernel.codes import asset_check_digit, make_account_no
from gridhall.tariffs import services as tariffs

JANUARY = date(2026, 1, 1)
AT = datetime(2026, 2, 2, 1, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
# the register at the month turns 1 Nov 2025 … 1 Feb 2026 and at the start: 100 kWh each month
TURNS = tuple(
    datetime(y, m, 1, tzinfo=SHANGHAI) for y, m in ((2025, 11), (2025, 12), (2026, 1), (2026, 2))
)


def model(name: str) -> Any:
    """Return a model by name: tests may look into tables."""
    return apps.get_model(name)


@dataclass(frozen=True)
class Company:
    """The organisations and people of the tests."""

    headquarters: Any
    province: Any
    east: Any
    west: Any
    clerk: Any
    approver: Any


def company() -> Company:
    """Return a headquarters with a province and two halls, a clerk and an approver."""
    hq, _ = identity_services.put_organisation(code="00", name="总部", level="HEADQUARTERS")
    zj, _ = identity_services.put_organisation(
        code="33", name="浙江公司", level="REGIONAL_CENTRE", parent_code="00"
    )
    east, west = (
        identity_services.put_organisation(
            code=code, name=name, level="SERVICE_POINT", parent_code="33"
        )[0]
        for code, name in (("3311", "东厅"), ("3312", "西厅"))
    )
    tariffs.publish_library(at=AT, actor_id=None)
    return Company(
        hq, zj, east, west, person("clerk", "BILLING_CLERK", hq),
        person("approver", "BILLING_APPROVER", hq),
    )  # fmt: skip


def person(username: str, role: str, organisation: Any) -> Any:
    """Return an employee with a role."""
    user = model("identity.User").objects.create(  # no password: hashing one takes its time
        username=username, kind="EMPLOYEE", display_name=username, password="!"
    )
    identity_services.assign_role(
        user=user, role=role, organisation=organisation, valid_from=date(2020, 1, 1)
    )
    return user


def scope_of(user: Any, action: str) -> Scope:
    """Return where the person may do the action."""
    return identity.scope_of(user_id=user.pk, action=action, on=date(2026, 2, 2))


def homes(
    hall: Any, count: int, *, kwh: Sequence[str] = ("100",), first: int = 1,
    price_class: str = "ZJ-RES-TIER",
) -> list[Any]:  # fmt: skip
    """Return accounts of the hall; home i used ``kwh[i % len(kwh)]`` kWh in January, 100 before."""
    numbers = [make_account_no(f"{hall.code}{first + i:05d}") for i in range(count)]
    parties = model("customers.Party").objects.bulk_create(
        model("customers.Party")(
            kind="PERSON", name=f"住户{n}", id_document_kind="RESIDENT_ID",
            id_document=n, id_document_index=n.encode(),
        )
        for n in numbers
    )  # fmt: skip
    accounts = model("customers.Account").objects.bulk_create(
        model("customers.Account")(
            account_no=n, party=party, organisation=hall, category="RESIDENTIAL",
            opened_on=date(2020, 1, 1),
        )
        for n, party in zip(numbers, parties, strict=True)
    )  # fmt: skip
    _meters(accounts, [Decimal(kwh[i % len(kwh)]) for i in range(count)], price_class)
    model("contracts.CustomerAgreement").objects.bulk_create(
        model("contracts.CustomerAgreement")(
            account=account, price_class=price_class, billing_method="ENERGY_ONLY",
            contracted_capacity_kva=Decimal(8), tou=False, valid_from=date(2020, 1, 1),
        )
        for account in accounts
    )  # fmt: skip
    return accounts


def _meters(accounts: list[Any], kwh: list[Decimal], price_class: str) -> None:
    supply = model("customers.SupplyPoint").objects.bulk_create(
        model("customers.SupplyPoint")(
            supply_point_no=f"S{a.account_no}", account=a, address="梅花路1号", province="浙江",
            voltage="220V",
        )
        for a in accounts
    )  # fmt: skip
    points = model("metering.UsagePoint").objects.bulk_create(
        model("metering.UsagePoint")(
            mp_no=f"M{a.account_no}", account=a, supply_point=s, role="ORDINARY",
            metering_mode="LV_SUPPLY_LV_METER", voltage="220V", price_class=price_class, tou=False,
        )
        for a, s in zip(accounts, supply, strict=True)
    )  # fmt: skip
    meters = model("metering.Meter").objects.bulk_create(
        model("metering.Meter")(
            asset_no=_asset(a.account_no), meter_type="single", register_int_digits=6,
            register_decimals=2,
        )
        for a in accounts
    )  # fmt: skip
    model("metering.MeterInstallation").objects.bulk_create(
        model("metering.MeterInstallation")(
            meter=m, usage_point=p, multiplier=Decimal(1), installed_on=date(2020, 1, 1)
        )
        for m, p in zip(meters, points, strict=True)
    )
    model("metering.MeterReading").objects.bulk_create(
        model("metering.MeterReading")(
            usage_point=p, meter=m, register="fwd_active_total", read_at=at, value=value,
            source="REMOTE", reason="NORMAL",
        )
        for m, p, used in zip(meters, points, kwh, strict=True)
        for at, value in zip(TURNS, (1000, 1100, 1200, 1200 + used), strict=True)
    )  # fmt: skip


def _asset(account_no: str) -> str:
    body = f"3310001{int(account_no):014d}"
    return body + asset_check_digit(body)


def lose_closing_read(account: Any) -> None:
    """Take away what the meter showed on 1 February."""
    model("metering.MeterReading").objects.filter(
        usage_point__account=account, read_at=TURNS[-1]
    ).delete()


def give_closing_read(account: Any, value: str, *, at: datetime = TURNS[-1]) -> None:
    """Bring a read afterwards, by default that of 1 February."""
    point = model("metering.UsagePoint").objects.get(account=account)
    installation = model("metering.MeterInstallation").objects.get(usage_point=point)
    model("metering.MeterReading").objects.create(
        usage_point=point, meter=installation.meter, register="fwd_active_total", read_at=at,
        value=Decimal(value), source="MANUAL", reason="NORMAL",
    )  # fmt: skip


def start(
    town: Company, *, organisation: Any = None, chunk_size: int = 4, month: date = JANUARY
) -> Any:
    """Return the month's run of the organisation (all by default), started by the clerk."""
    return billing.start_run(
        organisation_id=(organisation or town.headquarters).pk, period_start=month,
        scope=whole_company(), at=AT, actor_id=town.clerk.pk, chunk_size=chunk_size,
    )  # fmt: skip


def rated(town: Company, **options: Any) -> Any:
    """Return a run that waits for approval."""
    return billing.rate_run(run_id=start(town, **options).pk, at=AT)


def approved(town: Company, **options: Any) -> Any:
    """Return a run that may be issued."""
    run = rated(town, **options)
    return billing.approve_run(
        run_id=run.pk, scope=whole_company(), at=AT, actor_id=town.approver.pk
    )


def issued(town: Company, **options: Any) -> Any:
    """Return an issued run."""
    return billing.issue_run(run_id=approved(town, **options).pk, at=AT)


def bills_of(run: Any) -> list[Any]:
    """Return the run's bills by account."""
    return list(model("billing.Bill").objects.filter(run=run).order_by("account__account_no"))
