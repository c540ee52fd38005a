"""Who knocks at every door, and the numbers of the things behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.test import Client
from django.utils import timezone

from gridhall.customers import selectors as customers
from gridhall.customers import services as customer_files
from gridhall.foundation.documents import services as documents
from gridhall.foundation.documents.access import Reader
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity import services as identity_services
from gridhall.foundation.identity.roles import Role
from gridhall.foundation.personal_data import services as personal_data
from gridhall.foundation.workcalendar import services as workcalendar
from gridhall.journeys.file_import import services as file_import
from gridhall.receivables import receipts, services
from gridhall.receivables import selectors as receivables
from tests.security import (
    case_things,
    desk_things,
    message_things,
    portal_case_things,
    process_things,
    staff_things,
    standard_things,
    survey_things,
    tariff_things,
    upkeep_things,
    work_things,
)
from tests.workbench import town

HERE, ELSEWHERE = "10", "20"  # two regional centres; all things below belong to the first
OWN = town.HOME_TOU  # the account of the customer "home"
ANONYMOUS, OWNER, STRANGER = "anonymous", "home", "factory"
#: Let in by the owner to see her bills; let in by the stranger's firm to see its bills and pay.
FAMILY, COLLEAGUE = "family", "colleague"
RIGHTS = {FAMILY: ["VIEW_BILLS"], COLLEAGUE: ["VIEW_BILLS", "PAY"]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who knocks: nobody, an employee with one role in one region, or a customer."""

    name: str
    role: str = ""
    unit: str = ""
    session: str = ""
    rights: frozenset[str] | None = None  # of a customer who was let in; None: every right

    def client(self, **options: Any) -> Client:
        """Return a browser in which the person is signed in."""
        client = Client(headers={"accept-language": "zh-hans"}, **options)
        if self.session:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.session
        return client


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """All actors by name, and the values for the arguments of addresses."""

    actors: dict[str, Actor]
    things: dict[str, Any]

    def client(self, name: str, **options: Any) -> Client:
        """Return a browser of somebody: ``client("HALL_CLERK-10")``."""
        return self.actors[name].client(**options)


def hire(folder: Path) -> Cast:
    """Make the people and the things in the loaded town."""
    actors = [Actor(name=ANONYMOUS)]
    for role in Role.values:
        for unit in (HERE, ELSEWHERE):
            name = f"{role}-{unit}"
            user, _new = identity_services.create_user(
                username=name, password="unused", kind="EMPLOYEE", display_name=name
            )
            place = identity.organisation_by_code(code=unit)
            assert place is not None
            identity_services.assign_role(
                user=user, role=role, organisation=place, valid_from=date(2020, 1, 1)
            )
            actors.append(Actor(name=name, role=role, unit=unit, session=_session(user)))
    for name in (OWNER, STRANGER):
        actors.append(Actor(name=name, session=_session(town.user(name))))
    for name, host in ((FAMILY, OWNER), (COLLEAGUE, STRANGER)):
        user = _guest(name, town.user(host))
        actors.append(Actor(name=name, rights=frozenset(RIGHTS[name]), session=_session(user)))
    return Cast(actors={actor.name: actor for actor in actors}, things=_things(folder))


def _guest(name: str, host: Any) -> Any:
    """Return somebody whom ``host`` let in to her accounts with a few rights."""
    user, _new = identity_services.create_user(
        username=name, password="unused", kind="CUSTOMER", display_name=name
    )
    accesses = apps.get_model("customers.PortalAccess").objects
    for access in accesses.filter(user=host, ended_at=None):
        accesses.create(
            user=user, account_id=access.account_id, valid_from=date(2020, 1, 1),
            rights=RIGHTS[name], proof="INVITATION", granted_by=host, granted_at=town.NOW,
        )  # fmt: skip
    return user


def _caller_is_known(account_id: int) -> None:
    """Let the agents of the region have checked who calls, for as long as the tests run."""
    for name in ("HOTLINE_AGENT-10", "HOTLINE_AGENT-20"):
        apps.get_model("customers.CallerCheck").objects.create(
            account_id=account_id, employee=town.user(name), method="QUESTIONS", passed=True,
            questions=["NAME", "PHONE"], at=town.NOW,
            valid_until=town.NOW.replace(year=town.NOW.year + 50),
        )  # fmt: skip


def _invitation() -> Any:
    """Return an invitation the owner sent that waits for an answer."""
    return apps.get_model("customers.AccessInvitation").objects.create(
        inviter=town.user(OWNER), account_ids=[town.account_id(OWN)], rights=["VIEW_BILLS"],
        phone="15500000000", phone_index=b"-", secret_index=b"-", created_at=town.NOW,
        expires_at=town.NOW.replace(year=town.NOW.year + 50),
    )  # fmt: skip


def _session(user: Any) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _things(folder: Path) -> dict[str, Any]:
    account_id, clerk = town.account_id(OWN), town.user("HALL_CLERK-10")
    payment = services.take_counter_payment(
        account_id=account_id, amount=Decimal("1.00"), channel="COUNTER_CASH",
        expected_balance=receivables.balance_of(account_id=account_id), idempotency_key="cast-0001",
        scope=town.scope(), actor_id=clerk.pk, at=town.NOW,
    )  # fmt: skip
    order = services.create_payment_order(
        account_id=account_id, user_id=town.user(OWNER).pk, amount=Decimal(2),
        idempotency_key="cast-0002", at=town.NOW,
    )  # fmt: skip
    run = town.rated_again(town.HOME)  # a supplementary run of region 10 that waits for approval
    hold = apps.get_model("billing.BillHold").objects.get(
        run__run_no=town.run_no(town.run_id()), account__account_no=town.NO_READING
    )
    act = apps.get_model("audit.AuditEvent").objects.filter(account_ref=account_id).latest("pk")
    access = apps.get_model("customers.PortalAccess").objects.get(user__username=FAMILY)
    _caller_is_known(account_id)
    party = customers.party_of_account(scope=town.scope(), account_no=OWN)
    assert party is not None
    asked = personal_data.open_request(
        scope=town.scope(), kind="EXPORT", party_id=party.party_id, account_no=OWN,
        organisation_id=party.organisation_id, note="", actor_id=clerk.pk, at=town.NOW,
    )  # fmt: skip
    alarm = apps.get_model("personal_data.RevealHour").objects.create(
        actor=clerk, hour=town.NOW, alarmed_at=town.NOW, count=20,
        organisation_id=party.organisation_id,
    )  # fmt: skip
    own = {
        "privacy_request": asked.pk, "alarm": alarm.pk,
        "access": access.pk, "guest": access.user_id, "invitation": _invitation().pk,
        "secret": "unknown", "account": OWN, "bill": town.bill_no(OWN), "meter": town.meter_of(OWN),
        "bill_id": _id_of_bill(town.bill_no(OWN)), "run": run, "run_no": town.run_no(run),
        "payment": payment.receipt_no, "code": receipts.verification_code(payment.receipt_no),
        "order": order.order_no, "hold": hold.pk, "act": act.pk, "import": _import(folder),
        "paper": _paper(account_id), "account_id": str(account_id), "one": 1,
        "hold_on_papers": _hold(account_id), "papers_of": "customers.account",
        "calendar": _calendar(), "day": "2026-03-04",
        "part": "ACCOUNT", "many": "CONTACT", "field": "category",
        "contact": apps.get_model("customers.Contact").objects.get(account_id=account_id).pk,
        "correction": _correction(account_id), "book": _book(), "task": "jobs.tidy", **_work(),
    }  # fmt: skip
    return _joined(
        own,
        message_things.made(account_id, HERE),
        upkeep_things.made(HERE, OWN),
        portal_case_things.made(OWN, OWNER),
        staff_things.made(HERE),
        survey_things.made(account_id, HERE),
        case_things.made(account_id, party.organisation_id, HERE),
        process_things.made(HERE),
        work_things.made(),
        desk_things.made(
            HERE, account_id, town.user("SERVICE_SUPERVISOR-10").pk, town.user("DIRECTOR-10").pk
        ),
        standard_things.made(),
        tariff_things.made(HERE),
    )


def _joined(*parts: dict[str, Any]) -> dict[str, Any]:
    """Return all things by name; a name given twice would hide one of them."""
    found: dict[str, Any] = {}
    for part in parts:
        assert not found.keys() & part.keys(), sorted(found.keys() & part.keys())
        found |= part
    return found


def _id_of_bill(number: str) -> int:
    return int(apps.get_model("billing.Bill").objects.get(bill_no=number).pk)


def _import(folder: Path) -> int:
    """Return an import that region 10 has checked and not yet confirmed."""
    whole = (town.WHOLE / "readings_monthly.csv").read_text(encoding="utf-8").splitlines()
    text = "\n".join([whole[0], *(line for line in whole if OWN in line), whole[1] + ",,,"])
    return file_import.preview_upload(
        name="readings.csv", chunks=[text.encode()], at=town.NOW,
        actor_id=town.user("METER_READER-10").pk,
    ).pk  # fmt: skip


def _correction(account_id: int) -> int:
    """Return a correction that the customer herself asked for."""
    return customer_files.file_correction(
        scope=town.scope(), account_id=account_id, part="PARTY", changes={"name": "钱某新"},
        from_day=timezone.localdate(), reason="名字登记有误", actor_id=town.user(OWNER).pk,
        at=timezone.now(), origin="CUSTOMER",
    )  # fmt: skip


def _paper(account_id: int) -> int:
    """Return a paper attached to the account."""
    clerk = Reader(user_id=town.user("HALL_CLERK-10").pk, on=timezone.localdate())
    return documents.attach(
        subject_type="customers.account", subject_id=str(account_id), kind="proof",
        upload=documents.Upload(name="proof.pdf", media_type="", chunks=[b"%PDF-1.7 proof"]),
        reader=clerk, at=town.NOW,
    ).pk  # fmt: skip


def _hold(account_id: int) -> int:
    """Return a legal hold on the papers of the account."""
    place = identity.organisation_by_code(code=HERE)
    assert place is not None
    return documents.place_hold(
        reason="诉讼保全", at=town.NOW, actor_id=None, account_ref=account_id,
        account_label=OWN, organisation_id=place.pk,
    ).pk  # fmt: skip


def _calendar() -> str:
    """Return the calendar of region 10, which takes over all of the company's."""
    place = identity.organisation_by_code(code=HERE)
    assert place is not None
    return workcalendar.create_calendar(
        code="R10", name="R10", organisation_id=place.pk, parent_code="CN",
        change=workcalendar.Change(at=town.NOW, actor_id=None),
    ).code  # fmt: skip


def _work() -> dict[str, int]:
    """Return a job and an event that wait."""
    from procrastinate.contrib.django import app

    event = apps.get_model("outbox.OutboxEvent").objects.create(
        name="cast.knocked", aggregate="cast:1", payload={}, occurred_at=town.NOW
    )
    return {"job": app.configure_task("imports.sweep").defer(timestamp=0), "event": event.pk}


def _book() -> str:
    from gridhall.tariffs import selectors as tariffs

    return tariffs.list_books()[0].path
