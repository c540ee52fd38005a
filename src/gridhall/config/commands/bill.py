"""`gridhall bill`: the bill run of a month."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from gridhall.config import people
from gridhall.config.errors import InstallationError
from gridhall.config.terminal import (
    console,
    emit,
    ensure_database,
    json_option,
    progress,
    setup_django,
)

if TYPE_CHECKING:
    from gridhall.billing.selectors import RunDetail
    from gridhall.foundation.identity.models import Organisation, User
    from gridhall.foundation.identity.selectors import Scope


@click.command("bill", short_help="Run the bills of a month: rate, approve, issue.")
@click.argument("month", type=click.DateTime(["%Y-%m"]))
@click.option("--organisation", metavar="CODE", help="Whose customers. Default: the whole company.")
@click.option("--by", metavar="LOGIN", help="Who starts the run. Default: the system.")
@click.option("--approve-by", metavar="LOGIN", help="Approve and issue in this person's name.")
@json_option
def command(
    month: datetime, organisation: str | None, by: str | None, approve_by: str | None, as_json: bool
) -> None:
    """Rate the bills of a month, and issue them if an approver is named.

    A run that was interrupted, even by kill -9, is taken up where it stopped: the same result,
    nothing twice. Without --approve-by the bills wait for approval in the workbench. Whoever
    starts a run cannot approve it.

    \b
    Examples:
      gridhall bill 2026-01
      gridhall bill 2026-01 --organisation 3301 --by zhang
      gridhall bill 2026-01 --approve-by chen --json
    """
    ensure_database()
    setup_django()
    detail = run_month(
        month=month.date(), organisation=organisation, by=by, approve_by=approve_by, quiet=as_json
    )
    if as_json:
        emit(_as_dict(detail))
    else:
        _print(detail)


def run_month(
    *, month: date, organisation: str | None, by: str | None, approve_by: str | None, quiet: bool
) -> RunDetail:
    """Start or resume the run of a month and take it as far as it may go. Django must be set up.

    Raises the failures of gridhall.billing and InstallationError for unknown names.
    """
    from django.utils import timezone

    from gridhall.billing import selectors, services

    unit = _organisation(organisation)
    starter = people.user(by)
    run_id = selectors.current_run_id(organisation_id=unit.pk, period_start=month)
    if run_id is None:
        run_id = services.start_run(
            organisation_id=unit.pk,
            period_start=month,
            scope=_scope(starter, "billing.run"),
            at=timezone.now(),
            actor_id=starter.pk if starter else None,
        ).pk
    whole = _scope(None, "")
    with progress(quiet=quiet) as bar:
        if selectors.run_progress(run_id=run_id, scope=whole).status == "RATING":
            services.rate_run(run_id=run_id, at=timezone.now(), progress=_bar(bar, "rating"))
        row = selectors.run_progress(run_id=run_id, scope=whole)
        approver = people.user(approve_by)
        if row.status == "RATED" and approver:
            services.approve_run(
                run_id=run_id,
                scope=_scope(approver, "billing.approve"),
                at=timezone.now(),
                actor_id=approver.pk,
            )
        if selectors.run_progress(run_id=run_id, scope=whole).status == "ISSUING":
            services.issue_run(run_id=run_id, at=timezone.now(), progress=_bar(bar, "issuing"))
        _deliver(bar)
    return selectors.run_detail(run_id=run_id, scope=whole)


def _deliver(bar: Any) -> None:
    """Tell the other contexts now, so that the ledger is right even where no worker runs."""
    from gridhall.foundation.outbox import services as outbox

    task = bar.add_task("ledger and messages", total=None)
    delivered = 0
    while now := outbox.deliver_pending():
        delivered += now
        bar.update(task, completed=delivered)
    bar.update(task, completed=delivered, total=delivered)


def _bar(bar: Any, name: str) -> Any:
    task = bar.add_task(name, total=None)

    def update(done: int, total: int) -> None:
        bar.update(task, completed=done, total=total)

    return update


def _organisation(code: str | None) -> Organisation:
    from gridhall.foundation.identity import selectors as identity

    if code is not None:
        found = identity.organisation_by_code(code=code)
        if found is None:
            raise InstallationError(f"There is no organisation with the code {code}.")
        return found
    every = identity.organisations(scope=identity.whole_company())
    if not every:
        raise InstallationError(
            "There is no organisation yet.", "Import organisations and customers first."
        )
    return min(every, key=lambda unit: len(unit.path))


def _scope(user: User | None, action: str) -> Scope:
    from django.utils import timezone

    from gridhall.foundation.identity import selectors as identity

    if user is None:
        return identity.whole_company()
    return identity.scope_of(user_id=user.pk, action=action, on=timezone.localdate())


def _as_dict(detail: RunDetail) -> dict[str, Any]:
    row, summary = detail.row, detail.summary
    return {
        "run_no": row.run_no,
        "status": row.status,
        "month": f"{row.period_start:%Y-%m}",
        "organisation": row.organisation_name,
        "bills": summary.bills,
        "held": summary.holds,
        "energy_kwh": summary.energy_kwh,
        "total": summary.total,
        "held_by_reason": {one.code: one.holds for one in summary.by_hold_reason},
    }


def _print(detail: RunDetail) -> None:
    facts = _as_dict(detail)
    for name, value in facts.items():
        if name != "held_by_reason":
            click.echo(f"{name:<13} {value}")
    for reason, count in facts["held_by_reason"].items():
        click.echo(f"  held: {count} × {reason}")
    if detail.row.status == "RATED":
        console.print("waits for approval: in the workbench, or again with --approve-by")
