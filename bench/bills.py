"""Bills a second for the town times a hundred: calculated, explained, stored, issued, posted."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

from bench.installation import fresh_tables, say
from bench.report import Figure
from bench.town import AT, JANUARY, imported_town, multiply

ORACLE = Path(__file__).resolve().parent.parent / "tests" / "oracle" / "town_bills.py"
TOWN_ACCOUNTS = 604


def measure(options: argparse.Namespace) -> list[Figure]:
    """Run one month for ``copies`` towns in one process; compare with the plain reference."""
    fresh_tables()
    from gridhall.billing import services as billing
    from gridhall.foundation.identity.selectors import organisation_by_code, whole_company
    from gridhall.foundation.outbox.services import deliver_pending

    imported_town()
    say(f"{options.copies} towns")
    accounts = multiply(options.copies)
    headquarters = organisation_by_code(code="00")
    clerk, approver = _people()
    begun = time.perf_counter()
    run = billing.start_run(
        organisation_id=headquarters.pk, period_start=JANUARY, scope=whole_company(), at=AT,
        actor_id=clerk,
    )  # fmt: skip
    billing.rate_run(run_id=run.pk, at=AT)
    rated = time.perf_counter()
    billing.approve_run(run_id=run.pk, scope=whole_company(), at=AT, actor_id=approver)
    billing.issue_run(run_id=run.pk, at=AT)
    issued = time.perf_counter()
    while deliver_pending():
        pass
    posted = time.perf_counter()
    oracle = _oracle()
    pace = accounts / (rated - begun)
    return [
        Figure(
            name=f"bills calculated and stored ({accounts:,} accounts)", value=pace,
            unit="accounts/s", ratio=pace / oracle,
            against="the plain reference script, which explains and stores nothing",
        ),
        Figure(name="… issued", value=accounts / (issued - rated), unit="accounts/s"),
        Figure(name="… posted and told", value=accounts / (posted - issued), unit="accounts/s"),
        Figure(name="… from start to told", value=accounts / (posted - begun), unit="accounts/s"),
        Figure(name="reference script", value=oracle, unit="accounts/s"),
    ]  # fmt: skip


def _people() -> tuple[int, int]:
    from gridhall.foundation.identity.services import create_user

    keys = []
    for name in ("bench-clerk", "bench-approver"):
        user, _created = create_user(
            username=name, password="never-used-2026", kind="EMPLOYEE", display_name=name
        )
        keys.append(user.pk)
    return keys[0], keys[1]


def _oracle() -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, str(ORACLE)], check=True, stdout=subprocess.DEVNULL)
    return TOWN_ACCOUNTS / (time.perf_counter() - begun)
