"""A slice of the demo town: two dozen accounts with everything that screens must show.

The files go in through the same services as the whole town, so the bills are the real ones.
"""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gridhall.billing import selectors as billing
from gridhall.billing import services as bill_services
from gridhall.customers import selectors as customers
from gridhall.foundation.identity import selectors as identity
from gridhall.journeys.demo_town import services
from gridhall.metering import selectors as metering

NOW = datetime(2026, 2, 3, 2, 0, tzinfo=UTC)
WHOLE = services.town_folder()

HOME = "3311010371"  # hall 11: a home by tiers, 482.68 kWh, 259.68 yuan
HOME_TOU = "3311011114"  # hall 11: a home with time of use; user "home" at the portal
FACTORY = "4221000125976"  # hall 21: a factory by demand; user "factory"
SHOP = "4221000122267"  # hall 21: capacity sealed in January
SEALED = "4222000124380"  # hall 22
MASTER, SUB = "4223000121733", "4222000107420"  # a master meter and the sub-meter behind it
RATIO = "4221000121730"  # hall 21: a share at another price
EXCHANGED = "3312012220"  # hall 12: a meter was exchanged
NO_READING = "3311012596"  # hall 11: held, the closing read is missing
NO_PRICE = "3311062171"  # hall 11: held, its class has no price
BACKWARDS = "3312012594"  # hall 12: held, the register fell

NAMED = (
    HOME, HOME_TOU, FACTORY, SHOP, SEALED, MASTER, SUB, RATIO, EXCHANGED, NO_READING, NO_PRICE,
    BACKWARDS,
)  # fmt: skip
OTHERS = 14
PER_ACCOUNT = ("customers", "metering_points", "meters", "readings_monthly", "capacity_changes")


def slice_of_town(folder: Path) -> Path:
    """Write the files of a few accounts into ``folder`` and return it."""
    wanted = set(NAMED) | set(_some_others())
    (folder / "organisations.csv").write_bytes((WHOLE / "organisations.csv").read_bytes())
    for name in PER_ACCOUNT:
        with (WHOLE / f"{name}.csv").open(encoding="utf-8", newline="") as source:
            rows = csv.DictReader(source)
            kept = [row for row in rows if row["account_no"] in wanted]
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as target:
                writer = csv.DictWriter(target, fieldnames=rows.fieldnames or [])
                writer.writeheader()
                writer.writerows(kept)
    return folder


def _some_others() -> list[str]:
    """Return more homes of hall 11, so that lists have something to page through."""
    with (WHOLE / "customers.csv").open(encoding="utf-8", newline="") as source:
        return [row["account_no"] for row in csv.DictReader(source) if row["org_code"] == "11"][
            :OTHERS
        ]


def load(folder: Path) -> None:
    """Load the slice with its people and its issued bills of January 2026."""
    services.load_town(at=NOW, folder=slice_of_town(folder))


def user(username: str) -> Any:
    """Return a person of the town: clerk-zj, clerk-hb, billing, approver, director, auditor …"""
    found = identity.user_by_username(username=username)
    assert found is not None, username
    return found


def scope() -> Any:
    """Return the whole company."""
    return identity.whole_company()


def account_id(account_no: str) -> int:
    """Return the id of an account."""
    return customers.account_refs(account_nos=[account_no])[account_no].account_id


def bill_no(account_no: str) -> str:
    """Return the number of the account's January bill."""
    pk = account_id(account_no)
    return billing.bills_of_account(account_id=pk, scope=scope(), only_issued=True)[0].bill_no


def run_id() -> int:
    """Return the id of the town's run of January."""
    found = billing.runs(scope=scope()).rows
    return found[-1].id


def meter_of(account_no: str) -> str:
    """Return the number of the account's meter."""
    return metering.meters_of(account_id=account_id(account_no))[0].asset_no


def account_unit(account_no: str) -> int:
    """Return the id of the hall the account is filed under."""
    return customers.account_refs(account_nos=[account_no])[account_no].organisation_id


def rated_again(account_no: str) -> int:
    """Reverse an account's bill and bill it again; return the run that waits for approval."""
    inside, clerk = scope(), user("billing").pk
    pk = billing.find_bill_id(bill_no=bill_no(account_no), scope=inside)
    bill_services.reverse_bill(bill_id=pk, scope=inside, reason="示数抄错", at=NOW, actor_id=clerk)
    done = bill_services.rebill_accounts(
        run_id=run_id(), account_ids=[account_id(account_no)], scope=inside,
        at=NOW, actor_id=clerk,
    )  # fmt: skip
    assert done.run is not None
    return done.run.pk


def run_no(pk: int) -> str:
    """Return the number of a run."""
    return billing.run_progress(run_id=pk, scope=scope()).run_no


def failed_job() -> int:
    """Return a job that failed, beside one that runs and an event that was given up."""
    from gridhall.foundation.jobs import services
    from gridhall.foundation.jobs.failing import Reason
    from gridhall.foundation.jobs.models import JobProgress
    from gridhall.foundation.outbox.models import OutboxEvent
    from tests.foundation.jobs import queue

    failed, running = queue.add("failed"), queue.add("doing", task="imports.run")
    services.keep_failure(
        job_id=failed, attempt=1,
        reason=Reason(kind="IntegrityError", place="gridhall/billing/rows.py:12 write"),
    )  # fmt: skip
    JobProgress.objects.create(
        job_id=running, done=1200, total=5000, note="Importing rows", started_at=NOW,
        updated_at=NOW,
    )  # fmt: skip
    OutboxEvent.objects.create(
        name="billing.bill_issued", aggregate="account:42", payload={}, occurred_at=NOW,
        attempts=10, last_error="gridhall.receivables.subscribers.post: KeyError",
    )  # fmt: skip
    return failed
