"""Killed in the middle: the next start brings the same result, nothing twice. One at a time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from gridhall.foundation.imports import services as import_services
from gridhall.foundation.imports.errors import ImportBusy
from gridhall.foundation.imports.models import ImportBatch
from gridhall.journeys.file_import import services as file_import

pytestmark = pytest.mark.django_db(transaction=True)

TOWN = Path(__file__).resolve().parents[2] / "demo" / "town"
NOW = datetime(2026, 2, 3, 9, 0, tzinfo=UTC)
READINGS = 10773

IMPORT_AND_TELL = """
import sys, django
from pathlib import Path
django.setup()
from django.utils import timezone
from gridhall.journeys.file_import import services
services.import_file(
    Path(sys.argv[1]), clock=timezone.now, progress=lambda done, total: print(done, flush=True)
)
"""


def clock() -> datetime:
    return NOW


def test_kill_in_the_middle_then_start_again() -> None:
    for name in ("organisations", "customers", "metering_points", "meters"):
        file_import.import_file(TOWN / f"{name}.csv", clock=clock)

    kill_after_rows(3000)
    broken = ImportBatch.objects.get(sheet="readings_monthly")
    resumed = file_import.import_file(TOWN / "readings_monthly.csv", clock=clock)
    again = file_import.import_file(TOWN / "readings_monthly.csv", clock=clock)

    assert broken.status == ImportBatch.Status.RUNNING
    assert 3000 <= broken.rows_done < READINGS
    assert resumed.pk == broken.pk
    assert (resumed.rows_done, resumed.rows_created, resumed.rows_refused) == (
        READINGS,
        READINGS,
        0,
    )
    assert (again.rows_created, again.rows_unchanged) == (0, READINGS)


def kill_after_rows(rows: int) -> None:
    """Import the readings in another process and kill it (no clean-up) once ``rows`` are in."""
    process = subprocess.Popen(
        [sys.executable, "-c", IMPORT_AND_TELL, str(TOWN / "readings_monthly.csv")],
        env={**os.environ, "DATABASE_URL": address_of_this_database()},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) >= rows:
            process.send_signal(signal.SIGKILL)
            break
    process.wait(timeout=30)
    assert process.returncode == -signal.SIGKILL


def address_of_this_database() -> str:
    at = connection.settings_dict
    host, port = quote(at["HOST"], safe=""), f":{at['PORT']}" if at["PORT"] else ""
    return f"postgresql://{at['USER']}:{quote(at['PASSWORD'], safe='')}@{host}{port}/{at['NAME']}"


def test_two_processes_cannot_import_the_same_batch_at_once() -> None:
    batch = file_import.preview(TOWN / "organisations.csv", at=NOW)
    import_services.enqueue(batch_id=batch.pk)
    seen: list[str] = []

    def second_worker() -> None:
        try:
            import_services.run(batch_id=batch.pk, clock=clock)
        except ImportBusy:
            seen.append("busy")
        finally:
            connection.close()

    def while_it_runs(done: int, total: int) -> None:
        thread = threading.Thread(target=second_worker)
        thread.start()
        thread.join(timeout=20)

    finished = file_import.run(batch.pk, clock=clock, progress=while_it_runs)

    assert seen == ["busy"]
    assert (finished.status, finished.rows_created) == (ImportBatch.Status.FINISHED, 32)
    assert file_import.run(batch.pk, clock=clock).rows_created == 32
