"""`gridhall bill`: the bills of a month."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table

from gridhall.config.terminal import (
    console,
    emit,
    ensure_database,
    json_option,
    progress,
    setup_django,
)
from gridhall.kernel.errors import GridHallError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridhall.billing.selectors import RunDetail
    from gridhall.foundation.identity.selectors import Scope

HEADQUARTERS = "00"


class UnknownName(GridHallError):
    """An organisation or a person named on the command line does not exist."""

    code = "UNKNOWN_NAME"
    template = "There is no {kind} {name!r}."


@click.command("bill", short_help="Calculate, approve and issue the bills of a month.")
@click.option(
    "--month", required=True, type=click.DateTime(["%Y-%m"]), help="The month, like 2026-01."
)
@click.option(
    "--org", default=HEADQUARTERS, show_default=True, help="Organisation code; all below it too."
)
@click.option("--as", "username", help="Who starts the run. Default: the system.")
@click.option("--approve-as", help="Approve and issue as this person; not whoever started it.")
@click.option("--chunk", default=500, show_default=True, type=click.IntRange(1, 5000), hidden=True)
@json_option
def command(
    month: datetime, org: str, username: str | None, approve_as: str | None, chunk: int,
    as_json: bool,
) -> None:  # fmt: skip
    """Calculate the bills of a month: readings, usage, lines, checks. With --approve-as also issue.

    A run that was interrupted, even by kill -9, is taken up where it stopped: the same result, and
    nothing twice. Accounts without one right bill are held with a reason and never get a zero bill.

    \b
    Examples:
      gridhall bill --month 2026-01
      gridhall bill --month 2026-01 --org 3301 --as clerk
      gridhall bill --month 2026-01 --approve-as approver
      gridhall bill --month 2026-01 --json | jq .summary.total
    """
    ensure_database()
    setup_django()
    began = time.monotonic()
    result = run_month(
        period_start=month.date(), organisation_code=org, username=username,
        approve_as=approve_as, chunk_size=chunk, quiet=as_json,
    )  # fmt: skip
    seconds = time.monotonic() - began
    if as_json:
        emit(_as_dict(result, seconds))
    else:
        _print(result, seconds)


def run_month(
    *, period_start: date, organisation_code: str, username: str | None, approve_as: str | None,
    chunk_size: int, quiet: bool,
) -> RunDetail:  # fmt: skip
    """Start the month's run or take it up, as far as approval allows; return what there is then."""
    from django.utils import timezone

    from gridhall.billing import selectors, services
    from gridhall.foundation.identity.selectors import whole_company
    from gridhall.foundation.outbox import services as outbox

    run_id = _start(period_start, organisation_code, username, chunk_size)
    with _bar("rating", quiet) as step:
        run = services.rate_run(run_id=run_id, at=timezone.now(), progress=step)
    if approve_as and run.status == "RATED":
        actor_id, scope = _approver(approve_as)
        run = services.approve_run(run_id=run_id, scope=scope, at=timezone.now(), actor_id=actor_id)
    if run.status == "ISSUING":
        with _bar("issuing", quiet) as step:
            services.issue_run(run_id=run_id, at=timezone.now(), progress=step)
        outbox.deliver_pending(limit=100_000)
    return selectors.run_detail(run_id=run_id, scope=whole_company())


def _start(period_start: date, code: str, username: str | None, chunk_size: int) -> int:
    """Return the organisation's run of the month, started now if there is none."""
    from django.utils import timezone

    from gridhall.billing import selectors, services
    from gridhall.foundation.identity import selectors as identity

    organisation = identity.organisation_by_code(code=code)
    if organisation is None:
        raise UnknownName(kind="organisation", name=code)
    known = selectors.current_run_id(organisation_id=organisation.pk, period_start=period_start)
    if known is not None:
        return known
    _publish_books_once()
    scope = identity.whole_company()
    actor_id = None
    if username:
        actor_id = _person(username)
        scope = identity.scope_of(user_id=actor_id, action="billing.run", on=timezone.localdate())
    run = services.start_run(
        organisation_id=organisation.pk, period_start=period_start, scope=scope,
        at=timezone.now(), actor_id=actor_id, chunk_size=chunk_size,
    )  # fmt: skip
    return run.pk


def _publish_books_once() -> None:
    """Publish the tariff books of this program if none was ever published."""
    from django.utils import timezone

    from gridhall.tariffs import selectors as tariffs
    from gridhall.tariffs import services as tariff_services

    if not tariffs.list_books():
        tariff_services.publish_library(at=timezone.now(), actor_id=None)


def _approver(username: str) -> tuple[int, Scope]:
    from django.utils import timezone

    from gridhall.foundation.identity import selectors as identity

    user_id = _person(username)
    return user_id, identity.scope_of(
        user_id=user_id, action="billing.approve", on=timezone.localdate()
    )


def _person(username: str) -> int:
    from gridhall.foundation.identity import selectors as identity

    user = identity.user_by_username(username=username)
    if user is None:
        raise UnknownName(kind="person", name=username)
    return int(user.pk)


@contextmanager
def _bar(title: str, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    with progress(quiet=quiet) as bar:
        task = bar.add_task(title, total=None)

        def step(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield step


def _as_dict(result: RunDetail, seconds: float) -> dict[str, Any]:
    row, summary = result.row, result.summary
    return {
        "run": row.run_no, "status": row.status, "month": f"{row.period_start:%Y-%m}",
        "organisation": row.organisation_name, "seconds": round(seconds, 2),
        "summary": {
            "bills": summary.bills, "holds": summary.holds,
            "energy_kwh": str(summary.energy_kwh), "total": str(summary.total),
            "by_price_class": {c.price_class: str(c.total) for c in summary.by_price_class},
            "by_hold_reason": {h.code: h.holds for h in summary.by_hold_reason},
            "by_warning": dict(summary.by_warning),
        },
    }  # fmt: skip


def _print(result: RunDetail, seconds: float) -> None:
    row, summary = result.row, result.summary
    console.print(
        f"[bold]{row.run_no}[/]  {row.organisation_name}  {row.period_start:%Y-%m}  "
        f"[bold]{row.status}[/]  ({seconds:.1f} s)"
    )
    table = Table("price class", "bills", "kWh", "yuan")
    for one in summary.by_price_class:
        table.add_row(one.price_class, f"{one.bills:,}", f"{one.energy_kwh:,.0f}", f"{one.total:,}")
    table.add_section()
    table.add_row("total", f"{summary.bills:,}", f"{summary.energy_kwh:,.0f}", f"{summary.total:,}")
    console.print(table)
    for hold in summary.by_hold_reason:
        console.print(f"held: {hold.holds:>5}  {hold.code}")
    for code, count in summary.by_warning:
        console.print(f"look: {count:>5}  {code}")
    if row.status == "RATED":
        console.print("waits for approval: --approve-as somebody who may, and who did not start it")
