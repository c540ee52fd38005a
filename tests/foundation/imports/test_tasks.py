"""The worker picks up what waits, and what a kill left behind."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from gridhall.foundation.imports import services, tasks
from gridhall.foundation.imports.errors import ImportInWrongState
from gridhall.foundation.imports.models import ImportBatch
from gridhall.journeys.file_import import services as file_import

pytestmark = pytest.mark.django_db(transaction=True)
ORGANISATIONS = Path(__file__).resolve().parents[3] / "demo" / "town" / "organisations.csv"
NOW = datetime(2026, 2, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def batch() -> ImportBatch:
    with connection.cursor() as cursor:  # no test's end empties the queue
        cursor.execute("DELETE FROM procrastinate_jobs")
    return file_import.preview(ORGANISATIONS, at=NOW)


def waiting_jobs() -> list[dict[str, int]]:
    return list(
        ProcrastinateJob.objects.filter(task_name="imports.run").values_list("args", flat=True)
    )


def test_confirming_asks_the_worker_once(batch: ImportBatch) -> None:
    services.enqueue(batch_id=batch.pk)
    tasks.sweep(0)

    assert waiting_jobs() == [{"batch_id": batch.pk}]
    with pytest.raises(ImportInWrongState):
        services.enqueue(batch_id=batch.pk)


def test_the_sweep_finds_a_batch_that_a_kill_left_running(batch: ImportBatch) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(status=ImportBatch.Status.RUNNING)

    assert tasks.sweep(0) == 1
    assert tasks.run(batch_id=batch.pk, unknown_to_old_workers=True) == 32

    batch.refresh_from_db()
    assert batch.status == ImportBatch.Status.FINISHED
    assert tasks.sweep(0) == 0
