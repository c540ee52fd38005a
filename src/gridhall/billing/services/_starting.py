"""Starting a bill run."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.locks import hold_lock
from gridhall.foundation.numbering import services as numbering
from gridhall.kernel.periods import next_month
from gridhall.tariffs import selectors as tariffs

from .. import inputs
from ..errors import NobodyToBill, OrganisationOutsideScope, UnableToStartRun
from ..models import BillRun, BillRunChunk
from ._common import RATE_TASK, enqueue, month_text

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import Organisation

CHUNK_SIZE = 500


@transaction.atomic
def start_run(
    *, organisation_id: int, period_start: date, scope: Scope, at: datetime,
    actor_id: int | None, chunk_size: int = CHUNK_SIZE, background: bool = False,
) -> BillRun:  # fmt: skip
    """Start the billing of a month for an organisation and all below it.

    The accounts are cut into chunks of ``chunk_size``; nothing is rated yet. With ``background``
    the worker is asked to do it. Raises OrganisationOutsideScope, NobodyToBill, and
    UnableToStartRun when a run of the month shares an organisation with this one.
    """
    start = period_start.replace(day=1)
    organisation = _organisation(organisation_id, scope)
    _refuse_overlap(path=organisation.path, start=start)
    chunks = list(inputs.account_chunks(organisation_id=organisation_id, size=chunk_size))
    if not chunks:
        raise NobodyToBill(organisation=organisation.name, month=month_text(start))
    run = BillRun.objects.create(
        run_no=_run_no(start), organisation_id=organisation_id, organisation_path=organisation.path,
        period_start=start, period_end=next_month(start), created_by_id=actor_id, created_at=at,
        library_hash=tariffs.current_library()[1],
    )  # fmt: skip
    BillRunChunk.objects.bulk_create(
        BillRunChunk(run=run, number=number, account_ids=account_ids)
        for number, account_ids in enumerate(chunks, start=1)
    )
    audit.record(
        action="billing.start_run", at=at, actor_id=actor_id, object_type="bill_run",
        object_id=run.pk, object_label=run.run_no, organisation_id=organisation_id,
        changes={"month": month_text(start), "accounts": sum(map(len, chunks))},
    )  # fmt: skip
    if background:
        enqueue(RATE_TASK, run_id=run.pk)
    return run


def _organisation(organisation_id: int, scope: Scope) -> Organisation:
    for organisation in identity.organisations(scope=scope):
        if organisation.pk == organisation_id:
            return organisation
    raise OrganisationOutsideScope


def _refuse_overlap(*, path: str, start: date) -> None:
    """Raise UnableToStartRun; a database constraint stands behind this check."""
    hold_lock(f"billing.start_run {start}")
    runs = (
        BillRun.objects.filter(period_start=start, kind=BillRun.Kind.REGULAR)
        .exclude(status=BillRun.Status.CANCELLED)
        .select_related("organisation")
    )
    for run in runs:
        if run.organisation_path.startswith(path) or path.startswith(run.organisation_path):
            raise UnableToStartRun(
                month=month_text(start), run_no=run.run_no, organisation=run.organisation.name
            )


def _run_no(start: date) -> str:
    return numbering.issue_number(code="bill_run", on=start)
